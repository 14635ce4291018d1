"""Named styles of the Word certificate: the office changes a typeface or size once, for all pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from unicodedata import east_asian_width

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle

SONG = "宋体"
FANGSONG = "仿宋"
INK = "1F1A17"
RED = "A3201D"
GOLD = "7E6129"
MOST_BODY_LINES = 4
HEADING, SUBHEADING, UNIT, GROUP, BODY, LEVEL, ISSUER, DATE, FOOT = (
    "证书标题",
    "证书副标题",
    "证书单位",
    "证书小组",
    "证书正文",
    "证书等级",
    "证书颁发单位",
    "证书日期",
    "证书编号",
)


@dataclass(frozen=True)
class Look:
    """How a style looks; sizes and spaces in points, `indent` in characters."""

    size: float
    before: float = 0
    after: float = 0
    font: str = SONG
    color: str = INK
    bold: bool = False
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.CENTER
    spacing: float = 0
    indent: int = 0
    line: float = 1.15


LOOKS = {
    HEADING: Look(48, after=2, color=RED, bold=True, spacing=18),
    SUBHEADING: Look(13, after=10, color=GOLD, spacing=1.5),
    UNIT: Look(23, after=4),
    GROUP: Look(29, after=10, bold=True),
    BODY: Look(17, after=4, font=FANGSONG, align=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=2),
    LEVEL: Look(26, before=6, after=6, color=RED, bold=True, spacing=4),
    ISSUER: Look(12.5, before=20),
    DATE: Look(15, before=8),
    FOOT: Look(10, align=WD_ALIGN_PARAGRAPH.LEFT, line=1),
}


def add_styles(document: WordDocument) -> None:
    """Add the styles of a certificate to an empty document."""
    for name, look in LOOKS.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.quick_style = True  # shown in the gallery, where the office looks for it
        _dress(style, look)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def size_on_one_line(text: str, style: str, width: float) -> Length | None:
    """Return the smaller size at which a long text stays on one line of `width` points; None when it fits anyway.

    Never below 60 % of the size of the style: then it wraps.
    """
    look = LOOKS[style]
    needed = _ems(text) * look.size + len(text) * look.spacing
    if look.indent or needed <= width:
        return None
    return Pt(round(look.size * max(0.6, width / needed) * 2 - 0.5) / 2)


def size_of_body(paragraphs: Sequence[str], width: float) -> Length | None:
    """Return the smaller size that keeps a long body on the page; None when it is short."""
    size = LOOKS[BODY].size
    lines = sum(ceil((_ems(text) + 2) * size / width) for text in paragraphs)
    return Pt(max(10.5, size * (MOST_BODY_LINES / lines) ** 0.5)) if lines > MOST_BODY_LINES else None


def _ems(text: str) -> float:
    """Width in ems, estimated: Word alone knows the type it will find."""
    return sum(1 if east_asian_width(character) in "WFA" else 0.55 for character in text)


def _dress(style: ParagraphStyle, look: Look) -> None:
    style.font.size, style.font.bold = Pt(look.size), look.bold
    style.font.color.rgb = RGBColor.from_string(look.color)
    layout = style.paragraph_format
    layout.alignment = look.align
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.line_spacing = look.line
    layout.first_line_indent = Pt(look.size * look.indent)
    _set_typeface(style, look.font)
    _set_spacing(style, look.spacing)


def _set_typeface(style: ParagraphStyle, font: str) -> None:
    # Word picks the typeface by script: without eastAsia Chinese would fall back to the default of the machine
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def _set_spacing(style: ParagraphStyle, points: float) -> None:
    if points:
        properties = style.element.get_or_add_rPr()
        spacing = properties.makeelement(qn("w:spacing"), {qn("w:val"): str(round(points * 20))})
        # the schema wants letter spacing before the size
        properties.find(qn("w:sz")).addprevious(spacing)
