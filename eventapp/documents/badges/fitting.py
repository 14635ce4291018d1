"""Text into boxes: the largest type at which it fits, its lines, and whether anything had to be left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from eventapp.domain.badges import LINE_GAP, POINT

STEP = 0.5  # points between two sizes tried
CUT = "…"
DOT = "·"
WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f'’.,:@&/+\-]+|\s+|.", re.DOTALL)
NOT_FIRST = frozenset("，。、；：！？）〕】》〉」』”’·…—％%,.;:!?)]}")
NOT_LAST = frozenset("（〔【《〈「『“‘([{")

Measure = Callable[[str], float]  # ems


@dataclass(frozen=True)
class Fitted:
    """Lines at one type size in points; `is_whole` is False when text was cut at the smallest size."""

    lines: tuple[str, ...]
    size: float
    is_whole: bool = True


def fit(
    text: str, width: float, height: float, *, size: float, smallest: float, lines: int, measure: Measure
) -> Fitted:
    """Set a text into a box of millimeters, from `size` down to `smallest` points."""
    paragraphs = [line.strip() for line in text.splitlines()] or [""]
    whole = [measure(paragraph) for paragraph in paragraphs]
    for points in sizes(size, smallest):
        em = points * POINT
        room = min(lines, lines_within(height, em))
        if len(paragraphs) > room:
            continue
        if max(whole) * em <= width:
            return Fitted(tuple(paragraphs), points)
        if room > len(paragraphs) and (found := wrapped(paragraphs, width / em, room, measure)):
            return Fitted(tuple(found), points)
    return cut(paragraphs, width, height, smallest, lines, measure)


def sizes(size: float, smallest: float) -> Iterator[float]:
    """From the largest down in even steps, the smallest last."""
    points = size
    while points > smallest:
        yield points
        points -= STEP
    yield smallest


def lines_within(height: float, em: float) -> int:
    """How many lines of this type stand in a height; the hair is for rounding."""
    return int((height + LINE_GAP * em + 0.01) / (em * (1 + LINE_GAP)))


def wrapped(paragraphs: list[str], limit: float, room: int, measure: Measure) -> list[str] | None:
    """Lines of at most `limit` ems, as even as they come; None when they are too many or a word is too long."""
    lines: list[str] = []
    for paragraph in paragraphs:
        pieces = [(piece, measure(piece)) for piece in name_parts(paragraph) or pieces_of(paragraph)]
        if any(width > limit for _piece, width in pieces):
            pieces = [(piece, measure(piece)) for piece in pieces_of(paragraph)]
        if any(width > limit for _piece, width in pieces):
            return None
        least = greedy(pieces, limit)
        lines += evened(pieces, limit, least) if len(least) > 1 else least
        if len(lines) > room:
            return None
    return lines


def evened(pieces: list[tuple[str, float]], limit: float, least: list[str]) -> list[str]:
    """The same number of lines with a narrower limit, so that the last one is no orphan."""
    low, high, best = sum(width for _piece, width in pieces) / len(least), limit, least
    for _ in range(8):
        middle = (low + high) / 2
        if any(width > middle for _piece, width in pieces):
            low = middle
        elif len(lines := greedy(pieces, middle)) == len(least):
            best, high = lines, middle
        else:
            low = middle
    return best


def greedy(pieces: list[tuple[str, float]], limit: float) -> list[str]:
    """As much on each line as goes; blanks at its ends are dropped."""
    lines, line, used = [], "", 0.0
    for piece, width in pieces:
        if line and used + width > limit and not piece.isspace():
            lines.append(line.strip())
            line, used = "", 0.0
        line, used = line + piece, used + width
    return [*lines, line.strip()]


def name_parts(text: str) -> list[str]:
    """A name such as 阿卜杜热合曼·买买提江 parts at its dot; nothing for any other text."""
    return re.findall(r"[^·]+·?|·", text) if DOT in text else []


def pieces_of(text: str) -> list[str]:
    """What stays together on a line: words of letters, and characters with marks that must not begin or end one."""
    parts = WORD.findall(text)
    if not parts:
        return [""]
    joined = [parts[0]]
    for before, part in pairwise(parts):
        if part[0] in NOT_FIRST or before[-1] in NOT_LAST:
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def cut(paragraphs: list[str], width: float, height: float, size: float, lines: int, measure: Measure) -> Fitted:
    """The smallest type, broken anywhere; what does not go in is left out and marked."""
    em, room = size * POINT, max(1, min(lines, lines_within(height, size * POINT)))
    limit = width / em
    broken = [line for paragraph in paragraphs for line in broken_anywhere(paragraph, limit, measure)]
    if len(broken) <= room:
        return Fitted(tuple(broken), size)
    last = broken[room - 1]
    while last and measure(last) + measure(CUT) > limit:
        last = last[:-1]
    return Fitted((*broken[: room - 1], last + CUT), size, is_whole=False)


def broken_anywhere(text: str, limit: float, measure: Measure) -> list[str]:
    return greedy([(character, measure(character)) for character in text], limit) if text else [""]
