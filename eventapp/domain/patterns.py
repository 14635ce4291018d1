"""Patterns that an edition sets, such as 「{year}字第{sequence:04d}号」, never given to `str.format`.

A pattern is literal text with placeholders in braces; `{{` and `}}` stand for the braces themselves. A
placeholder is a known name, for numbers optionally with a width: `{sequence:04d}` or `{sequence:4}`, always
filled with zeros.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from eventapp.domain.refusals import Refusal

TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")
PLACEHOLDER = re.compile(r"\s*([A-Za-z_]+)\s*(?::\s*0?([1-9])d?\s*)?")


@dataclass(frozen=True)
class Placeholder:
    """A place to be filled: the name of a value, and the least digits of a number (0: as it is)."""

    name: str
    width: int = 0

    def fill(self, value: str | int) -> str:
        """Return the value as it stands in the text; text keeps every character."""
        return str(value).zfill(self.width) if self.width else str(value)


Piece = str | Placeholder


class BadPattern(Refusal):
    """A pattern cannot be used; the sentence says which part and what is allowed."""


def parse_pattern(pattern: str, allowed: Collection[str], numbers: Collection[str] = ()) -> tuple[Piece, ...]:
    """Take a pattern apart into literal text and placeholders.

    `allowed` are the names that may stand in it, `numbers` those of them that may have a width. Raises
    `BadPattern` for a lone brace, an unknown name, or a width where there is none.
    """
    return tuple(_piece(token, allowed, numbers) for token in TOKEN.finditer(pattern))


def _piece(token: re.Match[str], allowed: Collection[str], numbers: Collection[str]) -> Piece:
    text = token.group()
    if text in ("{{", "}}"):
        return text[0]
    if text in ("{", "}"):
        raise BadPattern("第 %(position)d 个字符的花括号不成对，花括号本身请写成两个。", position=token.start() + 1)
    if token.group(1) is None:
        return text
    shape = PLACEHOLDER.fullmatch(token.group(1))
    if shape is None or shape.group(1) not in allowed:
        names = "、".join(f"{{{name}}}" for name in sorted(allowed))
        raise BadPattern("不认识占位符 %(text)s，可以用：%(names)s。", text=text, names=names)
    if shape.group(2) and shape.group(1) not in numbers:
        raise BadPattern("占位符 %(text)s 不是数字，不能指定位数。", text=text)
    return Placeholder(shape.group(1), int(shape.group(2) or 0))
