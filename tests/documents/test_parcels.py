"""Archives and mails: what is in them, by which names, and what must not come out of them."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from eventapp.documents.annexes.arrivals import read_upload
from eventapp.documents.annexes.parcels import unpack
from eventapp.documents.limits import Limits
from tests.factories_parcels import FORM, LETTER, a_link, a_mail, a_part, a_zip, an_attachment, with_password

SMALL = Limits(file_bytes=1_000_000, expanded_bytes=2_000_000, members=20, ratio=50, ratio_from=1_000_000)
BODY = a_part(b"Content-Type: text/plain; charset=utf-8", "各位老师：材料见附件。联系人：谭景".encode())


def inside(folder: Path, name: str, content: bytes, limits: Limits = SMALL) -> list[tuple[str, str]]:
    """Names and reasons of everything in an upload."""
    (path := folder / "upload").write_bytes(content)
    (spool := folder / "spool").mkdir()
    return [(parcel.name, parcel.reason) for parcel in unpack(name, path, spool, limits)]


def outcomes(name: str, content: bytes, limits: Limits = SMALL) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(read.name, read.outcome.value, read.reasons) for read in read_upload(name, content, limits)]


@pytest.mark.parametrize("charset", ["", "utf-8", "gb18030"], ids=["marked", "macOS", "Windows"])
def test_names_in_an_archive_are_read_in_either_character_set(tmp_path: Path, charset: str) -> None:
    archive = a_zip(("班组/附件二：镕钢班.docx", FORM), ("喆.docx", FORM), charset=charset)

    assert inside(tmp_path, "材料.zip", archive) == [
        ("材料.zip", ""),
        ("材料.zip!/班组/附件二：镕钢班.docx", ""),
        ("材料.zip!/喆.docx", ""),
    ]


@pytest.mark.parametrize(
    "name", ["../附件一.docx", "a/../../b.docx", "/etc/附件一.docx", "C:\\附件一.docx", "..\\b.docx"]
)
def test_an_entry_that_points_outside_is_not_taken_out(tmp_path: Path, name: str) -> None:
    found = inside(tmp_path, "a.zip", a_zip((name, FORM), ("好.docx", FORM)))

    assert [reason for _, reason in found] == ["", "unsafe_path", ""]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["spool", "upload"]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    assert inside(tmp_path, "a.zip", a_link("附件一.docx", "/etc/passwd"))[1] == ("a.zip!/附件一.docx", "unsafe_path")


def test_what_file_managers_leave_behind_is_ignored() -> None:
    junk = [
        ("__MACOSX/._附件一.docx", b"\x00\x05"),
        ("Thumbs.db", b"x"),
        ("a/~$附件一.docx", b"x"),
        (".DS_Store", b"x"),
    ]

    found = outcomes("a.zip", a_zip(*junk, ("附件一.docx", FORM)))

    assert [(outcome, reasons) for _, outcome, reasons in found] == [
        ("accepted", ()),
        *[("ignored", ("temporary_file",))] * 4,
        ("accepted", ()),
    ]


def test_archives_in_mails_in_archives_come_apart() -> None:
    mail = a_mail(BODY, an_attachment(b'filename="inner.zip"', a_zip(("附件一.docx", FORM), ("会议.docx", LETTER))))

    assert outcomes("外.zip", a_zip(("信/来信.eml", mail))) == [
        ("外.zip", "accepted", ()),
        ("外.zip!/信/来信.eml", "accepted", ()),
        ("外.zip!/信/来信.eml!/inner.zip", "accepted", ()),
        ("外.zip!/信/来信.eml!/inner.zip!/附件一.docx", "accepted", ()),
        ("外.zip!/信/来信.eml!/inner.zip!/会议.docx", "rejected", ("not_a_form",)),
    ]


def nested(levels: int) -> bytes:
    content = FORM
    for level in range(levels):
        content = a_zip((f"{level}.docx" if level == 0 else f"{level}.zip", content))
    return content


def test_archives_are_opened_to_a_depth() -> None:
    assert outcomes("a.zip", nested(4))[-1][1:] == ("accepted", ())
    assert [reasons for _, _, reasons in outcomes("a.zip", nested(5))] == [("zip_bomb",)] * 5


@pytest.mark.parametrize(
    ("archive", "reason"),
    [
        (a_zip(("a.docx", bytes(3_000_000))), "zip_bomb"),
        (a_zip(("a.docx", bytes(1_500_000))), "zip_bomb"),
        (a_zip(*((f"{number}.docx", b"") for number in range(21))), "zip_bomb"),
        (a_zip(*((f"{one}.zip", a_zip(("a.bin", bytes(900_000)))) for one in range(3))), "zip_bomb"),
        (with_password(a_zip(("附件一.docx", FORM))), "encrypted"),
        (a_zip(("附件一.docx", FORM))[:-30], "corrupt"),
        (a_zip(("附件一.docx", LETTER)), "not_a_form"),
        (a_zip(("扫描件.pdf", b"%PDF-1.7")), "unsupported_type"),
        (a_zip(), "empty_file"),
        (a_zip(("Thumbs.db", b"x")), "empty_file"),
    ],
    ids=["size", "ratio", "count", "nested sizes", "password", "torn", "no form", "scan", "empty", "only junk"],
)  # fmt: skip
def test_an_archive_that_cannot_be_used_is_refused(archive: bytes, reason: str) -> None:
    name, outcome, reasons = outcomes("材料.zip", archive)[0]

    assert (name, outcome, reasons) == ("材料.zip", "rejected", (reason,))


def test_one_bad_member_leaves_the_others_alone() -> None:
    archive = a_zip(("坏.docx", FORM[:3000]), ("附件一.docx", FORM), ("表.rar", b"Rar!\x1a\x07"))

    assert [outcome[1:] for outcome in outcomes("a.zip", archive)] == [
        ("accepted", ()), ("rejected", ("corrupt",)), ("accepted", ()), ("rejected", ("unsupported_type",)),
    ]  # fmt: skip


def test_two_members_of_one_name_stay_two(tmp_path: Path) -> None:
    mail = a_mail(an_attachment(b'filename="a.docx"'), an_attachment(b'filename="a.docx"', LETTER))

    assert [name for name, _ in inside(tmp_path, "m.eml", mail)] == ["m.eml", "m.eml!/a.docx", "m.eml!/a (2).docx"]


def word(text: str, charset: str) -> bytes:
    return b"=?" + charset.encode() + b"?B?" + base64.b64encode(text.encode("gb18030")) + b"?="


CHINESE = "附件一_镕钢.docx"
RAW = CHINESE.encode("gb18030")


@pytest.mark.parametrize(
    "written",
    [
        b'filename="' + word(CHINESE, "GB2312") + b'"',
        b'filename="' + RAW + b'"',
        b"filename=" + CHINESE.encode(),
        b"filename*=utf-8''" + b"".join(b"%%%02X" % byte for byte in CHINESE.encode()),
        b"filename*0*=gbk''%B8%BD%BC%FE; filename*1*=%D2%BB_; filename*2*=%E9%46%B8%D6; filename*3=.docx",
        b'filename="=?gb2312?B?'
        + base64.b64encode(RAW[:3])
        + b"?=\r\n =?gb2312?B?"
        + base64.b64encode(RAW[3:])
        + b'?="',
        b'filename="C:\\papers\\' + RAW + b'"',
    ],
    ids=["encoded word", "raw GBK", "raw UTF-8", "RFC 2231", "RFC 2231 in pieces", "a character cut in half", "a path"],
)
def test_names_of_attachments_are_read_however_they_are_written(tmp_path: Path, written: bytes) -> None:
    assert inside(tmp_path, "m.eml", a_mail(BODY, an_attachment(written)))[1] == (f"m.eml!/{CHINESE}", "")


def test_a_mail_within_a_mail_is_named_by_its_subject() -> None:
    inner = a_mail(BODY, an_attachment(b'filename="a.docx"')).replace(b"papers", word("转发：材料/二", "gbk"))
    forwarded = b"Content-Type: message/rfc822\r\n\r\n" + inner.replace(b"edge", b"rim")

    assert [name for name, _, _ in outcomes("m.eml", a_mail(BODY, forwarded))] == [
        "m.eml", "m.eml!/转发：材料 二.eml", "m.eml!/转发：材料 二.eml!/a.docx",
    ]  # fmt: skip


def test_pictures_within_the_text_are_no_attachments() -> None:
    picture = a_part(b"Content-Type: image/png\r\nContent-ID: <logo>\r\nContent-Disposition: inline", b"\x89PNG")

    assert [name for name, _, _ in outcomes("m.eml", a_mail(BODY, picture, an_attachment(b'filename="a.docx"')))] == [
        "m.eml", "m.eml!/a.docx",
    ]  # fmt: skip


@pytest.mark.parametrize("parts", [(), (an_attachment(b'filename="scan.pdf"', b"%PDF-1.7"),)], ids=["none", "scan"])
def test_a_mail_without_papers_is_refused(parts: tuple[bytes, ...]) -> None:
    assert outcomes("m.eml", a_mail(BODY, *parts))[0][1:] == ("rejected", ("no_attachment",))


def test_a_form_typed_into_the_mail_is_read() -> None:
    page = (
        "<html><body><p>附件一 全国机械工业优秀质量管理小组成果表</p><table>"
        "<tr><td>QC小组名称</td><td>标尺QC小组</td><td>课题名称</td><td>提高合格率</td></tr>"
        "<tr><td>企业名称</td><td>汤谷机床有限公司</td><td>邮编</td><td>050000</td></tr>"
        "<tr><td>联系人</td><td>谭景</td><td>手机</td><td>13800001234</td></tr></table></body></html>"
    )

    found = read_upload("m.eml", a_mail(a_part(b"Content-Type: text/html; charset=gb2312", page.encode("gb18030"))))

    assert [read.name for read in found] == ["m.eml", "m.eml!/正文.htm"]
    assert (found[1].forms[0].fields["group_name"], found[1].forms[0].fields["postcode"]) == ("标尺QC小组", "050000")
