"""How fast messages may leave: providers shut out whoever sends too many at once."""

from __future__ import annotations

from datetime import timedelta

from eventapp import clock
from eventapp.domain.messages import Channel
from eventapp.services import messages
from eventapp.settings import Settings

ROUND_SECONDS = 45.0  # then the next round goes on: no worker is held up for longer
MOST_A_ROUND = 500


def whose_turn(channel: Channel, settings: Settings) -> list[int]:
    """The messages that may leave now, what left within the last minute counted in."""
    now, most = clock.now(), MOST_A_ROUND
    if settings.messages_per_minute:
        left = messages.count_tried(channel, since=now - timedelta(minutes=1))
        most = min(most, settings.messages_per_minute - left)
    return messages.list_waiting(channel, now=now, most=most) if most > 0 else []
