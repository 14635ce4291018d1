"""Ticked options in the alphabets that people tick in, and the kind of group that words speak of."""

from __future__ import annotations

import re
from itertools import pairwise

from eventapp.domain.annex_reading import Reading, Typed
from eventapp.domain.annexes import FieldSpec, FieldType
from eventapp.domain.text import key

# The last of each row are private code points in which Word keeps the signs of Wingdings.
TICKED = "☑■√✓✔☒●◉★▲✅✗✘◆▣◎⊙⬛◼⚫▪\uf0fe\uf0fc\uf0fd\uf052\uf050\uf053\uf06e\uf06c"
UNTICKED = "□☐○◯◇◻❏▢△☆⬜▫⚪\uf0a8\uf0a3\uf06f\uf0a1\uf071\uf02a"
LETTERS = re.compile(r"(?<![A-Za-z])[vVxX](?![A-Za-z])|(?<![不])是|(?<!\d)1(?!\d)|[对Yy](?![A-Za-z])")
CIRCLES = frozenset("○◯")
SHORT_OPTION = 2  # letters at the end by which an option is also called: 传播 for 品牌传播
GENDER_WORDS = (
    (re.compile("女士|小姐|女性|(?<![A-Za-z])(?:female|f)(?![A-Za-z])", re.I), "女"),
    (re.compile("先生|男性|男士|(?<![A-Za-z])(?:male|m)(?![A-Za-z])", re.I), "男"),
)


def read_choices(spec: FieldSpec, text: str) -> Reading:
    """The ticked options. Marks stand before or after the options; without any mark the words themselves count."""
    found = list(re.finditer("|".join(map(re.escape, spec.options)), text))
    if not found:
        found = list(re.finditer("|".join(option[-SHORT_OPTION:] for option in spec.options), text))
    edges = [0, *(place for option in found for place in option.span()), len(text)]
    gaps = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    named = [next(option for option in spec.options if option.endswith(match[0])) for match in found]
    if not any(map(_is_mark, gaps)):
        chosen = [] if set(named) == set(spec.options) else named
        return _reading(spec, chosen)
    marks = _marks_of(gaps, named)
    touching = any(_is_tick(gap) and gap == gap.strip() for gap in gaps[1:-1])
    if touching and not _is_mark(gaps[0]) and not _is_mark(gaps[-1]):
        return _reading(spec, named[:1], "ambiguous")  # 男√女: behind the one or before the other?
    ticked = [option for option, mark in marks if _is_tick(mark)]
    circled = [option for option, mark in marks if CIRCLES & set(mark)]
    if not ticked and circled and len(circled) < len(named):
        return _reading(spec, circled, "ambiguous")  # a circle drawn around some: a box, or a mark?
    return _reading(spec, ticked)


def _reading(spec: FieldSpec, chosen: list[str], code: str = "") -> Reading:
    kept = [option for option in spec.options if option in chosen]
    return Reading(kept or None, code if kept else "")


def _marks_of(gaps: list[str], named: list[str]) -> list[tuple[str, str]]:
    """Each option with the signs that belong to it: those before it, after it, or touching it."""
    if _is_mark(gaps[0]):
        return list(zip(named, gaps[:-1], strict=True))
    if _is_mark(gaps[-1]):
        return list(zip(named, gaps[1:], strict=True))
    return [
        (option, _ending(before) + _beginning(after))
        for option, (before, after) in zip(named, pairwise(gaps), strict=True)
    ]


def _ending(gap: str) -> str:
    """The signs at the end of a gap; those that touch the option before it, and not this one, are its own."""
    return "" if gap[:1].strip() and not gap[-1:].strip() else gap


def _beginning(gap: str) -> str:
    return gap if gap[:1].strip() and not gap[-1:].strip() else ""


def _is_mark(gap: str) -> bool:
    return any(sign in gap for sign in (*TICKED, *UNTICKED)) or bool(LETTERS.search(gap)) or "(" in gap or "[" in gap


def _is_tick(gap: str) -> bool:
    return any(sign in gap for sign in TICKED) or bool(LETTERS.search(gap))


def read_gender(typed: Typed) -> Reading:
    text = typed.text
    for words, gender in GENDER_WORDS:
        text = words.sub(gender, text)
    spec = FieldSpec("gender", "性别", FieldType.CHOICES, options=("男", "女"))
    reading = read_choices(spec, text)
    chosen = reading.value if not reading.code else None
    if reading.code:
        return Reading(None, reading.code)
    if isinstance(chosen, list) and len(chosen) == 1:
        return Reading(chosen[0])
    is_unmarked = not any(sign in text for sign in UNTICKED) and "男" in text and "女" in text
    return Reading(None, "ambiguous") if chosen or is_unmarked and re.search(r"[/、或]", text) else Reading(None)


def read_kind(typed: Typed) -> Reading:
    plain = key(typed.text).upper()
    short = {"小组": "qc", "信": "team", "TEAM": "team", "班": "team"}.get(plain)
    return Reading(kind_in(typed.text) or short)


def kind_in(text: str) -> str | None:
    """Whether words speak of QC groups (`qc`) or of teams (`team`); None when of both or of neither."""
    plain = key(text).upper()
    speaks_of_qc = "QC" in plain or "质量管理小组" in plain
    speaks_of_team = "班组" in plain or "信组" in plain
    if speaks_of_qc == speaks_of_team:
        return None
    return "qc" if speaks_of_qc else "team"
