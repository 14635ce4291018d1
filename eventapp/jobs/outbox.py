"""Emptying the outbox, once a minute: each channel at its pace, every message handed over once."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping

from eventapp import clock
from eventapp.domain.messages import Channel as Kind
from eventapp.jobs.channels import Channel, FinalTrouble, Left
from eventapp.jobs.mail import deliver_waiting
from eventapp.jobs.pace import ROUND_SECONDS, whose_turn
from eventapp.services import messages
from eventapp.settings import Settings

log = logging.getLogger("eventapp.jobs")


def empty_outbox(settings: Settings, channels: Mapping[Kind, Channel]) -> int:
    """Send what waits on every channel; returns how many left. A channel in trouble holds up no other."""
    return deliver_waiting(settings) + sum(deliver_by(kind, way, settings) for kind, way in channels.items())


def deliver_by(kind: Kind, way: Channel, settings: Settings) -> int:
    """Send what waits on one channel, as far as pace and time allow."""
    end = time.monotonic() + ROUND_SECONDS
    waiting = whose_turn(kind, settings)
    return sum(deliver_one(number, way) for number in waiting if time.monotonic() < end)


def deliver_one(number: int, way: Channel) -> int:
    """Hand one message over if no other worker has it; returns 1 when it left."""
    message = messages.take_message(number, now=clock.now())
    if message is None:
        return 0
    try:
        left = way.send(message)
    except Exception as trouble:  # an adapter is foreign code: whatever it raises stands at the message
        log.warning("message %s: %s", number, type(trouble).__name__)
        words = str(trouble) or type(trouble).__name__
        messages.settle_message(number, error=words, is_final=isinstance(trouble, FinalTrouble), now=clock.now())
        return 0
    messages.settle_message(number, error="", is_recorded=left is Left.RECORDED, now=clock.now())
    return 1
