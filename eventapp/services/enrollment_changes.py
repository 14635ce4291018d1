"""Mending what is known of registered people, for one or thousands by the same few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import NewAttendee, Person, Stay
from eventapp.domain.registration_states import LIVING_ROLES, AttendeeState, Origin, RoleState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole
from eventapp.services.attendee_judges import tie_judges
from eventapp.services.attendee_words import write_words
from eventapp.services.attendees import subject_of
from eventapp.services.audit import record
from eventapp.services.enrollment_cases import Case, Entry, is_granted, read_facts
from eventapp.services.enrollment_facts import Known, fill_held, known_people, person_key
from eventapp.services.enrollment_rows import Desk, columns_of, role_facts, unit_ids, write_roles
from eventapp.services.personal_letters import News, write_letters
from eventapp.services.role_states import RoleChange, apply_changes, forget_people, read_roles, refresh_people
from eventapp.services.waiting import offer_next

FACTS = (*Person.__dataclass_fields__, *Stay.__dataclass_fields__)


@dataclass(frozen=True)
class Changed:
    """What became of one change: names of the facts that changed (`roles` among them), or why nothing did."""

    attendee_id: int
    facts: frozenset[str] = frozenset()
    refusal: Refusal | None = None


@dataclass
class Edit:
    """One change on its way."""

    attendee_id: int
    new: NewAttendee
    before: dict[str, Any]
    case: Case
    refusal: Refusal | None = None
    dropped: tuple[RoleChange, ...] = ()

    @property
    def after(self) -> dict[str, Any]:
        return {**vars(self.new.person), **vars(self.new.stay), "answers": dict(self.new.answers)}

    @property
    def facts(self) -> frozenset[str]:
        after = self.after
        roles = {"roles"} if self.case.granted or self.dropped else set()
        return frozenset({name for name in after if after[name] != self.before[name]} | roles)


def change(
    edition: Edition, changes: Sequence[tuple[int, NewAttendee]], *, links: PersonalLinks, form_id: int | None,
    is_trusted: bool = False, actor: Actor, now: datetime, tells: bool = True,
) -> list[Changed]:  # fmt: skip
    """Write what is now known of these people, within the running use case; answers in the order of the changes.

    Roles that are named become the person's only ones; none named leaves roles as they are. The ticket stays.
    """
    desk = Desk(Origin.OFFICE, links, form_id, None, "", None, now)
    cases = {number: Case(Entry(new, "", is_trusted)) for number, new in changes}
    facts = read_facts(edition, [case.entry for case in cases.values()], desk)
    edits = read_edits(edition, changes, cases)
    check_edits(edition, edits)
    for edit in edits:
        if edit.refusal is None and edit.new.roles and not is_granted(facts, edit.case):
            edit.refusal = edit.case.refusal
    good = [edit for edit in edits if edit.refusal is None and edit.before]
    find_dropped(edition, good)
    done = [edit for edit in good if edit.facts]
    write_facts(edition, done, form_id, now)
    write_role_changes(edition, done, links=links, actor=actor, now=now)
    for edit in done:
        note(edition, edit, actor, now)
    write_letters(edition, [news_of(edit, now) for edit in done if tells], links=links, now=now)
    return [
        Changed(edit.attendee_id, edit.facts if edit.refusal is None else frozenset(), edit.refusal) for edit in edits
    ]


def read_edits(edition: Edition, changes: Sequence[tuple[int, NewAttendee]], cases: Mapping[int, Case]) -> list[Edit]:
    """What is known of these people now, held for the change, with their roles; two statements."""
    columns = [getattr(Attendee, name) for name in (*FACTS, "answers")]
    query = select(Attendee.id, Attendee.state, *columns).where(
        Attendee.event_id == edition.id,
        Attendee.id.in_([number for number, _new in changes]),
        Attendee.erased_at.is_(None),
    )
    rows = {row.id: row for row in db.session.execute(query.order_by(Attendee.id).with_for_update())}
    for number, row in rows.items():
        cases[number].known = Known(number, row.state, row.email)
    fill_held({number: known for number in rows if (known := cases[number].known)})
    edits = []
    for number, new in changes:
        found = rows.get(number)
        before = {name: getattr(found, name) for name in (*FACTS, "answers")} if found else {}
        edit = Edit(number, new, before, cases[number])
        if found is None:
            edit.refusal = NotFound("找不到这位参会人员。")
        elif found.state is AttendeeState.CANCELLED:
            edit.refusal = Refusal("这份报名已取消，不能再修改；如需参会请重新报名或联系会务组。")
        edits.append(edit)
    return edits


def check_edits(edition: Edition, edits: Sequence[Edit]) -> None:
    """Nobody becomes another registered person by a change, be it one of the same batch."""
    renamed = [edit for edit in edits if edit.refusal is None and is_renamed(edit)]
    if not renamed:
        return
    people = known_people(edition, [edit.new.person for edit in renamed])
    known = {key: one.id for key, one in people.known.items()}
    for edit in renamed:
        if known.setdefault(person_key(edit.new.person), edit.attendee_id) != edit.attendee_id:
            edit.refusal = Refusal("不能改成这个姓名和手机号，请检查，或联系会务组。")


def is_renamed(edit: Edit) -> bool:
    before = name_key(edit.before["name"])[:80], edit.before["mobile"]
    return before != person_key(edit.new.person)


def find_dropped(edition: Edition, edits: Sequence[Edit]) -> None:
    """The roles that are not named any more."""
    named = {edit.attendee_id: edit for edit in edits if edit.new.roles}
    if not named:
        return
    for held in read_roles(AttendeeRole.event_id == edition.id, AttendeeRole.attendee_id.in_(named)):
        edit = named[held.attendee_id]
        kept = {(choice.code, choice.result_id, choice.story_id) for choice in edit.new.roles}
        if held.state in LIVING_ROLES and (held.role.code, held.result_id, held.story_id) not in kept:
            edit.dropped += (RoleChange(held, RoleState.CANCELLED),)


def write_facts(edition: Edition, edits: Sequence[Edit], form_id: int | None, now: datetime) -> None:
    """The columns of all these people in one statement, and their words."""
    if not edits:
        return
    units = unit_ids(edition, {edit.new.person.unit_name for edit in edits})
    fixed = {"changed_at": now} | ({"form_id": form_id} if form_id is not None else {})
    rows = [{**columns_of(edit.new, units), **fixed, "row": edit.attendee_id} for edit in edits]
    table = Attendee.__table__
    columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "row"}
    said = [{"row": row.pop("row"), **{f"new_{name}": value for name, value in row.items()}} for row in rows]
    db.session.execute(update(table).where(table.c.id == bindparam("row")).values(columns), said)
    forget_people()
    named = [edit for edit in edits if not edit.facts.isdisjoint({"name", "mobile", "unit_name"})]
    write_words(edition, [(edit.attendee_id, edit.new.person.name, edit.new.person.mobile) for edit in named])


def write_role_changes(
    edition: Edition, edits: Sequence[Edit], *, links: PersonalLinks, actor: Actor, now: datetime
) -> None:
    """Roles that came and went, and offers of the places that are free now."""
    write_roles(edition, [(edit.attendee_id, one) for edit in edits for one in edit.case.granted], now)
    tie_judges([(edit.case.judge_id, edit.attendee_id) for edit in edits if edit.case.judge_id is not None])
    dropped = [one for edit in edits for one in edit.dropped]
    apply_changes(edition, dropped, now=now)
    refresh_people(edition, [edit.attendee_id for edit in edits if edit.case.granted], now=now)
    freed = {one.held.role.id for one in dropped if one.frees_a_place}
    offer_next(edition, freed, links=links, actor=actor, now=now)


def note(edition: Edition, edit: Edit, actor: Actor, now: datetime) -> None:
    """An audit entry with what changed and nothing else."""
    names = [name for name in edit.after if name in edit.facts]
    before = {name: edit.before[name] for name in names}
    after = {name: edit.after[name] for name in names}
    if "roles" in edit.facts:
        before["roles"] = [{"code": one.held.role.code, "state": one.held.state} for one in edit.dropped]
        after["roles"] = [role_facts(one) for one in edit.case.granted]
    subject = subject_of(edit.attendee_id)
    record(edition.slug, "attendee.edit", subject, actor=actor, now=now, before=before, after=after)


def news_of(edit: Edit, now: datetime) -> News:
    return News("registration_edited", f"registration_edited:{edit.attendee_id}:{now.isoformat()}", edit.attendee_id)
