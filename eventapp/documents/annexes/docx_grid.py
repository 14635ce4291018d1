"""Word documents (.docx) as tables; the paragraphs between two tables make one table of prose.

Text boxes and tables that only frame other tables are taken apart: what is in them reads like the body itself.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from eventapp.documents.annexes.docx_emphasis import marked_text
from eventapp.documents.annexes.docx_text import HIDDEN, W, is_placeholder, text_of
from eventapp.documents.annexes.grid import Table, merge
from eventapp.documents.annexes.lines import cells_of
from eventapp.documents.limits import Unsafe

MAIN_PART = "word/document.xml"
MAIN_RELATION = re.compile(r"<Relationship\b[^>]*/officeDocument[\"'][^>]*>")
TARGET = re.compile(r"\bTarget=[\"']([^\"']+)[\"']")
STRICT_NAMESPACE = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # "Strict Open XML Document" of Word's list
WRAPPERS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "smartTag", "customXml", "ins", "moveTo"))
TEXT_BOX = f"{W}txbxContent"
FRAME_CELLS = 4  # a table of so few cells that holds other tables is only their frame
FRAMED_CELLS = 4  # a table of fewer cells inside of a cell is a piece of its text
DEEPEST = 20  # tables and boxes inside of each other
PARSER_OPTIONS = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def main_part(package: zipfile.ZipFile) -> str:
    """The name of the part that holds the text, empty where the package is no Word document.

    Word's web edition calls it document2.xml; the relations of the package say so.
    """
    names = set(package.namelist())
    if MAIN_PART in names or "_rels/.rels" not in names:
        return MAIN_PART if MAIN_PART in names else ""
    told = MAIN_RELATION.findall(package.read("_rels/.rels").decode("utf-8", "replace"))
    targets = (target[1].lstrip("/") for relation in told if (target := TARGET.search(relation)))
    return next((target for target in targets if target.startswith("word/") and target in names), "")


def read_document(package: zipfile.ZipFile) -> list[Table]:
    """The tables and paragraphs of the body in reading order. Raises Unsafe with `corrupt` or `zip_bomb`."""
    try:
        content = package.read(main_part(package) or MAIN_PART).replace(STRICT_NAMESPACE, W[1:-1].encode())
        root = etree.fromstring(content, etree.XMLParser(**PARSER_OPTIONS))
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        raise Unsafe("corrupt") from error
    body = root.find(f"{W}body")
    return [] if body is None else read_body(body)


def read_body(body: etree._Element) -> list[Table]:
    """The tables and paragraphs below `w:body` in reading order. Raises Unsafe with `zip_bomb`."""
    return _Body().read(body)


@dataclass
class _Body:
    """The blocks met so far, and how many tables are among them."""

    blocks: list[Table] = field(default_factory=list)
    tables: int = 0
    depth: int = 0

    def read(self, body: etree._Element) -> list[Table]:
        self.take(body)
        return self.blocks

    def take(self, parent: etree._Element) -> None:
        """Add the paragraphs and tables of the body, of a text box or of a framing cell."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unsafe("zip_bomb")
        for element in _children(parent):
            if element.tag == f"{W}p":
                self._take_paragraph(element)
            elif element.tag == f"{W}tbl":
                self._take_table(element)
        self.depth -= 1

    def _take_paragraph(self, element: etree._Element) -> None:
        boxes = list(_outermost_boxes(element))
        texts = [text_of(element)] if not boxes else [text_of(child) for child in _without(element, boxes)]
        self._prose().rows.append(cells_of("".join(texts)))
        for box in boxes:
            self.take(box)

    def _prose(self) -> Table:
        if not self.blocks or not self.blocks[-1].is_prose:
            self.blocks.append(Table("正文", [], is_prose=True))
        return self.blocks[-1]

    def _take_table(self, element: etree._Element) -> None:
        if _is_frame(element):
            for row in _rows(element):
                for cell in _cells(row):
                    self.take(cell)
            return
        self.tables += 1
        self.blocks.append(_table(element, f"表{self.tables}"))


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Child elements, seen through content controls and other wrappers.

    The prompt of an unfilled control is left out, but its cells and rows stay where they are.
    """
    for element in parent:
        if element.tag in WRAPPERS:
            if is_placeholder(element):
                _empty(element)
            yield from _children(element)
        elif element.tag not in HIDDEN:
            yield element


def _empty(control: etree._Element) -> None:
    for text in list(control.iter(f"{W}t")):
        text.text = ""


def _outermost_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes anchored in a paragraph; copies for old programs are left out."""
    for child in element:
        if child.tag == TEXT_BOX:
            yield child
        elif child.tag not in HIDDEN:
            yield from _outermost_boxes(child)


def _without(element: etree._Element, boxes: list[etree._Element]) -> Iterator[etree._Element]:
    """The parts of a paragraph that hold no text box."""
    holders = {id(holder) for box in boxes for holder in box.iterancestors()}
    for child in element:
        if id(child) not in holders and child.tag not in HIDDEN:
            whole = etree.Element(f"{W}p")
            whole.append(_copy(child))
            yield whole


def _copy(element: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(element, with_tail=False))


def _is_frame(table: etree._Element) -> bool:
    """Whether a table is there to hold other tables, not to hold answers."""
    cells = [cell for row in _rows(table) for cell in _cells(row)]
    if len(cells) > FRAME_CELLS:
        return False
    inner = (inside for cell in cells for inside in _children(cell) if inside.tag == f"{W}tbl")
    return any(len(list(inside.iter(f"{W}tc"))) >= FRAMED_CELLS for inside in inner)


def _rows(table: etree._Element) -> Iterable[etree._Element]:
    return (child for child in _children(table) if child.tag == f"{W}tr")


def _cells(row: etree._Element) -> Iterable[etree._Element]:
    return (child for child in _children(row) if child.tag == f"{W}tc")


def _table(element: etree._Element, name: str) -> Table:
    table = Table(name, [])
    open_merges: dict[int, tuple[int, int]] = {}
    for row, row_element in enumerate(_rows(element)):
        contents: list[object] = [""] * _number(row_element, f"{W}trPr/{W}gridBefore")
        start = 0
        for cell in _cells(row_element):
            column, width = len(contents), max(1, _number(cell, f"{W}tcPr/{W}gridSpan"))
            contents.extend([""] * width)
            if _continues(cell, "vMerge") and column in open_merges:
                top, width = open_merges[column]
                merge(table.spans, top, column, row, column + width - 1)
            elif _continues(cell, "hMerge") and column:
                merge(table.spans, row, start, row, column + width - 1)
            else:
                start = column
                contents[column] = text_of(cell)
                if marked := marked_text(cell):
                    table.marked[row, column] = marked
                open_merges[column] = (row, width)
                if width > 1:
                    merge(table.spans, row, column, row, column + width - 1)
        table.rows.append(contents)
    return table


def _continues(cell: etree._Element, direction: str) -> bool:
    merged = cell.find(f"{W}tcPr/{W}{direction}")
    return merged is not None and merged.get(f"{W}val", "continue") == "continue"


def _number(element: etree._Element, path: str) -> int:
    found = element.find(path)
    value = found.get(f"{W}val", "0") if found is not None else "0"
    return min(int(value), 100) if value.isdigit() else 0
