"""Entering annex 3: the list of one recommender replaces its list of before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, insert, select, update
from sqlalchemy.orm import contains_eager

from eventapp.domain.annex_checks import ROW_TWICE
from eventapp.domain.annexes import ReadForm, Value
from eventapp.domain.organizations import name_key
from eventapp.domain.recommendations import EntryState, GroupKind
from eventapp.domain.refusals import Fault, Severity
from eventapp.domain.words import N_
from eventapp.extensions import db
from eventapp.models.annex import Annex
from eventapp.models.organization import Recommender
from eventapp.models.recommendation import Group, RecommendationSummary, Result, SummaryRow
from eventapp.services.annexes import Entered, Intake, Kept, Subject, keep_version, subject_key
from eventapp.services.audit import record
from eventapp.services.organizations import Directory, ToldUnit
from eventapp.services.result_book import Entry, ResultBook, members_of, settle, text_of
from eventapp.services.settlements import hold_settlements

LONGEST_NAME = 400  # a certificate prints it whole, so a longer one is asked about, never cut
ROW_WITHOUT_NAMES = N_("这一行缺少单位名称或小组名称，没有录入；请补上后重新上传。")
ROW_TOO_LONG = N_("这一行的单位名称或小组名称超过 %(limit)s 个字，没有录入；请改短后重新上传。")
NO_ROWS = N_("表里没有可以录入的推荐行，原来的推荐名单没有改动。")


@dataclass(frozen=True)
class Line:
    """One row that can be entered, and where it stood."""

    position: int
    values: Mapping[str, Value]
    place: str
    written: Mapping[str, str]

    @property
    def kind(self) -> GroupKind:
        return GroupKind(str(self.values["kind"]))

    @property
    def company(self) -> str:
        return self.printed("company_name")

    @property
    def group(self) -> str:
        return self.printed("group_name")

    def printed(self, name: str) -> str:
        """One of the two certificate fields, to the letter."""
        return text_of(self.written.get(f"rows[{self.position}].{name}", self.values[name]))


def enter_summary(intake: Intake, place: int, form: ReadForm, name: str) -> tuple[Entered, bool]:
    """Replace the list of the recommender `name`; also says whether the form is the newest one.

    A form without a single usable row changes nothing: an empty sheet must not take everybody off the list.
    """
    lines, faults = sort_out(intake, form)
    if not lines:
        fault = Fault("missing_required", NO_ROWS, where=intake.source, severity=Severity.ERROR)
        return Entered(form.kind, faults=(*faults, fault)), True
    directory = Directory(intake.edition)
    recommender = own_body(intake) or directory.recommender(name)
    db.session.flush()
    kept = keep_version(intake, place, form, Subject(subject_key(recommender.name_key), recommender=recommender))
    entered = Entered(form.kind, kept.annex.id, recommender.id, len(lines), tuple(faults))
    if kept.is_newest:
        twice = replace_rows(intake, form, kept, recommender, lines, directory)
        entered = Entered(form.kind, kept.annex.id, recommender.id, len(lines), (*faults, *twice))
    return entered, kept.is_newest


def own_body(intake: Intake) -> Recommender | None:
    """The body whose page is filled in: what is typed there must not end in the list of another."""
    number = intake.annex.recommender_id if intake.annex else None
    return db.session.get(Recommender, number) if number else None


def sort_out(intake: Intake, form: ReadForm) -> tuple[list[Line], list[Fault]]:
    """Rows that can be entered, and a fault for each that cannot."""
    lines, faults = [], []
    for position, values in enumerate(form.rows):
        spot = form.provenance.get(f"rows[{position}].company_name", "")
        names = [str(values.get(name) or "") for name in ("company_name", "group_name")]
        if all(names) and max(map(len, names)) <= LONGEST_NAME:
            lines.append(Line(position, values, spot, form.written))
            continue
        message, code = (ROW_TOO_LONG, "too_long") if all(names) else (ROW_WITHOUT_NAMES, "missing_required")
        where = f"{intake.source} · {spot}".rstrip(" ·")
        faults.append(Fault(code, message, where, f"rows[{position}]", Severity.ERROR, {"limit": LONGEST_NAME}))
    return lines, faults


def replace_rows(
    intake: Intake, form: ReadForm, kept: Kept, recommender: Recommender, lines: Sequence[Line], directory: Directory
) -> list[Fault]:
    """Put the lines in place of the rows of before; results that nobody lists any more are withdrawn."""
    summary = find_or_open_summary(intake, recommender)
    write_head(intake, summary, form, kept.annex)
    if kept.is_said_anew:
        summary.changed_at = intake.now
    former = move_aside(summary)
    former_levels = {row.result_id: row.recommended_level for row in former}
    numbers = results_of(intake, kept, recommender, lines, directory)
    gone = write_rows(summary, former, lines, numbers)
    withdraw_unlisted(intake, summary, [row.result_id for row in gone])
    note_summary(intake, recommender, former_levels, dict(zip(numbers, lines, strict=True)))
    told = {fault.field for fault in form.faults if fault.message == ROW_TWICE}
    return [fault for fault in listed_twice(intake, lines, numbers) if fault.field not in told]


def find_or_open_summary(intake: Intake, recommender: Recommender) -> RecommendationSummary:
    mine = select(RecommendationSummary).where(
        RecommendationSummary.event_id == intake.edition.id, RecommendationSummary.recommender_id == recommender.id
    )
    summary = db.session.scalar(mine)
    if summary is None:
        summary = RecommendationSummary(event_id=intake.edition.id, recommender_id=recommender.id)
        db.session.add(summary)
    return summary


def move_aside(summary: RecommendationSummary) -> list[SummaryRow]:
    """The rows of before, out of the way of new positions. They are kept where they can be: awards point at them."""
    if summary.id is None:
        return []
    mine = SummaryRow.summary_id == summary.id
    db.session.execute(
        update(SummaryRow).where(mine, SummaryRow.position >= 0).values(position=-1 - SummaryRow.position),
        execution_options={"synchronize_session": False},
    )
    query = select(SummaryRow).where(mine).order_by(SummaryRow.position.desc())
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def results_of(
    intake: Intake, kept: Kept, recommender: Recommender, lines: Sequence[Line], directory: Directory
) -> list[int]:
    """The result of each line, made where there is none; annexes 1 and 2 know details better than this list."""
    units = directory.enlist(
        ToldUnit(line.company, text_of(line.values["postcode"], 20), recommender.id) for line in lines
    )
    entries = [Entry(units[name_key(line.company)], line.kind, line.group, details_of(line.values)) for line in lines]
    every = ResultBook(intake, units.values()).open_results(entries)
    for entry, opened in zip(entries, every, strict=True):
        if opened.result is not None and opened.own is not None:
            bring_up_to_date(intake, opened.own, opened.result, entry.details if kept.is_said_anew else {})
    db.session.flush()
    return [opened.id for opened in every]


def bring_up_to_date(intake: Intake, own: Result, result: Result, details: Mapping[str, object]) -> None:
    """A result that is listed takes part. A merged one keeps its own details, in case the merge is undone."""
    details = {} if own.annex_id is not None else details
    if own is not result:
        settle(intake, own, details)
        details = {}
    settle(intake, result, {**details, "state": EntryState.ENTERED})


def details_of(values: Mapping[str, Value]) -> dict[str, object]:
    told = {
        "topic_name": text_of(values["topic_name"]),
        "member_count": members_of(values["member_count"]),
        "contact_person": text_of(values["contact_person"], 80),
        "contact_phone": text_of(values["contact_phone"], 80),
    }
    return {name: value for name, value in told.items() if value not in ("", None)}


def write_head(intake: Intake, summary: RecommendationSummary, form: ReadForm, annex: Annex) -> None:
    """Who recommends, who may judge, who filled it in."""
    summary.annex_id, summary.imported_at = annex.id, intake.now
    judges = form.fields.get("judges")
    summary.judges = judges if isinstance(judges, list) else []
    summary.filled_by = text_of(form.fields.get("filled_by"), 80)
    summary.filled_by_phone = text_of(form.fields.get("filled_by_phone"), 80)


def write_rows(
    summary: RecommendationSummary, former: Sequence[SummaryRow], lines: Sequence[Line], numbers: Sequence[int]
) -> list[SummaryRow]:
    """Write the lines, each into the row that listed the same result; returns the rows that had to go."""
    by_result: dict[int, list[SummaryRow]] = {}
    for row in former:
        by_result.setdefault(row.result_id, []).append(row)
    fresh = []
    told = [(number, columns_of(line)) for line, number in zip(lines, numbers, strict=True)]
    hold_settlements(summary.id, told)
    for result_id, columns in told:
        if same := by_result.get(result_id):
            row = same.pop(0)
            for name, value in columns.items():
                setattr(row, name, value)
        else:
            owner = {"event_id": summary.event_id, "summary_id": summary.id, "result_id": result_id}
            fresh.append(columns | owner)
    gone = [row for rows in by_result.values() for row in rows]
    for row in gone:
        db.session.delete(row)
    db.session.flush()
    if fresh:
        db.session.execute(insert(SummaryRow.__table__), fresh)
    return gone


def columns_of(line: Line) -> dict[str, object]:
    """A line as columns: unit and group to the letter, since certificates print them."""
    values = line.values
    level = values["recommended_grade"]
    return {
        "position": line.position,
        "kind": line.kind,
        "postcode": text_of(values["postcode"], 20),
        "sort_unit_name": text_of(values["sort_unit_name"]),
        "company_name": line.company,
        "group_name": line.group,
        "recommended_level": level if level in (1, 2) else None,
        "topic_name": text_of(values["topic_name"]),
        "member_count": members_of(values["member_count"]),
        "contact_person": text_of(values["contact_person"], 80),
        "contact_phone": text_of(values["contact_phone"], 80),
        "place": line.place[:400],
    }


def withdraw_unlisted(intake: Intake, summary: RecommendationSummary, result_ids: Iterable[int]) -> None:
    """Results without any row and without an annex of their own no longer take part; they are kept."""
    numbers = set(result_ids)
    if not numbers:
        return
    unlisted = select(Result).join(Result.group)
    unlisted = unlisted.options(contains_eager(Result.group).joinedload(Group.organization))
    unlisted = unlisted.where(Result.event_id == summary.event_id, Result.id.in_(numbers), Result.annex_id.is_(None))
    unlisted = unlisted.where(~exists().where(SummaryRow.result_id == Result.id))
    for result in db.session.scalars(unlisted):
        settle(intake, result, {"state": EntryState.WITHDRAWN})


def note_summary(
    intake: Intake, recommender: Recommender, former: Mapping[int, int | None], lines: Mapping[int, Line]
) -> None:
    """One audit entry for the list: who recommends which result for which level."""
    levels = {number: line.values["recommended_grade"] for number, line in lines.items()}
    if former == levels:
        return
    record(
        intake.edition.slug, "summary.enter", recommender.name, actor=intake.actor, now=intake.now,
        before={"levels": former} if former else None, after={"levels": levels},
    )  # fmt: skip


def listed_twice(intake: Intake, lines: Iterable[Line], numbers: Iterable[int]) -> Iterator[Fault]:
    """A fault for each line whose group stood above already."""
    seen = set()
    for line, number in zip(lines, numbers, strict=True):
        if number in seen:
            where = f"{intake.source} · {line.place}".rstrip(" ·")
            yield Fault(
                "duplicate", ROW_TWICE, where, f"rows[{line.position}].group_name", params={"group": line.group}
            )
        seen.add(number)
