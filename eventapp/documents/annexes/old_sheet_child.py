"""Reads one old Excel file (.xls) from standard input and prints its visible sheets as JSON.

Runs as a process of its own: a hostile .xls makes the parser ask for more memory than there is, which ends the
process that asks. Exit status 3 means password-protected, any other failure damaged.
"""

from __future__ import annotations

import io
import json
import sys

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 20
CELLS_LIMIT = 3_000_000
PASSWORD_STATUS = 3


def limit_process() -> None:
    """Bound memory and time where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Print `[[name, rows, merged ranges], …]`; returns the exit status."""
    limit_process()
    from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    except PasswordError:
        return PASSWORD_STATUS
    sheets = []
    for metadata in workbook.sheets_metadata:
        sheet = workbook.get_sheet_by_name(metadata.name)
        if metadata.visible == SheetVisibleEnum.Visible and sheet.total_height * sheet.total_width <= CELLS_LIMIT:
            sheets.append([metadata.name, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or []])
    json.dump(sheets, sys.stdout, default=lambda content: content.isoformat())
    return 0


if __name__ == "__main__":
    sys.exit(main())
