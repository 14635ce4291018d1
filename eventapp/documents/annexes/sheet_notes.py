"""Formats and formulas of a worksheet that the cell contents do not tell: per cents, missing results, errors."""

from __future__ import annotations

import re
import zipfile

from lxml import etree

from eventapp.documents.annexes.cell_notes import CellNotes
from eventapp.documents.annexes.docx_grid import PARSER_OPTIONS
from eventapp.domain.annex_notes import Note

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BUILT_IN_PERCENTS = frozenset({"9", "10"})
LARGEST_STYLED_SHEET = 4_000_000  # bytes; a longer sheet is a list, and lists ask for no per cents
CELL = rb"<(?:\w+:)?c\b([^>]*)>"
UNCACHED = re.compile(
    CELL
    + rb"\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</"
)
ERROR = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt=\"e\"[^>]*)>")
STYLED = re.compile(CELL.replace(rb"[^>]*", rb"[^>]*\bs=\"\d+\"[^>]*"))
STYLE = re.compile(rb"\bs=\"(\d+)\"")
PLACE = re.compile(rb"\br=\"([A-Z]{1,3})(\d+)\"")


class SheetNotes:
    """The notes of the sheets of one workbook, read when asked for."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._parts = _parts_by_name(package)
        self._percents = _percent_styles(package)

    def of(self, sheet: str) -> CellNotes:
        """The notes on the cells of a sheet; none where the workbook is too odd to tell."""
        part = self._parts.get(sheet)
        if part is None or part not in self._package.namelist():
            return CellNotes()
        xml = self._package.read(part)
        notes: dict[tuple[int, int], Note] = {}
        if b"<f" in xml or b":f" in xml:
            _mark(
                notes,
                (found[1] for found in UNCACHED.finditer(xml) if not (found[2] and b't="str"' in found[1])),
                Note.UNCACHED,
            )
        if b't="e"' in xml:
            _mark(notes, (found[1] for found in ERROR.finditer(xml)), Note.ERROR)
        is_styled = len(xml) <= LARGEST_STYLED_SHEET
        if is_styled and self._percents:
            _mark(notes, (found[1] for found in STYLED.finditer(xml) if self._is_percent(found[1])), Note.PERCENT)
        return CellNotes(notes, knows_formats=is_styled)

    def _is_percent(self, attributes: bytes) -> bool:
        style = STYLE.search(attributes)
        return style is not None and int(style[1]) in self._percents


def _mark(notes: dict[tuple[int, int], Note], cells: object, note: Note) -> None:
    for attributes in cells if hasattr(cells, "__iter__") else ():
        place = PLACE.search(attributes)
        if place:
            notes.setdefault((int(place[2]) - 1, _column(place[1])), note)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _root(package: zipfile.ZipFile, part: str) -> etree._Element | None:
    try:
        return etree.fromstring(package.read(part), etree.XMLParser(**PARSER_OPTIONS))
    except (KeyError, etree.XMLSyntaxError, ValueError):
        return None


def _parts_by_name(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet names to members of the package."""
    workbook, links = _root(package, "xl/workbook.xml"), _root(package, "xl/_rels/workbook.xml.rels")
    if workbook is None or links is None:
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {sheet.get("name", ""): targets.get(sheet.get(LINK), "") for sheet in workbook.iter(f"{MAIN}sheet")}
    return {name: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for name, target in found.items()}


def _percent_styles(package: zipfile.ZipFile) -> frozenset[int]:
    """The numbers of the cell styles that show a number as per cent."""
    styles = _root(package, "xl/styles.xml")
    if styles is None:
        return frozenset()
    own = {
        form.get("numFmtId") for form in styles.iter(f"{MAIN}numFmt")
        if "%" in re.sub(r'"[^"]*"|\\.', "", form.get("formatCode", ""))
    }  # fmt: skip
    formats = styles.find(f"{MAIN}cellXfs")
    percents = BUILT_IN_PERCENTS | own
    return frozenset(
        number
        for number, style in enumerate(formats if formats is not None else ())
        if style.get("numFmtId") in percents
    )
