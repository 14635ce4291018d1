"""The text of a piece of a Word document as a reader sees it on paper.

Insertions, fields, content controls and split runs read like plain text; deletions, hidden text, ruby readings,
instructions and placeholder texts do not. Boxes and ticks of symbol fonts, of form fields and of check box controls
come out as ☑ and □.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
HIDDEN = frozenset(
    {FALLBACK, *(f"{W}{tag}" for tag in ("del", "moveFrom", "instrText", "pPr", "rPr", "tblPr", "sdtPr", "rt"))}
)
BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}
OFF = ("0", "false", "off")
TICK, BOX = "☑", "□"
# What the code points of symbol fonts look like; people use them as boxes and ticks.
TICKED_POINTS: dict[str, frozenset[int]] = {
    "wingdings": frozenset({0xFE, 0xFC, 0xFD, 0xA4, 0x52, 0x53, 0x54, 0x50, 0x51, 0x4F, 0x56}),
    "wingdings 2": frozenset({0x50, 0x51, 0x52, 0x53, 0x54, 0x4F, 0x56, 0x55, 0x57, 0x58}),
    "webdings": frozenset({0x61, 0x67, 0x72}),
    "symbol": frozenset({0xD6}),
    "marlett": frozenset({0x61, 0x62}),
}
BOX_POINTS: dict[str, frozenset[int]] = {
    "wingdings": frozenset({0xA8, 0x6F, 0xA3, 0x71, 0xA1, 0x30}),
    "wingdings 2": frozenset({0xA3, 0x2A, 0x30, 0x81}),
    "webdings": frozenset({0x63}),
    "symbol": frozenset({0xA0}),
    "marlett": frozenset(),
}
PRIVATE = range(0xF000, 0xF100)  # where Word keeps the characters of symbol fonts


def text_of(element: etree._Element) -> str:
    """The visible text below an element, paragraphs parted by line breaks."""
    return "".join(_pieces(element))


def is_placeholder(element: etree._Element) -> bool:
    """Whether a content control shows its prompt because nobody filled it in."""
    return element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def is_on(element: etree._Element, path: str) -> bool:
    """Whether a switch such as `w:vanish` is there and not turned off."""
    found = element.find(path)
    return found is not None and found.get(f"{W}val", "1") not in OFF


def _pieces(parent: etree._Element) -> Iterator[str]:
    for element in parent:
        tag = element.tag
        if tag == f"{W}t":
            yield element.text or ""
        elif tag in BREAKS:
            yield BREAKS[tag]
        elif tag in SPECIAL:
            yield from SPECIAL[tag](element)
        elif tag not in HIDDEN:
            yield from _pieces(element)
            if tag in PARTED and element.getnext() is not None:
                yield PARTED[tag]


PARTED = {f"{W}p": "\n", f"{W}tr": "\n", f"{W}tc": "\t"}


def _run(run: etree._Element) -> Iterator[str]:
    properties = run.find(f"{W}rPr")
    if properties is None:
        yield from _pieces(run)
    elif not is_on(properties, f"{W}vanish"):
        font = _font(properties)
        text = "".join(_pieces(run))
        yield "".join(_drawn(ord(char), font) for char in text) if font in TICKED_POINTS else text


def _font(properties: etree._Element) -> str:
    fonts = properties.find(f"{W}rFonts")
    names = (fonts.get(f"{W}{kind}", "") for kind in ("ascii", "hAnsi", "eastAsia")) if fonts is not None else ()
    return next((name.lower() for name in names if name.lower() in TICKED_POINTS), "")


def _drawn(point: int, font: str) -> str:
    """What a character of a symbol font looks like; others stay."""
    low = point - PRIVATE.start if point in PRIVATE else point
    if low in TICKED_POINTS[font]:
        return TICK
    return BOX if low in BOX_POINTS[font] else chr(point) if point not in PRIVATE else ""


def _symbol(element: etree._Element) -> Iterator[str]:
    code, font = element.get(f"{W}char", ""), element.get(f"{W}font", "").lower()
    try:
        point = int(code, 16)
    except ValueError:
        return
    low = PRIVATE.start + (point & 0xFF)
    known = _drawn(low, font if font in TICKED_POINTS else "wingdings")
    yield known or _drawn(low, "wingdings")


def _control(control: etree._Element) -> Iterator[str]:
    """A content control: a check box by its state, an unfilled one is empty."""
    checked = control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked")
    if control.find(f"{W}sdtPr/{W14}checkbox") is not None:
        yield TICK if checked is not None and checked.get(f"{W14}val", "1") not in OFF else BOX
    elif not is_placeholder(control):
        yield from _pieces(control)


def _form_field(field: etree._Element) -> Iterator[str]:
    """An old form field: check boxes and lists keep their answer in the field's data."""
    box = field.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = "checked" if box.find(f"{W}checked") is not None else "default"
        yield TICK if is_on(box, f"{W}{state}") else BOX
    choices = field.find(f"{W}ffData/{W}ddList")
    if choices is not None:
        entries = [entry.get(f"{W}val", "") for entry in choices.iter(f"{W}listEntry")]
        chosen = choices.find(f"{W}result")
        index = chosen.get(f"{W}val", "0") if chosen is not None else "0"
        yield entries[int(index)] if index.isdigit() and int(index) < len(entries) else ""


SPECIAL: dict[str, Callable[[etree._Element], Iterator[str]]] = {
    f"{W}r": _run,
    f"{W}sym": _symbol,
    f"{W}sdt": _control,
    f"{W}fldChar": _form_field,
}
