"""A unit's contact registers many people under one secret link: rows typed, pasted or uploaded, none lost, none doubled."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, select

from eventapp.domain.attendee_columns import NUMBER, TypedRow
from eventapp.domain.attendee_plans import PlannedRow, RowKind, count_kinds
from eventapp.domain.delegations import (
    MOST_PEOPLE,
    MOST_ROWS,
    Carried,
    DraftRow,
    NewDelegation,
    RowRefused,
    StaleList,
    draft_rows,
    filled,
    kept_rows,
    to_mend,
    typed_rows,
    with_faults_of,
)
from eventapp.domain.events import Edition
from eventapp.domain.message_templates import Value
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import NONCE_BYTES, PersonalLinks, key_hash
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import require_open
from eventapp.domain.registration_states import LIVING, Origin
from eventapp.extensions import db
from eventapp.models.attendee import Attendee
from eventapp.models.organization import Organization
from eventapp.models.registration import Delegation
from eventapp.services.attendee_plans import Scope, plan_rows, rules_of
from eventapp.services.attendee_saving import Carrier, carry_out
from eventapp.services.attendees import subject_of as person_subject
from eventapp.services.audit import record
from eventapp.services.enrollment import give_back
from eventapp.services.personal_letters import write_letter
from eventapp.services.registration import require_absent
from eventapp.services.registration_forms import current_form
from eventapp.services.transactions import transactional


@transactional
def start_delegation(edition: Edition, new: NewDelegation, *, links: PersonalLinks, actor: Actor, now: datetime) -> str:
    """Open a link for a unit's contact, mail it, and return its key. Raises `Refusal` when registration is closed."""
    require_open(edition, now)
    nonce = secrets.token_hex(NONCE_BYTES)
    key = links.key(nonce)
    query = select(Organization.id).where(
        Organization.event_id == edition.id, Organization.name_key == name_key(new.unit_name)
    )
    delegation = Delegation(
        event_id=edition.id, organization_id=db.session.scalar(query), link_nonce=nonce, secret_hash=key_hash(key),
        consented_at=now, created_at=now, revision=0, draft=[], upload={}, **asdict(new),
    )  # fmt: skip
    db.session.add(delegation)
    db.session.flush()
    post_link(edition, delegation, f"delegation:{delegation.id}", links=links, now=now)
    record(edition.slug, "delegation.start", subject_of(delegation), actor=actor, now=now, after=asdict(new))
    return key


def post_link(
    edition: Edition, delegation: Delegation, dedupe_key: str, *, links: PersonalLinks, now: datetime
) -> None:
    """The link by mail, to the stored address only."""
    if delegation.contact_email:
        values: dict[str, Value] = {
            "name": delegation.contact_name, "unit": delegation.unit_name, "count": str(count_people(delegation)),
            "link": links.delegation(edition.slug, delegation.link_nonce),
        }  # fmt: skip
        write_letter(
            edition, "delegation", dedupe_key=dedupe_key, links=links, now=now, recipient=delegation.contact_email,
            values=values,
        )  # fmt: skip


@transactional
def post_links_again(edition: Edition, email: str, *, links: PersonalLinks, now: datetime) -> None:
    """Mail every link that was opened for this address, once an hour at most; nobody learns whether there is one."""
    query = select(Delegation).where(
        Delegation.event_id == edition.id, func.lower(Delegation.contact_email) == email.lower()
    )
    for delegation in db.session.scalars(query.order_by(Delegation.id)) if email else ():
        post_link(edition, delegation, f"delegation:{delegation.id}:again:{now:%Y%m%d%H}", links=links, now=now)


@transactional
def renew_link(edition: Edition, delegation_id: int, *, links: PersonalLinks, actor: Actor, now: datetime) -> str:
    """Give a unit a new link by mail and return its key; the old one opens nothing any more."""
    query = select(Delegation).where(Delegation.event_id == edition.id, Delegation.id == delegation_id)
    delegation = db.session.scalar(query.with_for_update())
    if delegation is None or not delegation.contact_name:
        raise NotFound("找不到这份单位报名。")
    delegation.link_nonce = secrets.token_hex(NONCE_BYTES)
    key = links.key(delegation.link_nonce)
    delegation.secret_hash = key_hash(key)
    db.session.flush()
    post_link(edition, delegation, f"delegation:{delegation.id}:renew:{now.isoformat()}", links=links, now=now)
    record(edition.slug, "delegation.renew_link", subject_of(delegation), actor=actor, now=now)
    return key


def get_delegation(edition: Edition, key: str) -> Delegation:
    """The delegation behind a secret link; raises `NotFound`."""
    query = select(Delegation).where(Delegation.event_id == edition.id, Delegation.secret_hash == key_hash(key))
    delegation = db.session.scalar(query)
    if delegation is None:
        raise NotFound("找不到这份单位报名，请检查链接是否完整。")
    return delegation


def hold_delegation(edition: Edition, key: str, now: datetime) -> Delegation:
    """The same, held for a change while registration is open."""
    number = get_delegation(edition, key).id
    query = select(Delegation).where(Delegation.id == number).with_for_update()
    delegation = db.session.scalars(query.execution_options(populate_existing=True)).one()
    require_open(edition, now)
    return delegation


def scope_of(delegation: Delegation) -> Scope:
    """Whom the contact may change."""
    return Scope(delegation.id, delegation.unit_name)


def subject_of(delegation: Delegation) -> str:
    """How audit entries name a delegation."""
    return f"delegation:{delegation.id}"


def count_people(delegation: Delegation) -> int:
    """How many people are registered by this link."""
    query = select(func.count()).select_from(Attendee)
    of_link = (Attendee.delegation_id == delegation.id, Attendee.state.in_(LIVING))
    return db.session.scalar(query.where(*of_link)) or 0


@transactional
def save_draft(edition: Edition, key: str, typed: Sequence[Mapping[str, str]], *, revision: int, now: datetime) -> int:
    """Keep rows as they are typed; returns the new revision. Raises `StaleList` when another window was faster."""
    delegation = hold_delegation(edition, key, now)
    require_fresh(delegation, revision)
    keep_rows(delegation, with_faults_of(typed, draft_rows(delegation.draft)))
    return delegation.revision


def require_fresh(delegation: Delegation, revision: int) -> None:
    if revision != delegation.revision:
        raise StaleList(delegation.revision)


def keep_rows(delegation: Delegation, rows: Sequence[DraftRow]) -> None:
    kept = kept_rows(rows)
    require_room(len(kept))
    if kept != delegation.draft:
        delegation.draft, delegation.revision = kept, delegation.revision + 1


def require_room(rows: int) -> None:
    if rows > MOST_ROWS:
        raise Refusal("一次最多处理 %(most)s 行，现在是 %(count)s 行，请分几次进行。", most=MOST_ROWS, count=rows)


@transactional
def register_rows(
    edition: Edition, key: str, typed: Sequence[Mapping[str, str]], *, revision: int, links: PersonalLinks,
    actor: Actor, now: datetime,
) -> Carried:  # fmt: skip
    """Register the good rows of the page; the others stay there as typed, each with its faults.

    Raises `StaleList` when another window was faster: then nothing has happened.
    """
    delegation = hold_delegation(edition, key, now)
    require_fresh(delegation, revision)
    rows = [texts for texts in typed if filled(texts)]
    done = carry(edition, delegation, typed_rows(rows, delegation.unit_name), links, actor, now)
    delegation.draft, delegation.revision = kept_rows(to_mend(done, rows)), delegation.revision + 1
    return Carried(count_kinds(done), delegation.revision)


def carry(
    edition: Edition,
    delegation: Delegation,
    rows: Sequence[TypedRow],
    links: PersonalLinks,
    actor: Actor,
    now: datetime,
) -> list[PlannedRow]:
    """Plan the rows and do what can be done."""
    require_room(len(rows))
    scope = scope_of(delegation)
    planned = plan_rows(edition, rules_of(edition, scope, now=now, secret_key=links.secret_key), scope, rows)
    new = sum(row.kind is RowKind.NEW for row in planned)
    if new and count_people(delegation) + new > MOST_PEOPLE:
        raise Refusal("一个链接最多登记 %(most)s 人，更多人员请另外开始一份单位报名。", most=MOST_PEOPLE)
    by = Carrier(
        Origin.DELEGATION, links, current_form(edition).id, actor, now, delegation.id, consented_at=now
    )  # fmt: skip
    done = carry_out(edition, planned, by)
    counts = {kind.value: number for kind, number in count_kinds(done).items() if number}
    if counts.keys() & {RowKind.NEW.value, RowKind.CHANGED.value}:
        record(edition.slug, "delegation.register", subject_of(delegation), actor=actor, now=now, after=counts)
    return done


@transactional
def save_person(
    edition: Edition, key: str, attendee_id: int, texts: Mapping[str, str], *, links: PersonalLinks, actor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Change one of the unit's own people. Raises `RowRefused` with every fault, `NotFound` for anybody else."""
    delegation = hold_delegation(edition, key, now)
    own_person(edition, delegation, attendee_id)
    row = TypedRow({**texts, NUMBER: str(attendee_id)}, 1)
    [done] = carry(edition, delegation, [row], links, actor, now)
    if done.faults:
        raise RowRefused(done.faults)


def own_person(edition: Edition, delegation: Delegation, attendee_id: int) -> Attendee:
    """One of the people registered by this link; raises `NotFound`."""
    query = select(Attendee).where(
        Attendee.event_id == edition.id, Attendee.id == attendee_id, Attendee.delegation_id == delegation.id
    )
    attendee = db.session.scalar(query)
    if attendee is None:
        raise NotFound("本单位的名单里没有这位人员。")
    return attendee


@transactional
def withdraw_person(
    edition: Edition, key: str, attendee_id: int, *, links: PersonalLinks, actor: Actor, now: datetime
) -> None:
    """Cancel the registration of one of the unit's own people, who must not have checked in."""
    attendee = own_person(edition, hold_delegation(edition, key, now), attendee_id)
    if not give_back(edition, [attendee.id], links=links, actor=actor, now=now):
        raise Refusal("这份报名已经取消过了。")
    require_absent(attendee.id)  # asked while the person is held: no door lets them in meanwhile


@transactional
def open_person_link(
    edition: Edition, key: str, attendee_id: int, *, links: PersonalLinks, actor: Actor, now: datetime
) -> str:
    """The address of one person's own page, for the contact to pass on; the trail says that it was shown."""
    attendee = own_person(edition, get_delegation(edition, key), attendee_id)
    record(edition.slug, "attendee.show_link", person_subject(attendee.id), actor=actor, now=now)
    return links.registration(edition.slug, attendee.link_nonce)
