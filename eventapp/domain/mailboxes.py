"""The two mailboxes of the notice (section 四): annex 4 to one, all other papers to the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Contact
from eventapp.domain.refusals import Fault, Refusal
from eventapp.domain.words import N_


class MailboxPurpose(StrEnum):
    """What is sent to a mailbox."""

    MATERIALS = "materials"
    STORIES = "stories"


MAILBOX_PURPOSE_NAMES = {
    MailboxPurpose.MATERIALS: N_("申报材料邮箱"),
    MailboxPurpose.STORIES: N_("品牌故事邮箱"),
}


class MailboxSecurity(StrEnum):
    """How the connection to the mail server is kept from being read."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


MAILBOX_SECURITY_NAMES = {
    MailboxSecurity.TLS: N_("TLS 加密（一般是 993 端口）"),
    MailboxSecurity.STARTTLS: N_("STARTTLS 加密（一般是 143 端口）"),
    MailboxSecurity.NONE: N_("不加密（只限本机）"),
}
USUAL_PORTS = {MailboxSecurity.TLS: 993, MailboxSecurity.STARTTLS: 143, MailboxSecurity.NONE: 143}
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
USUAL_FOLDER = "INBOX"
TO_STORIES = N_("附件四发到了申报材料邮箱，按通知应发品牌故事邮箱；照常接收。")
TO_MATERIALS = N_("申报材料发到了品牌故事邮箱，按通知应发申报材料邮箱；照常接收。")


@dataclass(frozen=True)
class Access:
    """How a mailbox is reached; the password is not among it."""

    host: str
    port: int
    security: MailboxSecurity
    login: str
    folder: str = USUAL_FOLDER


def check_access(access: Access) -> None:
    """Raise `Refusal` for what cannot be reached safely: a password never travels in the open beyond this machine."""
    if not access.host or any(sign in access.host for sign in " /\\@:\r\n\t") and access.host not in LOCAL_HOSTS:
        raise Refusal("收信服务器的地址不对，应像 imap.example.com 这样，前面不要写 http。")
    if access.security is MailboxSecurity.NONE and access.host not in LOCAL_HOSTS:
        raise Refusal("不加密的连接只能用于本机，请改为 TLS 或 STARTTLS。")
    if any(ord(sign) < 32 for sign in access.login + access.folder):
        raise Refusal("登录名和文件夹里不能有换行。")


def usual_address(purpose: MailboxPurpose, contact: Contact) -> str:
    """The address that the notice prints for this mailbox."""
    return contact.story_email if purpose is MailboxPurpose.STORIES else contact.email


def misdirected(seen_on: str, kinds: Iterable[FormKind]) -> Fault | None:
    """A note on forms that came to the other mailbox than the notice says (section 四); they count all the same."""
    boxes = set(seen_on.split()) & set(MailboxPurpose)
    if len(boxes) != 1:  # uploaded, or sent to both
        return None
    is_story_box = boxes == {MailboxPurpose.STORIES}
    if not any((kind is FormKind.BRAND_STORY) != is_story_box for kind in kinds):
        return None
    return Fault("wrong_mailbox", TO_MATERIALS if is_story_box else TO_STORIES)
