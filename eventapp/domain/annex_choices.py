"""Ticked options in the alphabets that people tick in, and the kind of group that words speak of."""

from __future__ import annotations

import re
from itertools import pairwise

from eventapp.domain.annex_reading import Reading, Typed
from eventapp.domain.annexes import FieldSpec, FieldType
from eventapp.domain.text import key

TICKED = "☑■√✓✔☒●◉★▲✅✗✘"
UNTICKED = "□☐○◯◇◻❏▢"


def read_choices(spec: FieldSpec, text: str) -> Reading:
    """The ticked options. Marks stand before or after the options; without any mark the words themselves count."""
    tokens = re.findall(f"[{TICKED}{UNTICKED}]|" + "|".join(spec.options), text)
    marks = [token for token in tokens if token not in spec.options]
    if not marks:
        chosen = [token for token in tokens if token in spec.options]
        chosen = [] if len(chosen) == len(spec.options) else chosen
    elif tokens[0] in spec.options and tokens[-1] not in spec.options:
        chosen = [option for option, mark in pairwise(tokens) if option in spec.options and mark in TICKED]
    else:
        chosen = [option for mark, option in pairwise(tokens) if option in spec.options and mark in TICKED]
    return Reading([option for option in spec.options if option in chosen] or None)


def read_gender(typed: Typed) -> Reading:
    text = re.sub("先生", "男", re.sub("女士|小姐", "女", typed.text))
    spec = FieldSpec("gender", "性别", FieldType.CHOICES, options=("男", "女"))
    chosen = read_choices(spec, text).value
    if isinstance(chosen, list) and len(chosen) == 1:
        return Reading(chosen[0])
    return Reading(None, "ambiguous") if chosen else Reading(None)


def read_kind(typed: Typed) -> Reading:
    return Reading(kind_in(typed.text))


def kind_in(text: str) -> str | None:
    """Whether words speak of QC groups (`qc`) or of teams (`team`); None when of both or of neither."""
    plain = key(text).upper()
    speaks_of_qc = "QC" in plain or "质量管理小组" in plain
    speaks_of_team = "班组" in plain or "信组" in plain
    if speaks_of_qc == speaks_of_team:
        return None
    return "qc" if speaks_of_qc else "team"
