"""Options of a Word cell that are chosen by looks alone: underlined, bold, colored, framed, or the others struck out."""

from __future__ import annotations

from lxml import etree

from eventapp.documents.annexes.docx_text import BOX, TICK, W, is_on, text_of

NO_LOOK = (None, "none", "nil", "auto", "000000", "FFFFFF", "clear")
LOOKS = ("u", "highlight", "bdr", "em")
LONGEST = 200  # characters of a cell that lists options


def marked_text(cell: etree._Element) -> str:
    """The text with a tick before each run that stands out, a box before each that is struck; empty if none does."""
    runs = list(cell.iter(f"{W}r"))
    looks = [_mark(run) for run in runs]
    if len(set(looks)) < 2 or sum(len(text_of(run)) for run in runs) > LONGEST:  # noqa: PLR2004 all alike
        return ""
    plain = TICK if BOX in looks else BOX
    return "".join(
        f"{look or plain}{text}" for run, look in zip(runs, looks, strict=True) if (text := text_of(run).strip())
    )


def _mark(run: etree._Element) -> str:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return ""
    if is_on(properties, f"{W}strike") or is_on(properties, f"{W}dstrike"):
        return BOX
    stands_out = is_on(properties, f"{W}b") or any(_value(properties, look) not in NO_LOOK for look in LOOKS)
    colored = _value(properties, "color") not in NO_LOOK or _value(properties, "shd", "fill") not in NO_LOOK
    return TICK if stands_out or colored else ""


def _value(properties: etree._Element, name: str, attribute: str = "val") -> str | None:
    found = properties.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}{attribute}")
