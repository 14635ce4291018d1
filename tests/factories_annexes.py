"""Annex-3 workbooks made on the spot, and files taken in the way the import page takes them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from flask import current_app
from openpyxl import Workbook

from eventapp.documents import archive
from eventapp.domain.events import Edition
from eventapp.jobs.queue import dispatch
from eventapp.services import files, jobs
from tests.factories import NOW, SECRETARY

SAMPLES = Path(__file__).parent / "data" / "annexes"
HEADINGS = (
    "序", "邮编", "单位名称", "QC小组(信组)名称", "企业推荐等级1、2", "课题名称(简写)", "小组人数", "联系人", "联系电话"
)  # fmt: skip
NASTY = "{name}“引号\"'=cmd|' /C calc'!A0<b>%(x)s·镕"


def a_row(number: int = 1, **overrides: Any) -> dict[str, Any]:
    """One row of annex 3; `number` makes it different from others."""
    return {
        "postcode": f"05{number % 10_000:04d}", "company": f"汤谷第{number}机床有限公司", "group": f"铁砧{number}QC小组",
        "level": 2, "topic": f"降低第{number}道工序划伤率", "members": 8, "contact": "谭景", "phone": "13800001234",
    } | overrides  # fmt: skip


def rows_up_to(number: int, **overrides: Any) -> list[dict[str, Any]]:
    return [a_row(one, **overrides) for one in range(1, number + 1)]


def a_workbook(rows: list[dict[str, Any]], body: str = "河北省", *, teams: tuple[dict[str, Any], ...] = ()) -> bytes:
    """Annex 3 of one recommending body as an Excel file; every cell is text or number, never a formula."""
    book = Workbook()
    sheet = book.active
    lines: list[tuple[Any, ...]] = [
        ("全国机械工业优秀信得过班组 优秀QC小组成果 推荐汇总表",), (f"地区或集团、单位：{body}", "", "评委：崔亦峤"),
        HEADINGS,
    ]  # fmt: skip
    for heading, part in (("质量信得过班组", teams), ("QC小组", rows)):
        lines.append((heading,))
        lines.extend((number, *row.values()) for number, row in enumerate(part, 1))
    for at_row, line in enumerate(lines, 1):
        for at_column, content in enumerate(line, 1):
            cell = sheet.cell(at_row, at_column, content)
            if isinstance(content, str):
                cell.data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def a_sample(name: str) -> bytes:
    """One of the sample files of the tests."""
    return (SAMPLES / name).read_bytes()


def files_folder() -> Path:
    return current_app.extensions["settings"].data_path / "files"


def a_kept_file(edition: Edition, name: str, content: bytes) -> int:
    """A file as the import page keeps it."""
    sha256 = archive.keep(files_folder(), content)
    return files.note_file(
        edition, sha256=sha256, name=name, media_type="application/octet-stream", size=len(content), now=NOW
    )


def a_waiting_import(edition: Edition, *numbers: int) -> int:
    """The job that reads these files, not yet begun."""
    return jobs.start_job(edition, "import_annexes", "导入", {"files": list(numbers)}, actor=SECRETARY, now=NOW)


def import_now(edition: Edition, **contents: bytes) -> list[int]:
    """Take files in and read them at once; `name_xlsx=` stands for `name.xlsx`. Returns the numbers of the files."""
    numbers = [a_kept_file(edition, ".".join(name.rsplit("_", 1)), content) for name, content in contents.items()]
    dispatch(a_waiting_import(edition, *numbers))
    return numbers
