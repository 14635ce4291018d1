"""The waiting list: whoever waits longest is offered what becomes free, and has some hours to take it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.services.attendees import subject_of
from eventapp.services.audit import record
from eventapp.services.personal_letters import News, write_letters
from eventapp.services.role_states import RoleChange, offer_places


def offer_next(
    edition: Edition, role_ids: Collection[int], *, links: PersonalLinks, actor: Actor, now: datetime
) -> list[RoleChange]:
    """Offer what is free in these roles to those who wait longest, and tell them; within the running use case."""
    changes = offer_places(edition, role_ids, now=now)
    note_changes(edition, "attendee.offer", changes, actor=actor, now=now)
    tell_offered(edition, changes, links=links, now=now)
    return changes


def note_changes(edition: Edition, action: str, changes: Sequence[RoleChange], *, actor: Actor, now: datetime) -> None:
    """One audit entry for each role that changed."""
    for change in changes:
        before = {"role": change.held.role.code, "state": change.held.state}
        after = {"role": change.held.role.code, "state": change.after}
        if change.offer_expires_at is not None:
            after["offer_expires_at"] = change.offer_expires_at.isoformat()
        record(
            edition.slug, action, subject_of(change.held.attendee_id), actor=actor, now=now, before=before, after=after
        )


def tell_offered(edition: Edition, changes: Sequence[RoleChange], *, links: PersonalLinks, now: datetime) -> None:
    """The letters about offered places; a second offer of the same role is told again."""
    letters = [
        News(
            "offered", f"offered:{change.held.id}:{now.isoformat()}", change.held.attendee_id,
            role_ids=(change.held.role.id,), values={"confirm_by": change.offer_expires_at},
        )
        for change in changes
    ]  # fmt: skip
    write_letters(edition, letters, links=links, now=now)
