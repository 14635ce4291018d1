"""The life of a message in the outbox, and the ways it can travel."""

from __future__ import annotations

from enum import StrEnum

from eventapp.domain.words import N_


class Channel(StrEnum):
    """How a message reaches its reader."""

    MAIL = "mail"
    SMS = "sms"
    WECHAT = "wechat"


CHANNEL_NAMES = {Channel.MAIL: N_("邮件"), Channel.SMS: N_("短信"), Channel.WECHAT: N_("微信")}


class MessageState(StrEnum):
    """Where a message stands. `sending` is written before the server is called, so a crash is seen, not repeated.

    `bounced`: the server took it, and another one sent it back later.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"


MESSAGE_STATE_NAMES = {
    MessageState.WAITING: N_("待发送"),
    MessageState.SENDING: N_("发送中"),
    MessageState.SENT: N_("已发送"),
    MessageState.FAILED: N_("发送失败"),
    MessageState.BOUNCED: N_("被退回"),
}


class MailingState(StrEnum):
    """Where one message to many stands: written and counted, then sent; or given up."""

    DRAFT = "draft"
    SENT = "sent"
    DROPPED = "dropped"


MAILING_STATE_NAMES = {
    MailingState.DRAFT: N_("草稿"),
    MailingState.SENT: N_("已交发件箱"),
    MailingState.DROPPED: N_("已放弃"),
}
