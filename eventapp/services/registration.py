"""Registering alone, editing, cancelling, deciding. Of a person's secret link only nonce and hash are kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import NONCE_BYTES, PersonalLinks, key_hash
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import NewAttendee, require_open
from eventapp.domain.registration_states import AttendeeState, Origin
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole, Ticket
from eventapp.models.checkin import Scan
from eventapp.services.attendees import subject_of
from eventapp.services.audit import record
from eventapp.services.enrollment import CHINESE, Enrolled, Entry, change, enroll, give_back
from eventapp.services.personal_letters import write_letter
from eventapp.services.transactions import transactional


@dataclass(frozen=True)
class Registered:
    """What became of a form: a new registration under `key`, or one that was there before, whose key nobody learns.

    A form that was sent twice is the new registration both times.
    """

    attendee_id: int
    is_new: bool
    key: str
    state: AttendeeState | None = None


def new_nonce() -> str:
    """What the key of a link is made from: 16 random bytes."""
    return secrets.token_hex(NONCE_BYTES)


@transactional
def register(
    edition: Edition, new: NewAttendee, *, links: PersonalLinks, form_id: int | None = None, language: str = CHINESE,
    origin: Origin = Origin.ALONE, is_trusted: bool = False, nonce: str = "", actor: Actor, now: datetime,
) -> Registered:  # fmt: skip
    """Take one person in their roles: attendee, ticket and letter, all or nothing.

    A person who is registered already is not doubled: the roles are added, the letter with the link goes to the
    stored address and the caller learns nothing that a stranger should not. Raises `Refusal` when registration is
    closed, a role is full, or the result or story is missing or taken. `nonce` belongs to the page of the form.
    """

    def enter(nonce: str) -> Enrolled:
        [done] = enroll(
            edition, [Entry(new, nonce, is_trusted)], origin=origin, links=links, form_id=form_id, language=language,
            consented_at=now, actor=actor, now=now,
        )  # fmt: skip
        return done

    nonce = nonce or new_nonce()
    done = enter(nonce)
    if done.attendee_id is None and is_used(links.key(nonce)):  # the same page again, gone back to, for somebody else
        nonce = new_nonce()
        done = enter(nonce)
    if done.refusal is not None or done.attendee_id is None:
        raise done.refusal or Refusal("没有保存成功，请再提交一次。")
    is_new = done.is_new or is_own(done.attendee_id, nonce)
    return Registered(done.attendee_id, is_new, links.key(nonce), done.state)


def is_used(key: str) -> bool:
    """Whether the link opens somebody's registration already."""
    return db.session.scalar(select(Attendee.id).where(Attendee.manage_key_hash == key_hash(key))) is not None


def is_own(attendee_id: int, nonce: str) -> bool:
    """Whether the registration came from the page with this nonce: only its own sender knows it."""
    return db.session.scalar(select(Attendee.link_nonce).where(Attendee.id == attendee_id)) == nonce


def own_registration(edition: Edition, key: str) -> Attendee:
    """The registration behind a secret link; raises `NotFound`, `Refusal` when it is over."""
    query = select(Attendee).where(Attendee.event_id == edition.id, Attendee.manage_key_hash == key_hash(key))
    attendee = db.session.scalar(query)
    if attendee is None:
        raise NotFound("找不到这份报名，请检查链接是否完整。")
    if attendee.state in (AttendeeState.CANCELLED, AttendeeState.REJECTED):
        raise Refusal("这份报名已取消或未通过审核，不能再修改；如需参会请重新报名或联系会务组。")
    return attendee


@transactional
def edit_registration(
    edition: Edition, key: str, new: NewAttendee, *, links: PersonalLinks, form_id: int | None = None,
    consents: bool = False, actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """Change what a person said of themselves; the ticket stays. Without roles in `new` those stay too.

    `consents`: the person agreed to the privacy text of the form anew.
    """
    attendee = own_registration(edition, key)
    require_open(edition, now)
    if consents:
        note_consent(edition, attendee, form_id, actor=actor, now=now)
    [done] = change(edition, [(attendee.id, new)], links=links, form_id=form_id, actor=actor, now=now)
    if done.refusal is not None:
        raise done.refusal


def note_consent(edition: Edition, attendee: Attendee, form_id: int | None, *, actor: Actor, now: datetime) -> None:
    """The newest consent stands at the person, what it replaces in the trail."""
    before = {"consented_at": attendee.consented_at, "form_id": attendee.consent_form_id}
    attendee.consented_at, attendee.consent_form_id = now, form_id
    db.session.flush()
    after = {"consented_at": now, "form_id": form_id}
    record(edition.slug, "attendee.consent", subject_of(attendee.id), actor=actor, now=now, before=before, after=after)


@transactional
def cancel_registration(edition: Edition, key: str, *, links: PersonalLinks, actor: Actor, now: datetime) -> None:
    """Give the place back by one's own link: not after registration, and not after checking in."""
    attendee = own_registration(edition, key)
    require_open(edition, now)
    give_back(edition, [attendee.id], links=links, actor=actor, now=now)
    require_absent(attendee.id)  # asked while the person is held: no door lets them in meanwhile


def require_absent(attendee_id: int) -> None:
    """Raises `Refusal` for somebody who has been let in somewhere: the place has been used."""
    let_in = select(Scan.id).where(Scan.attendee_id == attendee_id, Scan.verdict == "ok", Scan.undone_at.is_(None))
    if db.session.scalar(let_in.limit(1)) is not None:
        raise Refusal("您已经签到，不能再自行取消报名；如有需要请联系会务组。")


@transactional
def cancel_attendee(edition: Edition, attendee_id: int, *, links: PersonalLinks, actor: Actor, now: datetime) -> None:
    """Cancel for somebody: organizers may at any time."""
    held_attendee(edition, attendee_id)
    if not give_back(edition, [attendee_id], links=links, actor=actor, now=now):
        raise Refusal("这份报名已经取消过了。")


def held_attendee(edition: Edition, attendee_id: int) -> Attendee:
    """One attendee of this edition; raises `NotFound`, for who is erased as well."""
    mine = Attendee.event_id == edition.id, Attendee.id == attendee_id
    query = select(Attendee).where(*mine, Attendee.erased_at.is_(None))
    attendee = db.session.scalar(query)
    if attendee is None:
        raise NotFound("找不到这位参会人员。")
    return attendee


@transactional
def renew_link(edition: Edition, attendee_id: int, *, links: PersonalLinks, actor: Actor, now: datetime) -> str:
    """Give a person a new secret link and return its key; the old one opens nothing any more, the ticket stays."""
    attendee = held_attendee(edition, attendee_id)
    attendee.link_nonce = new_nonce()
    key = links.key(attendee.link_nonce)
    attendee.manage_key_hash = key_hash(key)
    db.session.flush()
    letter_key = f"link_renewed:{attendee.id}:{now.isoformat()}"
    write_letter(edition, "link_renewed", dedupe_key=letter_key, attendee_id=attendee.id, links=links, now=now)
    record(edition.slug, "attendee.renew_link", subject_of(attendee.id), actor=actor, now=now)
    return key


def find_ticket(edition: Edition, serial: str) -> Ticket | None:
    """The ticket of this serial with its attendee and their roles, in two statements; None when there is none."""
    query = select(Ticket).where(Ticket.event_id == edition.id, Ticket.serial == serial)
    person = joinedload(Ticket.attendee)
    return db.session.scalar(query.options(person.selectinload(Attendee.roles).joinedload(AttendeeRole.role)))
