"""Word documents (.docx) as tables; the paragraphs between two tables make one table of prose.

Text is taken from every run below a paragraph, so content controls, split runs, smart tags and insertions read like
plain text; placeholder texts of empty content controls, deletions and fallback copies of text boxes do not.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from lxml import etree

from eventapp.documents.annexes.grid import Table, merge
from eventapp.documents.limits import Unsafe

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
WRAPPERS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "smartTag", "customXml", "ins", "moveTo"))
SKIPPED = frozenset({FALLBACK, f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rPr", f"{W}tblPr"})
BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}
# Code points of the Wingdings fonts that people use as boxes, by what they look like.
TICKED_SYMBOLS = frozenset(["F0FE", "F0FC", "F0FD", "F0A4", "F052", "F053", "F054", "F050", "F051", "F04F", "F056"])
BOX_SYMBOLS = frozenset(["F0A8", "F06F", "F0A3", "F071", "F0A1", "F030"])
PARSER_OPTIONS = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def read_document(package: zipfile.ZipFile) -> list[Table]:
    """The tables and paragraphs of the body in reading order. Raises Unsafe with `corrupt`."""
    try:
        root = etree.fromstring(package.read("word/document.xml"), etree.XMLParser(**PARSER_OPTIONS))
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        raise Unsafe("corrupt") from error
    body = root.find(f"{W}body")
    return [] if body is None else list(_blocks(body))


def _blocks(body: etree._Element) -> Iterator[Table]:
    prose = Table("正文", [], is_prose=True)
    tables = 0
    for element in _children(body):
        if element.tag == f"{W}p":
            prose.rows.append((_text(element),))
        elif element.tag == f"{W}tbl":
            if prose.rows:
                yield prose
                prose = Table("正文", [("",)] * 0, is_prose=True)
            tables += 1
            yield _table(element, f"表{tables}")
    if prose.rows:
        yield prose


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Child elements, seen through content controls and other wrappers."""
    for element in parent:
        if element.tag in WRAPPERS:
            if not _is_placeholder(element):
                yield from _children(element)
        elif element.tag not in SKIPPED:
            yield element


def _is_placeholder(element: etree._Element) -> bool:
    return element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _text(element: etree._Element) -> str:
    return "".join(_pieces(element))


def _pieces(parent: etree._Element) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{W}t":
            yield element.text or ""
        elif element.tag == f"{W}sym":
            yield _symbol(element.get(f"{W}char", ""))
        elif element.tag in BREAKS:
            yield BREAKS[element.tag]
        elif element.tag not in SKIPPED and not _is_placeholder(element):
            yield from _pieces(element)
            if element.tag == f"{W}p" and element.getnext() is not None:
                yield "\n"


def _symbol(code: str) -> str:
    point = f"F{code.upper().zfill(4)[1:]}"
    if point in TICKED_SYMBOLS:
        return "☑"
    return "□" if point in BOX_SYMBOLS else ""


def _table(element: etree._Element, name: str) -> Table:
    table = Table(name, [])
    open_merges: dict[int, tuple[int, int]] = {}
    for row, row_element in enumerate(child for child in _children(element) if child.tag == f"{W}tr"):
        contents: list[object] = [""] * _number(row_element, f"{W}trPr/{W}gridBefore")
        for cell in (child for child in _children(row_element) if child.tag == f"{W}tc"):
            column, width = len(contents), max(1, _number(cell, f"{W}tcPr/{W}gridSpan"))
            continued = _continues(cell) and column in open_merges
            contents.extend([""] * width)
            if continued:
                top, width = open_merges[column]
                merge(table.spans, top, column, row, column + width - 1)
                continue
            contents[column] = _text(cell)
            open_merges[column] = (row, width)
            if width > 1:
                merge(table.spans, row, column, row, column + width - 1)
        table.rows.append(contents)
    return table


def _continues(cell: etree._Element) -> bool:
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(f"{W}val", "continue") == "continue"


def _number(element: etree._Element, path: str) -> int:
    found = element.find(path)
    value = found.get(f"{W}val", "0") if found is not None else "0"
    return min(int(value), 100) if value.isdigit() else 0
