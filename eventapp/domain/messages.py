"""The life of a message in the outbox, and the ways it can travel."""

from __future__ import annotations

import re
from enum import StrEnum

from eventapp.domain.mail_addresses import is_mail_address
from eventapp.domain.words import N_


class Channel(StrEnum):
    """How a message reaches its reader."""

    MAIL = "mail"
    SMS = "sms"
    WECHAT = "wechat"


CHANNEL_NAMES = {Channel.MAIL: N_("邮件"), Channel.SMS: N_("短信"), Channel.WECHAT: N_("微信")}
UNREACHABLE = {
    Channel.MAIL: N_("收件人不是完整的邮箱地址，没有发送。"),
    Channel.SMS: N_("收件人不是11位手机号，没有发送。"),
    Channel.WECHAT: N_("没有收件人的微信号，没有发送。"),
}
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
LONGEST_WECHAT = 64


def is_reachable(channel: Channel, recipient: str) -> bool:
    """Whether one message can be sent there: one recipient, nothing that a provider would read otherwise."""
    match channel:
        case Channel.MAIL:
            return is_mail_address(recipient)
        case Channel.SMS:
            return MOBILE.fullmatch(recipient) is not None
        case Channel.WECHAT:
            return 0 < len(recipient) <= LONGEST_WECHAT and recipient.isprintable()


def masked_recipient(channel: Channel, recipient: str) -> str:
    """Enough to tell two people apart, not enough to write to them."""
    if channel is Channel.SMS:
        return f"{recipient[:3]}****{recipient[-4:]}" if len(recipient) >= 8 else "****"
    name, at, host = recipient.partition("@")
    return f"{name[:2]}***{at}{host}" if at else f"{recipient[:2]}***"


class MessageState(StrEnum):
    """Where a message stands. `sending` is written before the server is called, so a crash is seen, not repeated.

    `bounced`: the server took it, and another one sent it back later. `recorded`: there is no way out for its
    channel, it was only written down. `dropped`: a person decided that it shall not go.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    RECORDED = "recorded"
    DROPPED = "dropped"


MESSAGE_STATE_NAMES = {
    MessageState.WAITING: N_("待发送"),
    MessageState.SENDING: N_("发送中"),
    MessageState.SENT: N_("已发送"),
    MessageState.FAILED: N_("发送失败"),
    MessageState.BOUNCED: N_("被退回"),
    MessageState.RECORDED: N_("已记录"),
    MessageState.DROPPED: N_("不再发送"),
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
