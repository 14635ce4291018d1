"""`annexes read`: one JSON line a file, in the form of the truth beside the sample files, and no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from flask import Flask

from tests.factories_parcels import FORM, LETTER, SAMPLES, a_zip
from tests.house.sources import PROJECT


def lines(app: Flask, *paths: Path) -> list[dict[str, Any]]:
    outcome = app.test_cli_runner().invoke(args=["annexes", "read", *map(str, paths)])
    assert outcome.exit_code == 0, outcome.output
    return [json.loads(line) for line in outcome.stdout.splitlines()]


def test_a_folder_is_read_in_the_order_of_its_paths(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "乙").mkdir()
    (tmp_path / "乙" / "附件一.docx").write_bytes(FORM)
    (tmp_path / "乙" / "~$附件一.docx").write_bytes(b"lock")
    (tmp_path / "甲.zip").write_bytes(a_zip(("班组/附件一.docx", FORM), ("会议.docx", LETTER)))

    assert [(line["file"], line["type"], line["outcome"], line["reasons"]) for line in lines(app, tmp_path)] == [
        ("乙/~$附件一.docx", "document", "ignored", ["temporary_file"]),
        ("乙/附件一.docx", "document", "accepted", []),
        ("甲.zip", "container", "accepted", []),
        ("甲.zip!/班组/附件一.docx", "document", "accepted", []),
        ("甲.zip!/会议.docx", "document", "rejected", ["not_a_form"]),
    ]


def test_a_form_tells_fields_places_and_warnings(app: Flask) -> None:
    [line] = lines(app, SAMPLES / "summary_missing_postcode.xls")
    [form] = line["forms"]

    assert list(form)[:5] == ["form", "fields", "rows", "warnings", "provenance"]
    missing = [one["field"] for one in form["warnings"] if one["code"] == "missing_required"]
    assert form["provenance"].keys() >= {"region_or_group", "rows[0].company_name"}
    assert {field.split(".")[1] for field in missing} == {"postcode"}
    assert any("邮编" in message for message in line["messages"])


def test_a_path_that_is_not_there_is_a_usage_error(app: Flask, tmp_path: Path) -> None:
    assert app.test_cli_runner().invoke(args=["annexes", "read", str(tmp_path / "x")]).exit_code == 2


def test_no_database_is_opened(tmp_path: Path) -> None:
    nowhere = {"DATA_DIR": str(tmp_path), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}

    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "annexes", "read", str(SAMPLES / "qc_result.docx")],
        cwd=PROJECT, env={**os.environ, **nowhere}, capture_output=True, check=True,
    )  # fmt: skip

    assert json.loads(done.stdout)["outcome"] == "accepted"
    assert list(tmp_path.iterdir()) == []
