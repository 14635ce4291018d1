"""Enrolling people within a running use case: one, or thousands, by the same few statements.

Everybody who lets somebody in (form, unit, import, desk, invitation) calls `enroll`; who mends what is known of
people calls `change`, and `give_back` cancels.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eventapp.domain.events import Edition
from eventapp.domain.message_templates import ENGLISH, Value
from eventapp.domain.message_wordings import STATE_NAMES_EN, known_language
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration import NewAttendee, RoleNeed
from eventapp.domain.registration_states import ATTENDEE_STATE_NAMES, AttendeeState, Origin, RoleState
from eventapp.services.attendee_judges import tie_judges
from eventapp.services.attendee_words import write_words
from eventapp.services.attendees import subject_of
from eventapp.services.audit import record
from eventapp.services.enrollment_cases import Case, Entry, Facts, let_go, read_facts, settle
from eventapp.services.enrollment_changes import Changed, change
from eventapp.services.enrollment_rows import Desk, insert_people, role_facts, write_roles
from eventapp.services.personal_letters import News, write_letters
from eventapp.services.role_states import RoleChange, add_tickets, apply_changes, hold_roles, refresh_people, standing
from eventapp.services.transactions import lost_race
from eventapp.services.waiting import offer_next

__all__ = ["Changed", "Enrolled", "Entry", "change", "enroll", "give_back"]

ROUNDS = 3  # a person registered by another door in the meantime is looked up again
CHINESE = "zh_Hans_CN"

lost_race(
    ("uq_attendee_role_story", "attendee_role.story_id"),
    "这个故事已经有演讲人报名；一个故事由一位演讲人演讲，如需更换请联系会务组。",
)
lost_race(("uq_attendee_person", "attendee.name_key"), "不能改成这个姓名和手机号，请检查，或联系会务组。")


@dataclass(frozen=True)
class Enrolled:
    """What became of an entry; `refusal` says why nothing did."""

    attendee_id: int | None
    is_new: bool
    state: AttendeeState | None
    refusal: Refusal | None = None


def enroll(
    edition: Edition, entries: Sequence[Entry], *, origin: Origin, links: PersonalLinks, form_id: int | None = None,
    delegation_id: int | None = None, language: str = CHINESE, consented_at: datetime | None, actor: Actor,
    now: datetime, tells: bool = True,
) -> list[Enrolled]:  # fmt: skip
    """Let people in, within the running use case; the answers stand in the order of the entries.

    An entry comes in with all its roles or not at all. Who is registered already is not doubled: missing roles are
    added, nothing else is changed. Where there is no place, and a waiting list, people wait. `tells` sends letters.
    """
    desk = Desk(origin, links, form_id, delegation_id, language, consented_at, now)
    facts = read_facts(edition, entries, desk)
    cases = [Case(entry) for entry in entries]
    for _ in range(ROUNDS):
        if waiting := [case for case in cases if case.attendee_id is None and case.refusal is None]:
            settle(facts, waiting)
            let_in(facts, waiting)
    finish(facts, cases, actor, tells=tells)
    return [answer_of(case) for case in cases]


def let_in(facts: Facts, cases: Sequence[Case]) -> None:
    """Write the people that are new; who came in by another door meanwhile is left for the next round."""
    new = [(case.entry.new, case.entry.nonce, case.granted) for case in cases if case.is_new]
    numbers = insert_people(facts.edition, new, facts.desk)
    for case in cases:
        if case.refusal is None:
            case.attendee_id = case.known.id if case.known else numbers.get(case.key)
            if case.attendee_id is None:
                let_go(facts, case)


def finish(facts: Facts, cases: Sequence[Case], actor: Actor, *, tells: bool) -> None:
    """Everything that hangs on the people: roles, tickets, judges, words, the trail, letters."""
    edition, now = facts.edition, facts.desk.now
    came = [(case.attendee_id, case) for case in cases if case.attendee_id is not None]
    write_roles(edition, [(number, one) for number, case in came for one in case.granted], now)
    new = [(number, case.entry.new.person) for number, case in came if case.is_new]
    if new:
        add_tickets(edition, [number for number, _person in new], now)
        people = [(number, person.name, person.mobile) for number, person in new]
        write_words(edition, people, are_new=True, have_likes=facts.have_likes)
    tie_judges([(case.judge_id, number) for number, case in came if case.judge_id is not None])
    refresh_people(edition, [number for number, case in came if case.known and case.granted], now=now)
    for number, case in came:
        note(edition, number, case, actor, now)
    desk = facts.desk
    letters = [news_of(edition, number, case, desk) for number, case in came if tells and is_told(case, desk)]
    write_letters(edition, letters, links=desk.links, now=now)


def note(edition: Edition, number: int, case: Case, actor: Actor, now: datetime) -> None:
    """One audit entry for everything an entry brought."""
    roles = [role_facts(one) for one in case.granted]
    if case.is_new:
        after = {**facts_of(case.entry.new), "state": case.state, "roles": roles}
        record(edition.slug, "attendee.register", subject_of(number), actor=actor, now=now, after=after)
    elif roles:
        record(edition.slug, "attendee.add_role", subject_of(number), actor=actor, now=now, after={"roles": roles})


def facts_of(new: NewAttendee) -> dict[str, Any]:
    """What an audit entry keeps of a person: everything that is not empty."""
    said = {**vars(new.person), **vars(new.stay), "answers": dict(new.answers)}
    return {name: value for name, value in said.items() if value}


def is_told(case: Case, desk: Desk) -> bool:
    """New people are told; who registers again by the public form gets the link again."""
    if case.known is not None:
        return bool(case.known.email) and case.leader is None and desk.origin is Origin.ALONE
    return case.is_new and bool(case.entry.new.person.email)


def news_of(edition: Edition, number: int, case: Case, desk: Desk) -> News:
    """The letter about an entry; the link again goes out once an hour at most.

    Of new people everything is known here; only what they present or tell is looked up.
    """
    now = desk.now
    key = f"registration:{number}:again:{now:%Y%m%d%H}" if case.known else f"registration:{number}"
    waiting = tuple(one.role.id for one in case.granted if one.state is RoleState.WAITING)
    code = "waiting" if case.state is AttendeeState.WAITING and waiting else "registration"
    role_ids = waiting if code == "waiting" else ()
    if case.known or any(one.role.need is not RoleNeed.NOTHING for one in case.granted):
        return News(code, key, number, role_ids=role_ids)
    person, is_english = case.entry.new.person, known_language(desk.language) == ENGLISH
    values: dict[str, Value] = {
        "name": person.name, "unit": person.unit_name,
        "link": desk.links.registration(edition.slug, case.entry.nonce),
        "state": (STATE_NAMES_EN if is_english else ATTENDEE_STATE_NAMES)[case.state],
        "roles": tuple((one.role.name_en if is_english else "") or one.role.name for one in case.granted),
    }  # fmt: skip
    return News(code, key, number, person.email, desk.language, role_ids, values)


def answer_of(case: Case) -> Enrolled:
    if case.refusal is not None:
        return Enrolled(None, is_new=False, state=None, refusal=case.refusal)
    if case.attendee_id is None:  # registered and cancelled by others all the time
        return Enrolled(None, is_new=False, state=None, refusal=Refusal("没有保存成功，请再提交一次。"))
    return Enrolled(case.attendee_id, case.is_new, case.state)


def give_back(
    edition: Edition, numbers: Collection[int], *, reason: str = "cancelled", letter: str = "cancelled",
    offers: bool = True, links: PersonalLinks, actor: Actor, now: datetime,
) -> list[int]:  # fmt: skip
    """Cancel these registrations, within the running use case; returns those that lived.

    Roles, places and stories are free for others, tickets revoked for `reason`, judges untied. Without a `letter`
    nobody is told; without `offers` the places stay free until the caller has taken them or calls `offer_next`.
    """
    held, _places = hold_roles(edition, attendee_ids=numbers)
    changes = [RoleChange(one, RoleState.CANCELLED) for one in held if one.state is not RoleState.CANCELLED]
    before = standing(edition, numbers)
    apply_changes(edition, changes, reason=reason, now=now)
    refresh_people(edition, numbers, reason=reason, now=now)
    gone = [number for number, state in before.items() if state is not AttendeeState.CANCELLED]
    for number in gone:
        stories = [one.story_id for one in held if one.attendee_id == number and one.story_id is not None]
        roles = [{"code": c.held.role.code, "state": c.held.state} for c in changes if c.held.attendee_id == number]
        was = {"state": before[number], "roles": roles, "story_ids": stories}
        after = {"state": AttendeeState.CANCELLED, "reason": reason}
        record(edition.slug, "attendee.cancel", subject_of(number), actor=actor, now=now, before=was, after=after)
    if letter:
        news = [News(letter, f"{letter}:{number}:{now.isoformat()}", number) for number in gone]
        write_letters(edition, news, links=links, now=now)
    if offers:
        freed = {change.held.role.id for change in changes if change.frees_a_place}
        offer_next(edition, freed, links=links, actor=actor, now=now)
    return gone
