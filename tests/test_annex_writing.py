"""`annexes write`: values become an official form; whatever is wrong with them is told at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from eventapp.documents.annexes import read_file
from eventapp.documents.forms import write_word
from eventapp.domain.annexes import FormKind

FIELDS = {"group_name": "“利刃”QC小组", "company_name": "=1+1", "postcode": "050000", "member_count": 9}


def write(app: Flask, kind: str, described: Any, target: Path, *, source: str = "-") -> tuple[int, str]:
    text = described if isinstance(described, bytes) else json.dumps(described, ensure_ascii=False).encode()
    outcome = app.test_cli_runner().invoke(args=["annexes", "write", kind, source, str(target)], input=text)
    return outcome.exit_code, outcome.output


@pytest.mark.parametrize("kind", ["qc_result", "1"])
def test_a_form_is_written_by_its_name_or_number(app: Flask, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "附件一.docx"

    assert write(app, kind, {"form": "qc_result", "fields": FIELDS}, target) == (0, "")
    assert target.read_bytes() == write_word(FormKind.QC_RESULT, FIELDS)


def test_values_come_from_a_file_too(app: Flask, tmp_path: Path) -> None:
    (source := tmp_path / "in.json").write_bytes(b"\xef\xbb\xbf" + json.dumps({"fields": FIELDS}).encode())

    assert write(app, "qc_result", b"", tmp_path / "1.docx", source=str(source)) == (0, "")


def test_what_the_reader_prints_can_be_written(app: Flask, tmp_path: Path) -> None:
    target = tmp_path / "附件六.xlsx"
    described = {
        "form": "activity_statistics",
        "fields": {"company_name": "甲公司", "participation_rate": 40},
        "warnings": [],
        "supporting": {"participants": 1200, "employees": 3000},
    }

    assert write(app, "6", described, target) == (0, "")
    assert read_file("x", target.read_bytes()).forms[0].supporting == described["supporting"]


def test_every_fault_is_told_at_once_and_nothing_is_written(app: Flask, tmp_path: Path) -> None:
    described = {
        "fields": {"company_nam": "甲", "nothing": 1, "judges": "甲、乙", "filled_by": ["甲"]},
        "rows": [{"postcode": 50000, "kind": "队", "member_count": [9]}],
    }

    assert write(app, "3", described, tmp_path / "3.xlsx") == (
        1,
        "Error: 有 7 处不能写入表格。\n"
        "  本表没有 company_nam 这一栏。\n"
        "  本表没有 nothing 这一栏。\n"
        "  judges（评委）应当是文字的列表。\n"
        "  filled_by（填表人）应当是文字。\n"
        "  rows[0].postcode（邮编）应当是文字。\n"
        "  rows[0].kind（信组/QC）只能是：qc、team。\n"
        "  rows[0].member_count（小组人数）应当是数字。\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_slip_of_the_pen_is_guessed(app: Flask, tmp_path: Path) -> None:
    assert write(app, "1", {"fields": {"compny_name": "甲"}}, tmp_path / "1.docx") == (
        1,
        "Error: 有 1 处不能写入表格。\n  本表没有 compny_name 这一栏，是否应为 company_name？\n",
    )


@pytest.mark.parametrize(
    ("described", "sentence"),
    [
        ([], "内容应当是一个 JSON 对象，含 fields 和（附件三）rows。"),
        ({"form": "team_result"}, "内容写明是 team_result，要写的却是 qc_result。"),
        ({"fields": []}, ""),
        ({"fields": [1]}, "fields 应当是“栏目名: 值”的对象。"),
        ({"rows": [{}]}, "rows 应当是行的列表，并且只有附件三有。"),
    ],
)
def test_another_shape_is_refused_in_one_sentence(app: Flask, tmp_path: Path, described: Any, sentence: str) -> None:
    outcome = write(app, "qc_result", described, tmp_path / "1.docx")

    assert outcome == ((1, f"Error: 有 1 处不能写入表格。\n  {sentence}\n") if sentence else (0, ""))


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe", b'{"fields": {"member_count": NaN}}', b"[" * 100_000])
def test_what_is_no_json_is_said_in_one_line(app: Flask, tmp_path: Path, text: bytes) -> None:
    code, output = write(app, "qc_result", text, tmp_path / "1.docx")

    assert (code, output.count("\n"), output.endswith("不是可以读取的 JSON 文件\n")) == (1, 1, True)


@pytest.mark.parametrize(
    ("kind", "name", "sentence"),
    [
        ("2", "2.xlsx", "只有附件三和附件六可以导出为 Excel，其他附件请导出 Word 版。"),
        ("2", "2.pdf", "2.pdf: .docx or .xlsx / 只能写成 .docx 或 .xlsx"),
    ],
)
def test_a_carrier_that_the_form_has_not_is_refused(
    app: Flask, tmp_path: Path, kind: str, name: str, sentence: str
) -> None:
    assert write(app, kind, {}, tmp_path / name) == (1, f"Error: {sentence}\n")


def test_doubtful_values_are_written_and_named(app: Flask, tmp_path: Path) -> None:
    code, output = write(app, "1", {"fields": FIELDS | {"mobile": "1380000"}}, tmp_path / "1.docx")

    assert (code, output) == (0, "  mobile：“手机”里的“1380000”不像是正确的内容，请核对后重新填写。\n")
