"""Turns: what must happen one after another in an edition."""

from __future__ import annotations

from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.extensions import db
from eventapp.models.event import Event


def take_turn(edition: Edition) -> None:
    """Within a use case: hold the turn until the transaction ends. Imports, proposals, numbers and new jobs take it.

    Rows that merely belong to the edition still go in beside it, so nobody waits at the check-in desk.
    """
    db.session.execute(select(Event.id).where(Event.id == edition.id).with_for_update(key_share=True))
