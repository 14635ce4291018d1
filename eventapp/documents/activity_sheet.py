"""The activity statistics (annex 6 rolled up) as an Excel file that people calculate on: numbers are numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from eventapp.documents.characters import NOT_IN_XML
from eventapp.domain.activity import AMOUNTS, ITEMS, LABELS, RATES, Figures, compare
from eventapp.domain.activity_tree import Basis, Statistics

Content = str | Decimal | int | None
HEAD = PatternFill("solid", fgColor="EDE8DD")
WIDEST, NARROWEST = 60, 12  # characters
LINE, IN_A_LINE = 16, 6  # points; Chinese characters in a narrow column
BASES = {
    Basis.WHOLE: "地区、集团自己填报了的，以它填报的为准，下属单位的不再相加。",
    Basis.EVERY: "所有填报单位的表全部相加。",
}
HOW_RATES_ARE_MADE = (
    "比率＝分子之和÷分母之和，不是各单位比率的平均；只填了比率的，成果数按比率×注册数推算；缺少分母的不计入。"
)


def write_statistics(statistics: Statistics, title: str) -> bytes:
    """A workbook of five sheets: the total beside the year before, bodies, units, what to check, who is missing."""
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    write_sheet(book, "合计", total_rows(statistics), notes=(title, BASES[statistics.basis], HOW_RATES_ARE_MADE))
    write_sheet(book, "推荐单位", body_rows(statistics))
    write_sheet(book, "填报单位", unit_rows(statistics))
    write_sheet(book, "需要核对", problem_rows(statistics))
    write_sheet(book, "尚未报送", missing_rows(statistics))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_sheet(book: Workbook, name: str, rows: Iterable[Sequence[Content]], notes: Sequence[str] = ()) -> None:
    """Notes, a heading row, rows; the heading stays in view."""
    sheet = book.create_sheet(name)
    for at_row, note in enumerate(notes, 1):
        put(sheet, at_row, 1, note)
    head = len(notes) + 1
    for at_row, row in enumerate(rows, head):
        for at_column, content in enumerate(row, 1):
            put(sheet, at_row, at_column, content)
    for cell in sheet[head]:
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    longest = max(len(str(cell.value or "")) for cell in sheet[head])
    sheet.row_dimensions[head].height = LINE * (1 + longest // IN_A_LINE)
    sheet.freeze_panes = sheet.cell(head + 1, 2)
    fit_columns(sheet, head)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes, each as wide as the sheet


def put(sheet: Worksheet, row: int, column: int, content: Content) -> None:
    """One cell: text of people stays text, whatever it begins with."""
    if content is None:
        return
    cell = sheet.cell(row, column)
    if isinstance(content, str):
        cell.value = NOT_IN_XML.sub("", content)
        cell.data_type = "s"
    else:
        cell.value = int(content) if content == int(content) else float(content)


def fit_columns(sheet: Worksheet, head: int) -> None:
    """Columns as wide as their contents, within reason; headings may break."""
    for column in range(1, sheet.max_column + 1):
        contents = (sheet.cell(row, column).value for row in range(head + 1, sheet.max_row + 1))
        longest = max((2 * len(str(content)) for content in contents if isinstance(content, str)), default=10)
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, max(NARROWEST, longest + 2))


def total_rows(statistics: Statistics) -> Iterator[Sequence[Content]]:
    before = statistics.before
    yield ("项目", "单位", "本届", "分子", "分母", "推算的单位数", "未计入的单位数", "上届", "增减", "增减（%）")
    changes = compare(statistics.nation, before.nation if before else None)
    for name in ITEMS:
        change, rate = changes[name], statistics.nation.rates.get(name)
        parts: Sequence[Content] = (
            (rate.numerator, rate.denominator, rate.derived, rate.left_out) if rate else (None,) * 4
        )
        percent = None if rate else change.percent
        yield (LABELS[name], AMOUNTS.get(name, "%"), change.now, *parts, change.before, change.difference, percent)


def headings() -> Iterator[str]:
    """The items with their units; a rate with what it is worked out from."""
    for name in ITEMS:
        yield f"{LABELS[name]}（{AMOUNTS.get(name, '%')}）"
        yield from (f"{spec.above_word}（含推算）" for spec in RATES if spec.name == name)
        yield from (f"{spec.below_word}（计入的）" for spec in RATES if spec.name == name)


def contents(figures: Figures) -> Iterator[Content]:
    for name in ITEMS:
        yield figures.value(name)
        if rate := figures.rates.get(name):
            yield rate.numerator if rate.counted else None
            yield rate.denominator if rate.counted else None


def body_rows(statistics: Statistics) -> Iterator[Sequence[Content]]:
    yield ("地区、集团或单位", "填报份数", "附件五", *headings())
    for one in statistics.bodies:
        yield (one.body.name, len(one.forms), "已报" if one.has_report else "未报", *contents(one.figures))
    yield ("合计", len(statistics.forms), None, *contents(statistics.nation))


def unit_rows(statistics: Statistics) -> Iterator[Sequence[Content]]:
    stated = [f"填报的{LABELS[spec.name]}（%）" for spec in RATES]
    yield ("地区、集团或单位", "填报单位", "计入合计", *stated, *headings())
    for one in statistics.bodies:
        for form in one.forms:
            printed = [form.figures.stated.get(spec.name) for spec in RATES]
            yield (one.body.name, form.name, "是" if form.is_counted else "否", *printed, *contents(form.figures))


def problem_rows(statistics: Statistics) -> Iterator[Sequence[Content]]:
    yield ("地区、集团或单位", "填报单位", "项目", "问题和处理办法")
    for form in statistics.forms:
        for fault in form.problems:
            yield (form.body.name, form.name, LABELS.get(fault.field), str(fault))


def missing_rows(statistics: Statistics) -> Iterator[Sequence[Content]]:
    yield ("推荐单位", "未报送")
    yield from ((name, "附件六") for name in statistics.without_statistics)
    yield from ((name, "附件五") for name in statistics.without_report)
