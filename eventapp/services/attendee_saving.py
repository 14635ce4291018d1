"""Doing what a list of people was planned to do, within the running use case: by the same doors as one person alone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from eventapp.domain.attendee_plans import PlannedRow, RowKind
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import NONCE_BYTES, PersonalLinks
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration import NewAttendee
from eventapp.domain.registration_states import Origin
from eventapp.services.enrollment import enroll
from eventapp.services.enrollment_cases import Entry
from eventapp.services.enrollment_changes import change


@dataclass(frozen=True)
class Carrier:
    """On whose behalf a list is carried out, by which door and under which consent."""

    origin: Origin
    links: PersonalLinks
    form_id: int | None
    actor: Actor
    now: datetime
    delegation_id: int | None = None
    consented_at: datetime | None = None
    is_trusted: bool = False
    tells: bool = True


def carry_out(edition: Edition, planned: Sequence[PlannedRow], by: Carrier) -> list[PlannedRow]:
    """Register who is new, change who changes: a constant number of statements.

    Returns the rows in their order; those that were refused are faulty now, with the reason.
    """
    refused = enroll_new(edition, planned, by) | change_known(edition, planned, by)
    return [row.refused(refused[at]) if at in refused else row for at, row in enumerate(planned)]


def enroll_new(edition: Edition, planned: Sequence[PlannedRow], by: Carrier) -> dict[int, Refusal]:
    """Register the new people of a list; returns why some were not, by row."""
    new = [(at, row.new) for at, row in enumerate(planned) if row.kind is RowKind.NEW and row.new]
    entries = [Entry(one, secrets.token_hex(NONCE_BYTES), by.is_trusted) for _at, one in new]
    done = enroll(
        edition, entries, origin=by.origin, links=by.links, form_id=by.form_id, delegation_id=by.delegation_id,
        consented_at=by.consented_at, actor=by.actor, now=by.now, tells=by.tells,
    ) if entries else []  # fmt: skip
    return {at: one.refusal for (at, _new), one in zip(new, done, strict=True) if one.refusal is not None}


def change_known(edition: Edition, planned: Sequence[PlannedRow], by: Carrier) -> dict[int, Refusal]:
    """Write what changes; returns why some did not, by row. Roles that stay are not looked at again."""
    changed = [
        (at, row.known.id, with_new_roles(row.new, row))
        for at, row in enumerate(planned)
        if row.kind is RowKind.CHANGED and row.known and row.new
    ]
    if not changed:
        return {}
    done = change(
        edition, [(number, new) for _at, number, new in changed], links=by.links, form_id=by.form_id,
        is_trusted=by.is_trusted, actor=by.actor, now=by.now, tells=by.tells,
    )  # fmt: skip
    return {at: one.refusal for (at, _number, _new), one in zip(changed, done, strict=True) if one.refusal is not None}


def with_new_roles(new: NewAttendee, row: PlannedRow) -> NewAttendee:
    """Without roles where they stay: none named leaves them as they are."""
    is_same = row.known is not None and set(new.roles) == set(row.known.registered.roles)
    return replace(new, roles=()) if is_same else new
