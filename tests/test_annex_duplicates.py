"""`annexes duplicates` reads an inbox from the disk."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from flask import Flask

from tests.factories_annexes import a_row, a_workbook
from tests.factories_duplicates import DIRECT, LIST, a_region_row, a_unit_row


def test_the_command_prints_a_pair_with_score_reasons_and_both_sides(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "河北省").mkdir()
    (tmp_path / "河北省" / "附件三.xlsx").write_bytes(a_workbook([a_row(3), a_region_row(level=2)], LIST))
    with zipfile.ZipFile(tmp_path / "单位.zip", "w") as archive:
        archive.writestr("附件三.xlsx", a_workbook([a_unit_row(), a_row(2)], DIRECT))
    (tmp_path / "坏.docx").write_bytes(b"nothing")

    answer = app.test_cli_runner().invoke(args=["annexes", "duplicates", str(tmp_path)])

    assert answer.exit_code == 0
    [pair] = map(json.loads, answer.output.splitlines())
    sides = sorted((side["group"], side["files"], side["papers"][0]["row"]) for side in (pair["first"], pair["second"]))
    assert sides == [
        ("电装车间聚力QC小组", ["单位.zip!/附件三.xlsx"], 0),
        ("聚力QC小组", ["河北省/附件三.xlsx"], 1),
    ]
    assert pair["score"] >= 90
    assert {"unit_spelling", "group_workshop", "level_conflict"} <= {reason["code"] for reason in pair["reasons"]}


def test_several_folders_are_several_senders(app: Flask, tmp_path: Path) -> None:
    for name, content in (("河北", a_workbook([a_region_row()], LIST)), ("直报", a_workbook([a_unit_row()], DIRECT))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "附件三.xlsx").write_bytes(content)

    folders = [str(tmp_path / name) for name in ("河北", "直报")]
    answer = app.test_cli_runner().invoke(args=["annexes", "duplicates", *folders])

    [pair] = map(json.loads, answer.output.splitlines())
    assert sorted(pair["first"]["files"] + pair["second"]["files"]) == [f"{folder}/附件三.xlsx" for folder in folders]
