"""Old Excel files (.xls) as tables, read in a process of their own that may die without harm."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from eventapp.documents.annexes.grid import Table, merge_ranges
from eventapp.documents.annexes.old_sheet_child import PASSWORD_STATUS
from eventapp.documents.limits import Unsafe

CHILD = Path(__file__).with_name("old_sheet_child.py")
SECONDS = 30


def read_old_workbook(content: bytes) -> list[Table]:
    """The visible sheets of a .xls. Raises Unsafe with `encrypted` or `corrupt`."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-X", "utf8", str(CHILD)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unsafe("corrupt") from error
    if done.returncode:
        raise Unsafe("encrypted" if done.returncode == PASSWORD_STATUS else "corrupt")
    tables = []
    for name, rows, ranges in json.loads(done.stdout):
        table = Table(name, rows, is_sheet=True)
        merge_ranges(table, ranges)
        tables.append(table)
    return tables
