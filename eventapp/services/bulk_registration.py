"""Many people at once, entered by the organizers: few statements, no letters."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import NONCE_BYTES, PersonalLinks
from eventapp.domain.registration import NewAttendee
from eventapp.domain.registration_states import Origin
from eventapp.services.enrollment import Entry, enroll
from eventapp.services.transactions import transactional


@transactional
def register_many(
    edition: Edition, people: Sequence[NewAttendee], *, links: PersonalLinks, actor: Actor, now: datetime
) -> list[int]:
    """Register people as confirmed and give the numbers of their rows, in the order given; all of them or nobody.

    Somebody registered before, or named twice, keeps one row; a repeated run changes nothing. Raises the `Refusal`
    of the first who cannot be registered.
    """
    entries = [Entry(new, secrets.token_hex(NONCE_BYTES), is_trusted=True) for new in people]
    done = enroll(
        edition, entries, origin=Origin.IMPORT, links=links, consented_at=None, actor=actor, now=now, tells=False
    )
    for one in done:
        if one.refusal is not None:
            raise one.refusal
    return [one.attendee_id for one in done if one.attendee_id is not None]
