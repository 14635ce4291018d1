"""Ticked options in the alphabets that people tick in, and the kind of group that words speak of."""

from __future__ import annotations

import re
from itertools import pairwise

from eventapp.domain.annex_reading import Reading, Typed
from eventapp.domain.annexes import FieldSpec, FieldType
from eventapp.domain.text import key

# The last of each row are private code points in which Word keeps the signs of Wingdings.
CROSSES = "☒✗✘×✕✖❌"  # ticks too, unless another sign is the tick
TICKED = "☑■√✓✔☒●◉★▲✅✗✘×✕✖❌◆▣◎⊙⬛◼⚫▪\uf0fe\uf0fc\uf0fd\uf052\uf050\uf053\uf06e\uf06c"
UNTICKED = "□☐○◯◇◻❏▢△☆⬜▫⚪\uf0a8\uf0a3\uf06f\uf0a1\uf071\uf02a"
LETTERS = re.compile(r"(?<![A-Za-z])[vVxX](?![A-Za-z])|(?<![不])是|(?<!\d)1(?![\d.、．)）])|[对Yy](?![A-Za-z])")
SPACES = " \t\n\r\v\f\u00a0\u3000、，,;；\u200b\ufe0f"
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
    if any(_is_tick(gap) for gap in map(_without_crosses, gaps)):
        gaps = [_without_crosses(gap) for gap in gaps]
    marks = _marks_of(gaps, named)
    code = _doubt_between(gaps)
    ticked = [option for option, mark in marks if _is_tick(mark)]
    circled = [option for option, mark in marks if CIRCLES & set(mark)]
    if not ticked and circled and len(circled) < len(named):
        return _reading(spec, circled, "ambiguous")  # a circle drawn around some: a box, or a mark?
    return _reading(spec, ticked, code)


def _without_crosses(gap: str) -> str:
    """√产品 ×企业: the cross says no where another sign says yes."""
    return gap.translate(dict.fromkeys(map(ord, CROSSES), "□"))


def _doubt_between(gaps: list[str]) -> str:
    """男√女: a tick as near to the option before it as to the one behind may be either's."""
    inner = gaps[1:-1] if not _is_mark(gaps[0]) and not _is_mark(gaps[-1]) else []
    return "ambiguous" if any(_is_tick(gap) and not _leaning(gap) for gap in inner) else ""


def _leaning(gap: str) -> int:
    """To which option the signs of a gap stand nearer: below 0 the one before it, above 0 the one behind, else 0."""
    bare = gap.strip(SPACES)
    left, right = gap[: gap.index(bare)], gap[gap.index(bare) + len(bare) :]
    if bare[:1] in "(（[" and bare[-1:] in ")）]" and not left and right:
        return -1
    return _width(left) - _width(right)


def _width(spaces: str) -> int:
    return len(spaces) + 10 * spaces.count("\n")


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
    """The signs of a gap when they belong to the option behind it."""
    return gap if _leaning(gap) > 0 else ""


def _beginning(gap: str) -> str:
    """The signs of a gap when they belong to the option before it; so do those between two, which are doubtful."""
    return gap if _leaning(gap) <= 0 else ""


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
