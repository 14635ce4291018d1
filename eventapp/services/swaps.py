"""One person comes in another's place: roles, result and place pass on, the new one gets a ticket, the old one is void."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from eventapp.domain.attendee_plans import KnownPerson, key_of
from eventapp.domain.attendee_rows import Held, read_row
from eventapp.domain.delegations import RowRefused
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import NONCE_BYTES, PersonalLinks
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import NewAttendee, require_open
from eventapp.domain.registration_states import LIVING_ROLES, Admission, AttendeeState, Origin, RoleState
from eventapp.domain.roles import JUDGE
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole
from eventapp.models.checkin import Scan
from eventapp.services.attendee_judges import tie_again, untie_judges
from eventapp.services.attendee_plans import EVERYBODY, Scope, known_people, rules_of
from eventapp.services.attendee_words import write_words
from eventapp.services.attendees import subject_of
from eventapp.services.audit import record
from eventapp.services.delegations import hold_delegation, own_person, scope_of
from eventapp.services.enrollment_rows import Desk, insert_people
from eventapp.services.personal_letters import News, write_letters
from eventapp.services.registration import held_attendee, own_registration
from eventapp.services.registration_forms import current_form
from eventapp.services.role_states import HeldRole, hold_roles, refresh_people
from eventapp.services.transactions import transactional

REPLACED = "replaced"  # why the old ticket is void
ALONE = Scope(0)  # somebody who may change nobody but themselves


@dataclass(frozen=True)
class Swapped:
    """Who came in whose place; `key` opens the new one's own page."""

    attendee_id: int
    key: str


@dataclass(frozen=True)
class SwapDesk:
    """By whom and by which door people are swapped."""

    scope: Scope
    origin: Origin
    links: PersonalLinks
    actor: Actor
    now: datetime


@transactional
def swap_own(
    edition: Edition, key: str, texts: Mapping[str, str], *, links: PersonalLinks, actor: Actor, now: datetime
) -> Swapped:
    """Somebody sends another person in their place, by their own link and while registration is open."""
    require_open(edition, now)
    leaving = own_registration(edition, key)
    return swap(edition, leaving.id, texts, SwapDesk(ALONE, Origin.ALONE, links, actor, now))


@transactional
def swap_colleague(
    edition: Edition, delegation_key: str, attendee_id: int, texts: Mapping[str, str], *, links: PersonalLinks,
    actor: Actor, now: datetime,
) -> Swapped:  # fmt: skip
    """A unit's contact sends another person in the place of one of their own, while registration is open."""
    delegation = hold_delegation(edition, delegation_key, now)
    leaving = own_person(edition, delegation, attendee_id)
    return swap(edition, leaving.id, texts, SwapDesk(scope_of(delegation), Origin.DELEGATION, links, actor, now))


@transactional
def swap_attendee(
    edition: Edition, attendee_id: int, texts: Mapping[str, str], *, links: PersonalLinks, actor: Actor, now: datetime
) -> Swapped:
    """The organizers swap people at any time before they have checked in."""
    leaving = held_attendee(edition, attendee_id)
    return swap(edition, leaving.id, texts, SwapDesk(EVERYBODY, Origin.OFFICE, links, actor, now))


def swap(edition: Edition, leaving_id: int, texts: Mapping[str, str], desk: SwapDesk) -> Swapped:
    """The swap itself, within the running use case.

    Raises `RowRefused` with the faults of what was typed, `Refusal` when the person has checked in or cancelled, or
    when the new one is registered already.
    """
    held, _places = hold_roles(edition, attendee_ids=[leaving_id])
    leaving = known_leaving(edition, leaving_id, desk.scope)
    passed = [one for one in held if one.state in LIVING_ROLES]
    require_free_hand(passed, desk)
    new = read_new(edition, leaving, texts, desk)
    require_newcomer(edition, leaving, new, desk)
    nonce = secrets.token_hex(NONCE_BYTES)
    number = add_newcomer(edition, leaving, new, nonce, desk)
    pass_roles(edition, leaving_id, number, passed)
    pass_judge(edition, leaving_id, number, passed)
    refresh_people(edition, [leaving_id, number], reason=REPLACED, now=desk.now)
    write_words(edition, [(number, new.person.name, new.person.mobile)])
    note_swap(edition, leaving, number, new, passed, desk)
    tell(edition, leaving, number, new, desk)
    return Swapped(number, desk.links.key(nonce))


def known_leaving(edition: Edition, number: int, scope: Scope) -> KnownPerson:
    """Who leaves, as they stand now; raises `Refusal` when there is no place to pass on."""
    found = known_people(edition, scope, Attendee.id == number)
    if not found:
        raise NotFound("找不到这位参会人员。")
    if not found[0].is_living:
        raise Refusal("这份报名已取消或未通过审核，不能换人。")
    let_in = (Scan.attendee_id == number, Scan.verdict == "ok", Scan.undone_at.is_(None))
    if db.session.scalar(select(Scan.id).where(*let_in).limit(1)) is not None:
        raise Refusal("“%(name)s”已经签到，不能再换人。", name=found[0].registered.person.name)
    return found[0]


def require_free_hand(passed: list[HeldRole], desk: SwapDesk) -> None:
    """Raises `Refusal` when somebody else than the organizers would pass on what was given to one person alone."""
    for one in passed:
        is_personal = one.role.admission is not Admission.OPEN and one.state is not RoleState.PENDING
        if is_personal and desk.origin is not Origin.OFFICE:
            raise Refusal("“%(role)s”是会务组同意本人参加的身份，换人请联系会务组。", role=one.role.name)


def read_new(edition: Edition, leaving: KnownPerson, texts: Mapping[str, str], desk: SwapDesk) -> NewAttendee:
    """The new person, who comes for what the old one would have come for."""
    rules = rules_of(edition, desk.scope, now=desk.now)
    read = read_row(rules, texts, Held(roles=leaving.registered.roles))
    if read.new is None:
        raise RowRefused(read.faults)
    return read.new


def require_newcomer(edition: Edition, leaving: KnownPerson, new: NewAttendee, desk: SwapDesk) -> None:
    """Raises `Refusal` when nobody new comes: the same person, or one who is registered."""
    key = key_of(new.person.name, new.person.mobile)
    if key == leaving.key:
        raise Refusal("姓名和手机号没有变化；如果只是更正信息，请使用“修改”。")
    same = known_people(edition, desk.scope, Attendee.mobile == new.person.mobile)
    if any(one.key == key and one.is_living for one in same):
        raise Refusal("不能换成这个姓名和手机号：可能已经报名。请核对，或联系会务组。")


def add_newcomer(edition: Edition, leaving: KnownPerson, new: NewAttendee, nonce: str, desk: SwapDesk) -> int:
    """The row of the new person, by the same unit's link and in the same seat; it lives once it has roles."""
    columns = (Attendee.delegation_id, Attendee.language, Attendee.seat, Attendee.hotel_room, Attendee.gender)
    old = db.session.execute(select(*columns).where(Attendee.id == leaving.id)).one()
    form_id = current_form(edition).id
    consented_at = desk.now if old.delegation_id else None  # the unit's contact has asked; nobody else has
    by = Desk(desk.origin, desk.links, form_id, old.delegation_id, old.language, consented_at, desk.now)
    [number] = insert_people(edition, [(new, nonce, [])], by).values()
    kept = {"seat": old.seat, "replaces_id": leaving.id}
    if new.person.gender == old.gender:
        kept["hotel_room"] = old.hotel_room
    db.session.execute(update(Attendee).where(Attendee.id == number).values(kept))
    return number


def pass_roles(edition: Edition, leaving_id: int, number: int, passed: list[HeldRole]) -> None:
    """Roles go over as they stand, with their places; the old registration keeps ended ones to show what it was."""
    rows = AttendeeRole.id.in_([one.id for one in passed])
    db.session.execute(update(AttendeeRole).where(rows).values(attendee_id=number))
    ended = [
        {
            "event_id": edition.id, "attendee_id": leaving_id, "role_id": one.role.id, "result_id": one.result_id,
            "state": RoleState.CANCELLED,
        }
        for one in passed
    ]  # fmt: skip
    if ended:
        db.session.execute(insert(AttendeeRole.__table__), ended)


def pass_judge(edition: Edition, leaving_id: int, number: int, passed: list[HeldRole]) -> None:
    """Who comes instead of a judge is another judge: tied to their own row of the list if they have one, never to
    that of who left, whose panels and unit it names."""
    if any(one.role.code == JUDGE for one in passed):
        untie_judges([leaving_id])
        tie_again(edition, [number])


def note_swap(
    edition: Edition, leaving: KnownPerson, number: int, new: NewAttendee, passed: list[HeldRole], desk: SwapDesk
) -> None:
    """The trail of both: who left for whom, with what."""
    roles = [
        {"code": one.role.code, "state": one.state, "result_id": one.result_id, "story_id": one.story_id}
        for one in passed
    ]
    said = {**vars(new.person), **vars(new.stay), "answers": dict(new.answers)}
    facts: dict[str, Any] = {name: value for name, value in said.items() if value}
    record(
        edition.slug, "attendee.swap_out", subject_of(leaving.id), actor=desk.actor, now=desk.now,
        before={"state": leaving.state, "roles": roles},
        after={"state": AttendeeState.CANCELLED, "replaced_by": number},
    )  # fmt: skip
    after = {**facts, "roles": roles, "replaces": leaving.id}
    record(edition.slug, "attendee.swap_in", subject_of(number), actor=desk.actor, now=desk.now, after=after)


def tell(edition: Edition, leaving: KnownPerson, number: int, new: NewAttendee, desk: SwapDesk) -> None:
    """A letter to each of the two."""
    old_name, new_name = leaving.registered.person.name, new.person.name
    news = [
        News("swapped_in", f"swapped_in:{number}", number, values={"other": old_name}),
        News("swapped_out", f"swapped_out:{leaving.id}", leaving.id, values={"other": new_name}),
    ]
    write_letters(edition, news, links=desk.links, now=desk.now)
