"""The waiting lists in the sweep: offers whose time is over go to the next."""

from __future__ import annotations

from eventapp import clock
from eventapp.domain.people import Actor
from eventapp.services import events, waiting_offers
from eventapp.settings import Settings, personal_links

PROGRAM = Actor(name="system")


def move_waiting_lists(settings: Settings) -> int:
    """Expire and offer on in every edition that has something to do; returns how many offers expired."""
    links, now = personal_links(settings), clock.now()
    return sum(
        waiting_offers.expire_offers(events.get_edition(event_id), links=links, actor=PROGRAM, now=now)
        for event_id in waiting_offers.list_due(now=now)
    )
