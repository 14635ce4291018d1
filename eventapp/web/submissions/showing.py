"""One annex: what it says and where each value came from, its versions and what differs, its steps and files."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.annexes import FormKind
from eventapp.domain.form_differences import compare
from eventapp.domain.form_pages import page_specs
from eventapp.domain.pages import page_count
from eventapp.domain.submissions import Step, due_at, is_late, may_take
from eventapp.services import annexes, attachments, drafts, submission_lists
from eventapp.services.annexes import fault_of
from eventapp.services.drafts import Annex, Entrance
from eventapp.services.submission_lists import AnnexStep
from eventapp.services.submissions import extension_of_body
from eventapp.web.annexes.words import FORM_NAMES, shown
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import gettext, words_of
from eventapp.web.paging import page_number
from eventapp.web.submissions.desk import Door
from eventapp.web.submissions.steps import day_of
from eventapp.web.submissions.words import label_of, state_words, title_of

ROW_PAGE = 100
LISTS = {
    FormKind.QC_RESULT: "recommendations.list_results",
    FormKind.TEAM_RESULT: "recommendations.list_results",
    FormKind.RECOMMENDATION_SUMMARY: "recommendations.list_summaries",
    FormKind.BRAND_STORY: "recommendations.list_stories",
}


def show_annex(annex_id: int) -> ResponseReturnValue:
    """One annex; earlier versions by `?version=`, what differs from another by `?against=`."""
    edition, actor = current_edition(), current_actor()
    annex = annexes.get_annex(edition, annex_id, actor=actor)
    numbered = {version.number: version for version in annex.versions}
    version = numbered.get(request.args.get("version", type=int), annex.versions[-1] if annex.versions else None)
    other = numbered.get(request.args.get("against", type=int))
    page, specs = page_number(request.args), page_specs(annex.kind)
    doubts: dict[str, list[str]] = {}
    for one in version.faults if version else ():
        doubts.setdefault(one["field"], []).append(words_of(fault_of(one)))
    rows, steps = version.rows if version else [], submission_lists.list_steps(annex)
    filled = {name for name in specs if version and version.fields.get(name) not in (None, "", [])}
    return render_template(
        "submissions/show_annex.html", annex=annex, version=version, other=other, specs=specs, shown=shown, page=page, door=Door(Entrance(actor, annex_id)),
        pages=page_count(len(rows), ROW_PAGE), rows=rows[(page - 1) * ROW_PAGE : page * ROW_PAGE], doubts=doubts, said=[entry for entry in specs.items() if entry[0] in filled or entry[0] in doubts],
        unsaid=[gettext(spec.label) for name, spec in specs.items() if name not in filled and name not in doubts],
        changes=compare(annex.kind, other, version) if other and version else None,
        files=annexes.find_files_of(annex.versions), steps=steps,
        attachments=attachments.list_attachments(annex), state=state_words(annex.state), state_words=state_words,
        may_fill=drafts.find_fillable(edition, annex_id, actor) is not None, may_take={step.value: may_take(step, annex.state) for step in Step},
        late={one.number for one in annex.versions if is_late(edition, one.submitted_at)}, label_of=label_of, day_of=day_of,
        due=due_at(edition, annex.extended_until, extension_of_body(annex)), now=clock.now(), form_names=FORM_NAMES,
        names=senders_of(annex, steps), back=back_of(annex.kind), row_page=ROW_PAGE, title=title_of(annex),
    )  # fmt: skip


def senders_of(annex: Annex, steps: list[AnnexStep]) -> dict[int, str]:
    """Who sent each version: by account, else by the step of that moment (a unit has no account)."""
    accounts = submission_lists.names_of(annex.versions)
    at = {step.taken_at: gettext(step.actor_name) for step in steps if step.actor_name}
    return {one.number: accounts.get(one.submitted_by or 0) or at.get(one.submitted_at, "") for one in annex.versions}


def back_of(kind: FormKind) -> str:
    """The list that the visitor came from, as far as one can know."""
    came_from = request.args.get("from")
    return url_for(LISTS[kind]) if came_from == "list" and kind in LISTS else url_for("submissions.list_submissions")
