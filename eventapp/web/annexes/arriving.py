"""The inbox: what arrived, from whom, what it is, what is wrong with it, and whether somebody has dealt with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.annexes import FormKind, Outcome
from eventapp.domain.pages import page_count
from eventapp.domain.submissions import HANDLING_STATE_NAMES, HandlingState
from eventapp.services import handling, inbox
from eventapp.services.inbox import Arrival, Wanted
from eventapp.web.annexes.forms import ImportForm
from eventapp.web.annexes.words import FORM_NAMES, HANDLING_TONES, OUTCOMES, sentence_of
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext, ngettext
from eventapp.web.paging import page_number

PAGE, MEMBER_PAGE = 30, 100
SEPARATOR = "."  # of numbers in an address
WORDS = {
    "form_names": FORM_NAMES, "outcomes": OUTCOMES, "handling_names": HANDLING_STATE_NAMES, "handling_tones": HANDLING_TONES,
}  # fmt: skip


def list_readings() -> ResponseReturnValue:
    """What arrived, the newest first, archives and letters with their files below."""
    wanted, page = asked_for(request.args), page_number(request.args)
    size = MEMBER_PAGE if wanted.container_id else PAGE
    lines, total = inbox.list_arrivals(current_edition(), wanted, page=page, size=size)
    counts = inbox.count_arrivals(current_edition())
    return render_template(
        "annexes/list_readings.html", rows=list(rows_of(lines)), total=total, wanted=wanted, page=page,
        pages=page_count(total, size), bodies=inbox.list_bodies(current_edition()), kinds=FORM_NAMES,
        outcome_counts=summed(counts, 0), handling_counts=summed(counts, 1), all_count=sum(counts.values()),
        arguments=arguments_of(wanted), sentence_of=sentence_of, form=ImportForm(), here=request.full_path.rstrip("?"),
        limit=current_settings().upload_megabytes, **WORDS,
    )  # fmt: skip


def asked_for(arguments: Mapping[str, str]) -> Wanted:
    """The filters in the address; what is not known asks for nothing."""
    return Wanted(
        outcome=one_of(arguments.get("outcome", ""), Outcome),
        handling=one_of(arguments.get("handling", ""), HandlingState),
        kind=one_of(arguments.get("kind", ""), FormKind),
        words=arguments.get("q", "").strip()[:100],
        recommender_id=number_in(arguments.get("body", "")),
        job_id=number_in(arguments.get("job", "")),
        container_id=number_in(arguments.get("inside", "")),
    )


def one_of(text: str, words: Any) -> str:
    return text if text in [word.value for word in words] else ""


def number_in(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def arguments_of(wanted: Wanted) -> dict[str, Any]:
    """The filters for addresses of other pages of the list."""
    told = {
        "outcome": wanted.outcome, "handling": wanted.handling, "kind": wanted.kind, "q": wanted.words,
        "body": wanted.recommender_id, "job": wanted.job_id, "inside": wanted.container_id,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


def rows_of(lines: list[Arrival]) -> Iterator[tuple[Arrival, Arrival | None]]:
    """Lines in the order of the page, each with what it lay in."""
    for line in lines:
        yield line, None
        for member in line.members:
            yield member, line


def summed(counts: Mapping[tuple[str, str], int], part: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, number in counts.items():
        found[key[part]] = found.get(key[part], 0) + number
    return found


def handle_readings() -> ResponseReturnValue:
    """Take the chosen files, or go on to the mail that sends them back."""
    numbers = [number for text in request.form.getlist("reading") if (number := number_in(text))]
    back = way_back()
    if not numbers:
        flash(gettext("没有选中文件，请先在表中勾选。"), "warning")
        return redirect(back)
    if request.form.get("act") == "return":
        chosen = SEPARATOR.join(str(number) for number in numbers)  # short: some servers cut addresses at 4 KB
        return redirect(url_for("annexes.return_readings", reading=chosen))
    if request.form.get("act") != "accept":
        abort(400)
    taken, left = handling.accept_readings(current_edition(), numbers, actor=current_actor(), now=clock.now())
    if taken:
        flash(ngettext("已接收 %(num)s 个文件。", "已接收 %(num)s 个文件。", taken), "success")
    if left:
        flash(gettext("有 %(number)s 个文件没有读出内容，不能接收；请退回，或改好后重新上传。", number=left), "warning")
    if not taken and not left:
        flash(gettext("选中的文件都处理过了。"), "info")
    return redirect(back)


def way_back() -> str:
    """The list as it was filtered, never a page elsewhere."""
    asked = urlsplit(request.form.get("back", ""))
    here = url_for("annexes.list_readings")
    return f"{here}?{asked.query}" if asked.path == here and asked.query else here
