"""Entering what annexes say: one file, one transaction, so that a killed job can be run again and ends the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from eventapp.domain.annex_periods import held_against
from eventapp.domain.annexes import FormKind, ReadFile, ReadForm, Value
from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor
from eventapp.domain.recommendations import EntryState, GroupKind
from eventapp.domain.refusals import Fault, Severity
from eventapp.domain.words import N_
from eventapp.extensions import db
from eventapp.models.organization import Organization
from eventapp.models.recommendation import Result, Story
from eventapp.services.annexes import Entered, Intake, Subject, begin_intake, keep_version, subject_key
from eventapp.services.audit import record
from eventapp.services.organizations import KnownUnit, organization_for
from eventapp.services.readings import get_reading, write_reading
from eventapp.services.result_book import Entry, ResultBook, members_of, settle, text_of
from eventapp.services.summary_entries import enter_summary
from eventapp.services.transactions import lost_race, transactional

lost_race(
    ("uq_organization_event_id_name_key", "organization.event_id, organization.name_key"),
    "同名单位刚刚由别人录入，请再试一次。",
)

GROUP_FIELDS = {FormKind.QC_RESULT: "group_name", FormKind.TEAM_RESULT: "team_name"}
GROUP_KINDS = {FormKind.QC_RESULT: GroupKind.QC, FormKind.TEAM_RESULT: GroupKind.TEAM}
NOT_ENTERED = N_("这份表缺少%(missing_word)s，没有录入；请在表中补上后重新上传。")
SUPERSEDED = N_("这份表之后又收到过更新的内容，这次没有改动；如确需改回，请修改后另存为新文件再上传。")


@transactional
def enter_file(
    edition: Edition, file_id: int, read: ReadFile, *, job_id: int | None, actor: Actor, now: datetime,
    container_id: int | None = None,
) -> tuple[int, str]:  # fmt: skip
    """Keep what was read from one file, and let its forms have their effects; returns its reading and the outcome.

    `container_id` is the reading of the outermost archive or mail that it came in. Raises `Refusal` when somebody else
    entered the same unit in the same moment: nothing is kept then, try again.
    """
    intake, read = begin_intake(edition, file_id, actor=actor, now=now), held_against(read, edition.year)
    entered = [enter_form(intake, place, form) for place, form in enumerate(read.forms)]
    container = get_reading(edition, container_id) if container_id else None
    reading = write_reading(intake, read, entered, job_id=job_id, container=container)
    db.session.flush()
    return reading.id, reading.outcome


def enter_form(intake: Intake, place: int, form: ReadForm) -> Entered:
    """One form: its own faults come first, then those of entering it."""
    entered = ENTER[form.kind](intake, place, form)
    return replace(entered, faults=(*form.faults, *entered.faults))


def not_entered(intake: Intake, form: ReadForm, field: str, missing: str) -> Entered:
    fault = Fault(
        code="missing_required",
        message=NOT_ENTERED,
        where=f"{intake.source} · {form.provenance.get(field, '')}".rstrip(" ·"),
        field=field,
        severity=Severity.ERROR,
        params={"missing_word": missing},
    )
    return Entered(form.kind, faults=(fault,))


def superseded(intake: Intake) -> tuple[Fault, ...]:
    return (Fault(code="superseded", message=SUPERSEDED, where=intake.source),)


def name_as_written(form: ReadForm, field: str) -> str:
    """A name that certificates print: every character as it came."""
    return text_of(form.written.get(field, form.fields.get(field)))


def unit_of(intake: Intake, form: ReadForm) -> Organization:
    """The unit that a form names; its postcode fills a blank of ours."""
    unit = organization_for(intake.edition, name_as_written(form, "company_name"))
    unit.postcode = unit.postcode or text_of(form.fields.get("postcode"), 20)
    return unit


def enter_result(intake: Intake, place: int, form: ReadForm) -> Entered:
    """Annex 1 or 2: the details of the result of one group."""
    name_field = GROUP_FIELDS[form.kind]
    name = name_as_written(form, name_field)
    if not text_of(form.fields.get("company_name")):
        return not_entered(intake, form, "company_name", N_("单位名称"))
    if not name:
        return not_entered(intake, form, name_field, N_("小组或班组名称"))
    unit = unit_of(intake, form)
    kept = keep_version(intake, place, form, Subject(subject_key(unit.name_key, name_key(name)), unit))
    if not kept.is_newest:
        return Entered(form.kind, kept.annex.id, faults=superseded(intake))
    details = {**details_of(form.fields), "annex_id": kept.annex.id}
    known = KnownUnit(unit.id, unit.name)
    [opened] = ResultBook(intake, [known]).open_results([Entry(known, GROUP_KINDS[form.kind], name, details)])
    if opened.own is not opened.result and opened.own is not None:
        settle(intake, opened.own, details)  # a merged one keeps its details up to date, in case the merge is undone
        details = details if opened.result is None or opened.result.annex_id in (None, kept.annex.id) else {}
    if opened.result is not None:
        settle(intake, opened.result, details | revived(opened.result))
    return Entered(form.kind, kept.annex.id)


def revived(entry: Result | Story) -> dict[str, object]:
    """What was withdrawn takes part again when its form is sent; what was merged stays merged."""
    return {"state": EntryState.ENTERED} if entry.state is EntryState.WITHDRAWN else {}


def details_of(fields: Mapping[str, Value]) -> dict[str, object]:
    """What annexes 1 and 2 tell of a result; what they leave out stays as it is."""
    told = {
        "topic_name": text_of(fields.get("topic_name")),
        "result_type": text_of(fields.get("result_type") or fields.get("team_type"), 80),
        "advisor": text_of(fields.get("activity_advisor"), 80),
        "contact_person": text_of(fields.get("contact_person"), 80),
        "contact_phone": text_of(fields.get("mobile") or fields.get("contact_phone") or fields.get("phone"), 80),
        "member_count": members_of(fields.get("member_count")),
    }
    return {name: value for name, value in told.items() if value not in ("", None)}


def enter_story(intake: Intake, place: int, form: ReadForm) -> Entered:
    """Annex 4: a brand story; without a speaker it is legal and never reaches the schedule."""
    name = text_of(form.fields.get("story_name"))
    if not text_of(form.fields.get("company_name")):
        return not_entered(intake, form, "company_name", N_("单位名称"))
    if not name:
        return not_entered(intake, form, "story_name", N_("故事名称"))
    unit = unit_of(intake, form)
    kept = keep_version(intake, place, form, Subject(subject_key(unit.name_key, name_key(name)), unit))
    if not kept.is_newest:
        return Entered(form.kind, kept.annex.id, faults=superseded(intake))
    story = find_or_open_story(intake, unit, name)
    settle(intake, story, story_details(form.fields) | {"annex_id": kept.annex.id} | revived(story))
    return Entered(form.kind, kept.annex.id)


def find_or_open_story(intake: Intake, unit: Organization, name: str) -> Story:
    """The story of this name of this unit."""
    story = db.session.scalar(
        select(Story).where(
            Story.event_id == intake.edition.id, Story.organization_id == unit.id, Story.name_key == name_key(name)
        )
    )
    if story is None:
        story = Story(
            event_id=intake.edition.id, organization=unit, name=name, name_key=name_key(name), categories=[],
            brand_types=[], speaker_name="", contact_person="", contact_phone="", state=EntryState.ENTERED,
        )  # fmt: skip
        db.session.add(story)
        after = {"unit": unit.name, "name": name}
        record(
            intake.edition.slug, "story.enter", f"{unit.name} {name}", actor=intake.actor, now=intake.now, after=after
        )
    return story


def story_details(fields: Mapping[str, Value]) -> dict[str, object]:
    return {
        "categories": fields.get("content_categories") or [],
        "brand_types": fields.get("brand_types") or [],
        "speaker_name": text_of(fields.get("speaker_name"), 80),
        "contact_person": text_of(fields.get("contact_person"), 80),
        "contact_phone": text_of(fields.get("mobile"), 80),
    }


def keep_report(intake: Intake, place: int, form: ReadForm) -> Entered:
    """Annexes 5 and 6 have no effects: they are kept by unit."""
    if not text_of(form.fields.get("company_name")):
        return not_entered(intake, form, "company_name", N_("单位名称"))
    unit = unit_of(intake, form)
    kept = keep_version(intake, place, form, Subject(unit.name_key, unit))
    return Entered(form.kind, kept.annex.id, faults=() if kept.is_newest else superseded(intake))


def summarize(intake: Intake, place: int, form: ReadForm) -> Entered:
    """Annex 3; it must say who recommends."""
    name = text_of(form.fields.get("region_or_group"))
    if not name:
        return not_entered(intake, form, "region_or_group", N_("“地区或集团、单位”，不知道由谁推荐"))
    entered, is_newest = enter_summary(intake, place, form, name)
    return entered if is_newest else replace(entered, faults=superseded(intake))


ENTER: dict[FormKind, Callable[[Intake, int, ReadForm], Entered]] = {
    FormKind.QC_RESULT: enter_result,
    FormKind.TEAM_RESULT: enter_result,
    FormKind.RECOMMENDATION_SUMMARY: summarize,
    FormKind.BRAND_STORY: enter_story,
    FormKind.WORK_SUMMARY: keep_report,
    FormKind.ACTIVITY_STATISTICS: keep_report,
}
