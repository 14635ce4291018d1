"""How the lines of a form look, in Word and in Excel alike: typefaces and sizes of official papers.

Typefaces are named, not embedded; where 方正小标宋 is not installed Word takes 宋体 (font table).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eventapp.documents.forms.layout import Look

SONG, HEI, FANGSONG, TITLE_SONG = "宋体", "黑体", "仿宋", "方正小标宋简体"
SUBSTITUTES: Mapping[str, str] = {SONG: "SimSun", HEI: "SimHei", FANGSONG: "FangSong", TITLE_SONG: SONG}


@dataclass(frozen=True)
class Dress:
    """Typeface, size and spaces in points, line height in lines, indent in characters."""

    size: float = 10.5  # 五号
    font: str = SONG
    align: str = "left"
    before: float = 0
    after: float = 0
    line: float = 1.0
    indent: int = 0
    hanging: int = 0
    bold: bool = False
    keep_next: bool = False


DRESSES: Mapping[Look, Dress] = {
    Look.ANNEX: Dress(14, HEI, after=4),
    Look.TITLE: Dress(18, TITLE_SONG, "center", before=2, after=4, line=1.1, keep_next=True),
    Look.SUBTITLE: Dress(12, SONG, "center", after=5, keep_next=True),
    Look.OUTSIDE: Dress(12, before=2, after=2, keep_next=True),
    Look.LABEL: Dress(align="center"),
    Look.SMALL: Dress(9, align="center"),
    Look.CENTERED: Dress(align="center"),
    Look.LEFT: Dress(before=2, after=2),
    Look.TEXT: Dress(align="both", line=1.25, indent=2),
    Look.SEAL: Dress(align="right", before=8, after=6),
    Look.SECTION: Dress(10.5, HEI, keep_next=True),
    Look.HEADING: Dress(16, HEI, before=10, after=4, line=1.25, indent=2, keep_next=True),
    Look.PROMPT: Dress(14, FANGSONG, "both", line=1.5, indent=2),
    Look.BODY: Dress(14, FANGSONG, "both", line=1.5, indent=2),
    Look.NOTE: Dress(10.5, before=2, hanging=2, keep_next=True),
}
