"""Mail addresses that a letter may be sent to."""

from __future__ import annotations

import re
import unicodedata

from eventapp.domain.refusals import Refusal

ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\\\"]+@[^@\s,;:<>()\[\]\\\".]+(?:\.[^@\s,;:<>()\[\]\\\".]+)*")
LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3: what a path leaves for the address


def is_mail_address(text: str) -> bool:
    """Whether one letter can be sent there: one address, no line break, nothing that a header would read otherwise."""
    return len(text) <= LONGEST_ADDRESS and text.isprintable() and ADDRESS.fullmatch(text) is not None


def one_address(text: str) -> str:
    """The address typed, without width and padding; raises `Refusal` for none, several or a broken one."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise Refusal("请填写收件人的邮箱地址。")
    if not is_mail_address(plain):
        raise Refusal("收件人地址不完整，只能写一个，应像 name@example.com 这样。")
    return plain
