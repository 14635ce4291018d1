"""The life of a message in the outbox."""

from __future__ import annotations

from enum import StrEnum

from eventapp.domain.words import N_


class MessageState(StrEnum):
    """Where a message stands. `sending` is written before the server is called, so a crash is seen, not repeated."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


MESSAGE_STATE_NAMES = {
    MessageState.WAITING: N_("待发送"),
    MessageState.SENDING: N_("发送中"),
    MessageState.SENT: N_("已发送"),
    MessageState.FAILED: N_("发送失败"),
}
