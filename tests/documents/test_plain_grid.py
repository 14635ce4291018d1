"""Files of plain characters: what systems export under the names of Office files, and what only looks like a form."""

from __future__ import annotations

import quopri

import pytest

from eventapp.documents.annexes import read_file
from eventapp.domain.annexes import ReadFile

TITLE = "附件一 全国机械工业优秀质量管理小组成果表"
FIELDS = (
    ("QC小组名称", "标尺QC小组", "课题名称", "提高合格率"), ("企业名称", "汤谷机床有限公司", "邮编", "050000"),
    ("联系人", "谭景", "手机", "13800001234"),
)  # fmt: skip
SUMMARY = (
    (
        "序",
        "邮编",
        "单位名称",
        "QC小组(信组)名称",
        "企业推荐等级1、2",
        "课题名称(简写)",
        "小组人数",
        "联系人",
        "联系电话",
    ),
    ("1", "050001", "汤谷机床有限公司", "标尺QC小组", "1", "提高合格率", "8", "谭景", "13800001234"),
    ("2", "050002", "汤谷机床有限公司", "卡尺QC小组", "2", "降低划伤率", "7", "谭景", "13800001234"),
)


def a_page(rows: tuple[tuple[str, ...], ...], head: str = "") -> str:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html>{head}<body><table border=1>{cells}</table></body></html>"


def delimited(sign: str) -> str:
    return "\r\n".join(sign.join(row) for row in ((("地区或集团、单位：河北省",) + ("",) * 8), *SUMMARY))


def an_excel_2003(rows: tuple[tuple[str, ...], ...]) -> str:
    cells = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in rows
    )
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="汇总">'
        f'<Table><Row><Cell ss:MergeAcross="8"><Data ss:Type="String">{TITLE}</Data></Cell></Row>{cells}</Table>'
        "</Worksheet></Workbook>"
    )


def a_word_2003() -> str:
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in FIELDS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
        'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"><w:body><wx:sect>'
        f"<w:p><w:r><w:t>{TITLE}</w:t></w:r></w:p><w:tbl>{rows}</w:tbl></wx:sect></w:body></w:wordDocument>"
    )


def told(found: ReadFile) -> tuple[str, tuple[str, ...]]:
    return found.outcome.value, found.reasons


@pytest.mark.parametrize("name", ["导出.xls", "附件一.doc", "附件一.html"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_web_page_under_the_name_of_an_office_file(name: str, charset: str) -> None:
    page = a_page(
        ((TITLE,), *FIELDS), '<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head>'
    )

    [form] = read_file(name, page.encode(charset)).forms

    assert (form.fields["group_name"], form.fields["postcode"]) == ("标尺QC小组", "050000")


def test_cells_of_a_web_page_that_span_rows_and_columns() -> None:
    merged = a_page(SUMMARY).replace(
        "<td>汤谷机床有限公司</td><td>标尺", '<td rowspan="2">汤谷<br>机床有限公司</td><td>标尺'
    ).replace("<td>汤谷机床有限公司</td><td>卡尺", "<td>卡尺")  # fmt: skip

    [form] = read_file("汇总.xls", merged.encode()).forms

    assert [(row["company_name"], row["group_name"], row["postcode"]) for row in form.rows] == [
        ("汤谷机床有限公司", "标尺QC小组", "050001"), ("汤谷机床有限公司", "卡尺QC小组", "050002"),
    ]  # fmt: skip


@pytest.mark.parametrize("sign", ["\t", ",", ";"])
@pytest.mark.parametrize("charset", ["utf-8-sig", "gb18030", "utf-16"])
def test_delimited_text_under_the_name_of_a_workbook(sign: str, charset: str) -> None:
    [form] = read_file("汇总.xls", delimited(sign).encode(charset)).forms

    assert [row["group_name"] for row in form.rows] == ["标尺QC小组", "卡尺QC小组"]
    assert form.provenance["rows[1].postcode"] == "Sheet1 · B4"


def test_the_xml_of_excel_2003() -> None:
    [form] = read_file("汇总.xls", an_excel_2003(SUMMARY).encode()).forms

    assert [row["postcode"] for row in form.rows] == ["050001", "050002"]
    assert form.provenance["rows[0].postcode"] == "汇总 · B3"


def test_a_page_that_word_saved_with_its_pictures() -> None:
    page = quopri.encodestring(a_page(((TITLE,), *FIELDS)).encode("gb18030"))
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=edge\r\n\r\n--edge\r\n"
    part = b'Content-Location: file:///C:/a.htm\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset="gb2312"'
    picture = b"\r\n--edge\r\nContent-Location: file:///C:/a.png\r\nContent-Type: image/png\r\n\r\nx\r\n--edge--\r\n"

    [form] = read_file("附件一.doc", head + part + b"\r\n\r\n" + page + picture).forms

    assert form.fields["topic_name"] == "提高合格率"


@pytest.mark.parametrize("name", ["附件一.doc", "附件一.xml"])
def test_the_xml_of_word_2003(name: str) -> None:
    found = read_file(name, a_word_2003().encode())

    if name.endswith(".doc"):
        assert found.forms[0].fields["company_name"] == "汤谷机床有限公司"
    else:
        assert told(found) == ("rejected", ("unsupported_type",))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("表.docx", "今天下午开会".encode(), "corrupt"),
        ("表.docx", bytes(range(256)) * 20, "corrupt"),
        ("表.txt", "今天下午开会".encode(), "not_a_form"),
        ("表.xls", a_page((("序号", "品名"),)).encode(), "not_a_form"),
        ("schema.json", "\n".join(f'"label": "{label}"' for row in FIELDS for label in row).encode(), "unsupported_type"),
        ("表.pdf", b"%PDF-1.7 " + bytes(100), "unsupported_type"),
        ("表.docx", b"\x89PNG\r\n", "unsupported_type"),
        ("表.rar", b"Rar!\x1a\x07\x01", "unsupported_type"),
        ("表.xls", an_excel_2003(SUMMARY)[:-200].encode(), "corrupt"),
        ("表.xls", an_excel_2003((("a",),)).replace("<Workbook", '<!DOCTYPE a [<!ENTITY b "c">]><Workbook').encode(),
         "malicious_xml"),
        ("表.xls", ("<table>" + "<tr><td>" * 400 + "</table>").encode(), "not_a_form"),
        ("表.xls", an_excel_2003(()).replace("<Table>", "<Table>" * 100_000).encode(), "corrupt"),
        ("表.xls", ("<html>" + "<div>" * 10_000).encode(), "corrupt"),
        ("表.xls", a_page((("字" * 3_500_000,),)).encode(), "too_large"),
    ],
)  # fmt: skip
def test_what_is_no_form_has_one_reason(name: str, content: bytes, reason: str) -> None:
    assert told(read_file(name, content)) == ("rejected", (reason,))


def test_a_cell_that_claims_to_span_everything_is_cut_to_the_table() -> None:
    page = a_page(((TITLE,), *FIELDS)).replace("<td>附件一", '<td colspan="99999" rowspan="99999">附件一')

    assert read_file("表.xls", page.encode()).outcome in ("accepted", "rejected")
