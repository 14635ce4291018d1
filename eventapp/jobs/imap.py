"""A mailbox looked into: opened read-only, so that nothing is deleted, moved or marked on the server."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import MailboxFolderSelectError, MailboxLoginError, UnexpectedCommandStatusError

from eventapp.domain.mailboxes import Access, MailboxSecurity, check_access
from eventapp.domain.refusals import Refusal
from eventapp.domain.words import N_

TIMEOUT_SECONDS = 20.0
HEAD_BYTES = 65_536
LISTED = re.compile(rb"UID (\d+).*?RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+).*?UID (\d+)")
# Some big providers let only programs in that say who they are (RFC 2971).
INTRODUCTION = '("name" "eventapp" "version" "1.0")'
TROUBLES: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (  # the first that fits
    ((MailboxFolderSelectError,), "folder"),
    ((ssl.SSLCertVerificationError,), "certificate"),
    ((ssl.SSLEOFError, ssl.SSLZeroReturnError), "cut"),
    ((ssl.SSLError,), "encryption"),
    ((socket.gaierror,), "host"),
    ((ConnectionRefusedError,), "port"),
    ((TimeoutError,), "slow"),
    ((OSError, EOFError, imaplib.IMAP4.abort), "cut"),
)
SENTENCES = {
    "folder": N_("邮箱里没有“%(folder)s”这个文件夹，收件箱一般写 INBOX。"),
    "certificate": N_("%(host)s 的证书不能通过验证，没有登录。请核对服务器地址，或联系邮箱服务商。"),
    "encryption": N_("%(host)s 的 %(port)s 端口不是这种加密方式，请核对端口和加密方式。"),
    "host": N_("找不到收信服务器 %(host)s，请核对地址。"),
    "port": N_("%(host)s 的 %(port)s 端口没有人应答，请核对端口。"),
    "slow": N_("%(host)s 迟迟没有回答，请核对地址和端口，或稍后再试。"),
    "cut": N_("和 %(host)s 的连接中断了；已经收到的不会丢，稍后会接着收。"),
    "refused": N_("邮箱服务器没有照办：%(words)s"),
}


class ConnectionCut(Refusal):
    """The line broke in the middle; trying again may help."""


@dataclass(frozen=True)
class Waiting:
    """One mail on the server: its number in the folder and its size in bytes."""

    uid: int
    size: int


class OpenBox:
    """A folder of a mailbox, opened read-only."""

    def __init__(self, box: BaseMailBox, access: Access) -> None:
        self.client, self.access = box.client, access
        self.uid_validity = self._told("UIDVALIDITY")
        self.uid_next = self._told("UIDNEXT")

    def _told(self, what: str) -> int:
        """A number that the server told when the folder was opened; 0 when it did not."""
        _status, values = self.client.response(what)
        return int(values[-1]) if values and values[-1] else 0

    def list_after(self, uid: int) -> list[Waiting]:
        """The mails that came after this number, oldest first."""
        found = []
        for line in self._fetch(f"{uid + 1}:*", "UID RFC822.SIZE"):
            if isinstance(line, bytes) and (listed := LISTED.search(line)):
                number, size = (listed[1], listed[2]) if listed[1] else (listed[4], listed[3])
                found.append(Waiting(int(number), int(size)))
        # `*` is the newest mail, even when it is older than what was asked for (RFC 3501, 6.4.8)
        return sorted((one for one in found if one.uid > uid), key=lambda one: one.uid)

    def fetch(self, uid: int) -> bytes:
        """One whole mail, to the byte; empty when it was deleted meanwhile."""
        return self._part(uid, "BODY.PEEK[]")

    def fetch_head(self, uid: int) -> bytes:
        """Only its head, for mails that are too big."""
        return self._part(uid, f"BODY.PEEK[HEADER]<0.{HEAD_BYTES}>")

    def _part(self, uid: int, part: str) -> bytes:
        return next((line[1] for line in self._fetch(str(uid), part) if isinstance(line, tuple)), b"")

    def _fetch(self, uids: str, parts: str) -> list[bytes | tuple[bytes, bytes] | None]:
        with in_words(self.access):
            status, lines = self.client.uid("FETCH", uids, f"({parts})")
        if status != "OK":
            raise ConnectionCut("邮箱服务器没有照办：%(words)s", words=words_of(imaplib.IMAP4.error(*lines)))
        return lines


@contextmanager
def open_box(access: Access, password: str, *, timeout: float = TIMEOUT_SECONDS) -> Iterator[OpenBox]:
    """Connect, sign in, open the folder read-only; raises `Refusal` in words for whatever goes wrong."""
    check_access(access)
    with in_words(access):
        box = connect(access, timeout)
    try:
        with in_words(access):
            sign_in(box, access, password)
            box.folder.set(access.folder, readonly=True)
            opened = OpenBox(box, access)
        yield opened
    finally:
        with suppress(Exception):  # the work is done; a server that does not say good-bye changes nothing
            box.logout()
        with suppress(Exception):
            box.client.shutdown()  # a cut line leaves its socket open


@contextmanager
def in_words(access: Access) -> Iterator[None]:
    """Tell in words what goes wrong while talking to the server."""
    try:
        yield
    except (OSError, EOFError, imaplib.IMAP4.error, UnexpectedCommandStatusError, UnicodeError, ValueError) as error:
        raise told(error, access) from None  # the chain would carry the arguments of the sign-in


def connect(access: Access, timeout: float) -> BaseMailBox:
    """The connection that the settings ask for; certificates are checked."""
    match access.security:
        case MailboxSecurity.TLS:
            return MailBox(access.host, access.port, timeout=timeout, ssl_context=ssl.create_default_context())
        case MailboxSecurity.STARTTLS:
            context = ssl.create_default_context()
            return MailBoxStartTls(access.host, access.port, timeout=timeout, ssl_context=context)
        case _:
            return MailBoxUnencrypted(access.host, access.port, timeout=timeout)


def sign_in(box: BaseMailBox, access: Access, password: str) -> None:
    """Sign in, and introduce ourselves where the server wants that."""
    try:
        if (access.login + password).isascii():
            box.login(access.login, password, initial_folder=None)
        else:
            box.login_utf8(access.login, password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, MailboxLoginError) as error:
        raise Refusal(
            "邮箱服务器不接受登录名或密码（QQ、163 等邮箱要用“授权码”，并先在邮箱设置里开启 IMAP）。服务器说：%(words)s",
            words=words_of(error),
        ) from None
    with suppress(imaplib.IMAP4.error):
        box.client.xatom("ID", INTRODUCTION)


def told(error: BaseException, access: Access) -> Refusal:
    """What went wrong, and what to do about it."""
    kind = next((kind for types, kind in TROUBLES if isinstance(error, types)), "refused")
    params = {"host": access.host, "port": access.port, "folder": access.folder, "words": words_of(error)}
    refusal = ConnectionCut if kind in ("slow", "cut") else Refusal
    return refusal(SENTENCES[kind], **params)


def words_of(error: BaseException) -> str:
    """What the server said, short and in one line; it never holds what we sent."""
    said = error.command_result[1] if isinstance(error, UnexpectedCommandStatusError) else error.args
    parts = [part for part in (said if isinstance(said, list | tuple) else [said]) if isinstance(part, bytes | str)]
    texts = [part.decode("utf-8", "replace") if isinstance(part, bytes) else part for part in parts]
    return " ".join(" ".join(texts).split())[:200] or "—"
