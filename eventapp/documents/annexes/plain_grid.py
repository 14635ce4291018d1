"""Files of plain characters as tables: web pages and Office XML that systems export as .xls or .doc, CSV, typed text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from lxml import etree, html

from eventapp.documents.annexes.docx_grid import read_body
from eventapp.documents.annexes.grid import MERGED_CELLS_LIMIT, Table, merge, merge_ranges
from eventapp.documents.annexes.lines import cells_of
from eventapp.documents.limits import PROLOG_LENGTH, Unsafe

BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe]")
MARKUP = re.compile(r"<(?:!doctype html|html|table|body|head|meta|div|p|style|o:p)\b", re.I)
WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
WORD_2006 = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET_2003 = "{urn:schemas-microsoft-com:office:spreadsheet}"
HIDDEN = frozenset(("script", "style", "head", "title", "xml"))
HINTS = re.compile(r"</?wx:(?:sect|sub-section)\b[^>]*>")
BLOCKS = frozenset(("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "center"))
WIDEST, TALLEST, ROWS_SPANNED = 200, 100_000, 1_000
# Without `huge_tree` ten megabytes in one cell would vanish without a word; with it they are refused as too long.
PAGE_PARSER = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
LINES_LOOKED_AT = 30
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def plain_text(content: bytes) -> str | None:
    """The characters of a file, or None when it holds none: by its mark, else as UTF-8, else as GB18030."""
    marked = next((charset for mark, charset in BYTE_ORDER_MARKS if content.startswith(mark)), None)
    for charset in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = content.decode(charset)
        except UnicodeDecodeError:
            continue
        return None if NOT_TEXT.search(text) else text
    return None


def read_plain(content: bytes) -> list[Table]:
    """The tables of a file of plain characters. Raises Unsafe with `unknown`, `corrupt` or `malicious_xml`."""
    text = plain_text(content)
    if text is None:
        raise Unsafe("unknown")
    start = text.lstrip()[:PROLOG_LENGTH]
    if start.startswith("<?xml") and "<!ENTITY" in start:
        raise Unsafe("malicious_xml")
    if WORD_2003 in start:
        return read_word_xml(text)
    if start.startswith("<?xml") and "urn:schemas-microsoft-com:office:spreadsheet" in start:
        return list(read_sheet_xml(text))
    if MARKUP.search(start):
        try:
            return list(read_page(text))
        except RecursionError as error:
            raise Unsafe("corrupt") from error
    return [read_lines(text)]


def xml_root(text: str) -> etree._Element:
    try:
        return etree.fromstring(text.strip().partition("?>")[2].encode(), PARSER)
    except etree.XMLSyntaxError as error:
        raise Unsafe("corrupt") from error


def read_word_xml(text: str) -> list[Table]:
    """Word's XML of 2003, which templates of Chinese office systems produce under the name .doc."""
    plain = HINTS.sub("", text).replace(WORD_2003, WORD_2006).replace("w:vmerge", "w:vMerge")
    root = xml_root(plain)
    body = root.find(f"{{{WORD_2006}}}body")
    return [] if body is None else read_body(body)


def read_sheet_xml(text: str) -> Iterator[Table]:
    """Excel's XML of 2003: rows and cells may jump ahead by an index."""
    for sheet in xml_root(text).iter(f"{SHEET_2003}Worksheet"):
        table = Table(sheet.get(f"{SHEET_2003}Name", "Sheet"), [], is_sheet=True)
        for row in sheet.iter(f"{SHEET_2003}Row"):
            at = _index(row, len(table.rows))
            if at >= TALLEST:
                raise Unsafe("too_many_rows")
            table.rows.extend([()] * (at - len(table.rows)))
            table.rows.append(_sheet_row(row, at, table))
        yield table


def _sheet_row(row: etree._Element, at: int, table: Table) -> list[object]:
    contents: list[object] = []
    for cell in row.iter(f"{SHEET_2003}Cell"):
        column = min(_index(cell, len(contents)), WIDEST)
        contents.extend([""] * (column - len(contents)))
        data = cell.find(f"{SHEET_2003}Data")
        contents.append("" if data is None else "".join(data.itertext()))
        across, down = _count(cell, f"{SHEET_2003}MergeAcross"), _count(cell, f"{SHEET_2003}MergeDown")
        if across or down:
            merge(table.spans, at, column, at + min(down, ROWS_SPANNED), column + min(across, WIDEST))
            contents.extend([""] * min(across, WIDEST))
    return contents


def _index(element: etree._Element, following: int) -> int:
    return max(_count(element, f"{SHEET_2003}Index") - 1, following)


def _count(element: etree._Element, name: str) -> int:
    text = element.get(name, "")
    return min(int(text), TALLEST) if text.isdigit() else 0


def read_page(text: str) -> Iterator[Table]:
    """The tables of a web page in reading order, and the lines between them; tables of layout give way to inner ones."""
    try:
        root = html.document_fromstring(text.encode(), parser=PAGE_PARSER)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unsafe("corrupt") from error
    number, lines = 0, ""
    for piece in _blocks(root):
        if isinstance(piece, str):
            lines += piece
            continue
        if lines.strip():
            yield _prose(lines)
        lines, number = "", number + 1
        yield _page_table(piece, f"表{number}")
    if lines.strip():
        yield _prose(lines)


def _blocks(element: etree._Element) -> Iterator[str | etree._Element]:
    if element.tag == "table" and element.find(".//table") is None:
        yield element
    elif isinstance(element.tag, str) and element.tag not in HIDDEN:
        yield ("\n" if element.tag in BLOCKS else "") + (element.text or "")
        for child in element:
            yield from _blocks(child)
        if element.tag in BLOCKS:
            yield "\n"
    yield element.tail or ""


def _page_table(element: etree._Element, name: str) -> Table:
    table, areas, covered = Table(name, []), [], set[tuple[int, int]]()
    for at, row in enumerate(element.iter("tr")):
        contents: list[object] = []
        for cell in row.iter("td", "th"):
            while (at, len(contents)) in covered:
                contents.append("")
            column = len(contents)
            across, down = min(_span(cell, "colspan"), WIDEST), min(_span(cell, "rowspan"), ROWS_SPANNED)
            contents.extend(["".join(_words(cell)).strip(), *[""] * (across - 1)])
            if across > 1 or down > 1:
                areas.append(((at, column), (at + down - 1, column + across - 1)))
                covered.update((at + below, column + right) for below in range(1, down) for right in range(across))
            if len(covered) > MERGED_CELLS_LIMIT:
                raise Unsafe("zip_bomb")
        table.rows.append(contents)
    merge_ranges(table, areas)
    return table


def _words(element: etree._Element) -> Iterator[str]:
    """Text of a cell: white space of the source is one space, blocks begin lines."""
    if isinstance(element.tag, str) and element.tag not in HIDDEN:
        if element.tag in BLOCKS:
            yield "\n"
        yield re.sub(r"[ \t\r\n]+", " ", element.text or "")
        for child in element:
            yield from _words(child)
            yield re.sub(r"[ \t\r\n]+", " ", child.tail or "")


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1").strip()
    return max(1, int(text)) if text.isdigit() and len(text) < 6 else 1


def _prose(text: str) -> Table:
    return Table("正文", [cells_of(line.strip(" \r")) for line in text.splitlines() if line.strip()], is_prose=True)


def read_lines(text: str) -> Table:
    """Cells parted by tabs or commas where the lines agree on it, else lines of prose."""
    lines = [line for line in text.splitlines() if line.strip()][:LINES_LOOKED_AT]
    for delimiter in "\t,;":
        if len([line for line in lines if line.count(delimiter) >= 2]) >= max(2, len(lines) // 3):
            csv.field_size_limit(10_000_000)
            try:
                rows: list[object] = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
            except csv.Error as error:
                raise Unsafe("corrupt") from error
            return Table("Sheet1", rows, is_sheet=True)  # type: ignore[arg-type]
    return _prose(text)
