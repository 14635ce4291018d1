"""What staff took out of the program: every list and every file with people in it, noted by whom and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.services.audit import record
from eventapp.services.transactions import transactional

SUBJECT = "personal data"  # one subject for all of them: they are found by the index of the trail


@transactional
def note_export(
    edition: Edition, action: str, *, count: int | None = None, file: str = "", query: Mapping[str, str] | None = None,
    actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """Note that personal data left the program. `action` is like `attendee.export`; `query` narrows the list taken."""
    add_export(edition, action, count=count, file=file, query=query, actor=actor, now=now)


def add_export(
    edition: Edition, action: str, *, count: int | None = None, file: str = "", query: Mapping[str, str] | None = None,
    actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """The same within a running use case."""
    after: dict[str, Any] = {"count": count, "file": file, "query": dict(query or {})}
    given = {name: value for name, value in after.items() if value not in (None, "", {})}
    record(edition.slug, action, SUBJECT, actor=actor, now=now, after=given)
