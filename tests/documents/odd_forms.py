"""Filled forms as other makers than ours lay them out: grids of texts put into Word and Excel files, and raw XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

import docx
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Grid = Sequence[Sequence[str]]
Pairs = Sequence[tuple[str, str]]
STORY = "小组成立于2014年，现有成员8人。\n活动期内节约成本215.7万元。"
QC_VALUES: Mapping[str, object] = {
    "group_name": "启明QC小组", "topic_name": "降低密封环单件能耗", "company_name": "汤谷鹿蜀轴承有限公司",
    "result_type": "问题解决型", "address": "河北省单狐市样品大道7号", "postcode": "050011",
    "contact_department": "质量管理部", "contact_person": "欧阳建国", "mobile": "13800001234",
    "activity_advisor": "李四", "contact_phone": "0311-5551234", "member_count": 8, "summary_text": STORY,
    "stamp_date": "2024-07-05",
}  # fmt: skip
QC_LABELS = (
    "QC小组名称", "课题名称", "企业名称", "成果类型", "详细通讯地址", "邮编", "小组联系部门", "联系人", "手机",
    "小组活动指导者", "联系电话", "小组人数", "小组简介及主要活动过程与效果", "单位盖章",
)  # fmt: skip
TITLE = "全国机械工业优秀质量管理小组成果表"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def qc_pairs(**typed: str) -> list[tuple[str, str]]:
    """Labels of annex 1 with what is typed beside them; `typed` replaces what is typed into a field."""
    texts = {name: str(value) for name, value in QC_VALUES.items()} | typed
    return list(zip(QC_LABELS, texts.values(), strict=True))


def word(*blocks: str | Grid) -> bytes:
    """A .docx of paragraphs and tables."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            for line in block.split("\n"):
                document.add_paragraph(line)
            continue
        table = document.add_table(rows=len(block), cols=max(map(len, block)))
        for row, texts in enumerate(block):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def word_xml(body: str) -> bytes:
    """A .docx whose body is raw XML."""
    xml = f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
    return with_part(word(""), "word/document.xml", xml.encode())


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """A package in which one member is replaced or added."""
    source, target = zipfile.ZipFile(io.BytesIO(package)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as changed:
        for member in source.namelist():
            if member != name:
                changed.writestr(member, source.read(member))
        changed.writestr(name, content)
    return target.getvalue()


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{escape(text)}</w:t></w:r>"


def paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def paragraphs(text: str) -> str:
    return "".join(paragraph(run(line)) for line in text.split("\n"))


def table_xml(rows: Iterable[Iterable[str]]) -> str:
    """A table of cells whose insides are raw XML."""
    cells = ("".join(f"<w:tc><w:tcPr/>{inside}</w:tc>" for inside in row) for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def qc_with_values_in(wrap: Callable[[str], str]) -> bytes:
    """Annex 1 as .docx, the value cells wrapped in something odd."""
    rows = [[paragraphs(label), wrap(text) if "\n" not in text else paragraphs(text)] for label, text in qc_pairs()]
    return word_xml(paragraphs(TITLE) + table_xml(rows) + paragraph(""))


def sheets(**named: Grid) -> bytes:
    """A workbook of text cells, one sheet a name."""
    return workbook(lambda sheet: None, **named)


def workbook(change: Callable[[Worksheet], None], **named: Grid) -> bytes:
    """`sheets`, with a change of the first sheet before it is saved."""
    book = openpyxl.Workbook()
    for number, (name, grid) in enumerate(named.items()):
        sheet = book.create_sheet(name, number)
        for row in grid:
            sheet.append([text or None for text in row])
    book.remove(book.worksheets[-1])
    change(book.worksheets[0])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
