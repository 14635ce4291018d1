"""Ways out of the outbox besides mail. A provider of SMS or WeChat is one class; see docs/channels.md."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from enum import Enum
from importlib import import_module

from eventapp.domain import messages as rules
from eventapp.services.messages import Mail
from eventapp.settings import Settings, UnsafeSettings

log = logging.getLogger("eventapp.jobs")


class TemporaryTrouble(Exception):
    """The provider cannot take the message now; it is tried again after a pause, five times at most."""


class FinalTrouble(Exception):
    """The provider will never take this message: a number that does not exist, a text that is not allowed."""


class Left(Enum):
    """How a message left us."""

    SENT = "sent"  # the provider took it
    RECORDED = "recorded"  # nobody took it; it stands in the outbox for somebody to read


class Channel(ABC):
    """How messages of one kind leave. One object lives as long as the program, and several threads call it.

    Write a class with `send`, name it in the settings (`SMS_CHANNEL`, `WECHAT_CHANNEL`) by `package.module:Class`.
    Before `send` is called the message is marked in the database as being sent, and afterwards how it went: a crash in
    between is shown to a person and never sends twice. Do not retry inside `send`.
    """

    def __init__(self, settings: Settings) -> None:
        """Read what the provider needs; raise `UnsafeSettings` with a sentence when something is missing."""
        self.settings = settings

    @abstractmethod
    def send(self, message: Mail) -> Left:
        """Hand one message over within about twenty seconds.

        `message.recipient` is a mobile of eleven digits, or what the person wrote as their WeChat; `message.body` the
        text, `message.subject` its title; `message.id` never changes and makes a good idempotency key. Raises
        `TemporaryTrouble` or `FinalTrouble` with what the provider said; any other exception counts as temporary.
        """


class LoggingChannel(Channel):
    """The default: nothing leaves. The message stays readable in the outbox, the log shows a masked recipient."""

    def send(self, message: Mail) -> Left:
        masked = rules.masked_recipient(message.channel, message.recipient)
        log.info("%s message %s to %s is only recorded", message.channel.value, message.id, masked)
        return Left.RECORDED


def leaves_us(channel: rules.Channel, settings: Settings) -> bool:
    """Whether messages of this channel reach anybody, as the installation is set up."""
    match channel:
        case rules.Channel.MAIL:
            return settings.mail_transport == "smtp"
        case rules.Channel.SMS:
            return settings.sms_channel != Settings.sms_channel
        case rules.Channel.WECHAT:
            return settings.wechat_channel != Settings.wechat_channel


def open_channels(settings: Settings) -> dict[rules.Channel, Channel]:
    """The adapters that the settings name; raises `UnsafeSettings` when one cannot be used."""
    return {
        rules.Channel.SMS: open_channel("SMS_CHANNEL", settings.sms_channel, settings),
        rules.Channel.WECHAT: open_channel("WECHAT_CHANNEL", settings.wechat_channel, settings),
    }


def open_channel(name: str, path: str, settings: Settings) -> Channel:
    """Import the class at `package.module:Class` and make one of it."""
    module, _, attribute = path.partition(":")
    try:
        found = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as trouble:
        raise UnsafeSettings(f"{name}={path!r} cannot be imported ({trouble}); write package.module:Class") from None
    if not (isinstance(found, type) and issubclass(found, Channel)):
        raise UnsafeSettings(f"{name}={path!r} is no class derived from eventapp.jobs.channels.Channel")
    try:
        return found(settings)
    except TypeError as trouble:
        raise UnsafeSettings(f"{name}={path!r} cannot be made: {trouble}") from None
