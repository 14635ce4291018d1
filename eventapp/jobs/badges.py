"""Printing badges by the thousand: in parts, so that memory does not grow with their number."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from eventapp import clock
from eventapp.domain.attendee_filters import wanted_from
from eventapp.domain.badge_runs import Missing, Order, PrintOptions
from eventapp.domain.badge_sheets import Duplex
from eventapp.domain.refusals import Fault, Refusal
from eventapp.domain.words import N_
from eventapp.jobs.badge_press import Codes, badges_for, numbered, press_for
from eventapp.jobs.run import JobRun, Outcome
from eventapp.services import badge_people, badge_prints
from eventapp.services.badge_people import Bearer, Scope
from eventapp.services.badge_wardrobe import open_wardrobe

PART = 1000  # badges in one PDF: 4 MB, and about 500 MB of memory while it is set
MOST_FAULTS = 500  # that the page of the job shows


@dataclass
class Tally:
    """What became of a run so far."""

    printed: int = 0
    reprints: int = 0
    without_code: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def params_of(scope: Scope, options: PrintOptions) -> dict[str, Any]:
    """How a job remembers what to print."""
    return {
        "query": scope.wanted.as_query(), "badge_class": scope.class_code, "sheet": options.sheet,
        "order": options.order.value, "missing": options.missing.value, "design": options.design_id,
        "start": options.start, "duplex": options.duplex.value, "crop_marks": options.has_crop_marks,
    }  # fmt: skip


def options_of(params: dict[str, Any]) -> PrintOptions:
    return PrintOptions(
        params["sheet"], Order(params["order"]), Missing(params["missing"]), params["design"], params["start"],
        Duplex(params["duplex"]), params["crop_marks"],
    )  # fmt: skip


def do_print_badges(run: JobRun) -> Outcome:
    """Number, set and keep the badges of everybody in the scope; what will not come out as wished is listed."""
    try:
        return print_all(run)
    except BaseException:
        if run.claim is not None:
            badge_prints.forget_prints(run.claim)
        raise


def print_all(run: JobRun) -> Outcome:
    options = options_of(run.params)
    scope = Scope(wanted_from(run.params["query"]), run.params["badge_class"])
    ids = badge_people.list_ids(run.edition, scope, options.order)
    if not ids:
        raise Refusal("没有可以打印的胸牌：选中的人里没有已确认的报名。")
    tally = Tally()
    files = list(parts(run, ids, options, tally))
    if not files:
        raise Refusal("一张也没有打印：这些人的姓名或单位里都有字库没有的字。请换一种处理办法。")
    name = f"{run.edition.short_name}胸牌"
    if len(files) == 1:
        file_id = run.keep_file(f"{name}.pdf", "application/pdf", files[0], is_personal=True)
    else:
        file_id = run.keep_file(f"{name}.zip", "application/zip", packed(name, files), is_personal=True)
    return outcome_of(tally, sum(map(len, files)), file_id)


def parts(run: JobRun, ids: Sequence[int], options: PrintOptions, tally: Tally) -> Iterator[bytes]:
    """One PDF after the other; each begins with a whole sheet, only the very first may be partly used."""
    wardrobe = open_wardrobe(run.edition, options.design_id)
    press = press_for(run.edition, wardrobe, options, run.settings)
    codes, size, start = Codes(run.edition, run.settings), PART - PART % press.sheet.count, options.start
    for begin in range(0, len(ids), size):
        run.progress(begin, len(ids), N_("正在排版"))
        bearers = badge_people.list_bearers(run.edition, ids[begin : begin + size])
        tally.without_code += [f"{each.name} · {each.unit_name}" for each in bearers if each.ticket is None]
        badges, faults = press.ready(badges_for(run.edition, bearers, wardrobe, codes), options.missing)
        tally.faults += faults
        if not badges:
            continue
        numbers = note(run, bearers, [badge.attendee_id for badge in badges], options.sheet)
        tally.printed += len(badges)
        tally.reprints += sum(number > 1 for number in numbers.values())
        yield press.write_pdf(numbered(badges, numbers), start=start)
        start = 1


def note(run: JobRun, bearers: Sequence[Bearer], printed: Sequence[int], sheet: str) -> dict[int, int]:
    """Log those whose badge is set now."""
    tickets = {each.attendee_id: each.ticket.id if each.ticket else None for each in bearers}
    wanted = {number: tickets[number] for number in printed}
    return badge_prints.note_prints(
        run.edition, wanted, sheet=sheet, job_id=run.job_id, actor=run.actor, now=clock.now()
    )


def packed(name: str, files: Sequence[bytes]) -> bytes:
    """All parts in one archive, in the order of the pile."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for number, content in enumerate(files, start=1):
            archive.writestr(f"{name}-{number:02}.pdf", content)
    return out.getvalue()


def outcome_of(tally: Tally, size: int, file_id: int) -> Outcome:
    faults = [f"{fault.where}：{fault}" for fault in tally.faults]
    faults += [f"{label}：没有有效的参会码，胸牌上没有二维码" for label in tally.without_code]
    note = N_("胸牌文件已生成；有些地方请核对，见清单。") if faults else N_("胸牌文件已生成。")
    figures = {"count": tally.printed, "reprints": tally.reprints, "bytes": size, "faults": faults[:MOST_FAULTS]}
    return Outcome(note, figures, file_id)
