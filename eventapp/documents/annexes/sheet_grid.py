"""Excel workbooks (.xlsx, .xls) as tables, one a visible sheet, read by calamine."""

from __future__ import annotations

import io

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from eventapp.documents.annexes.grid import Table, merge
from eventapp.documents.limits import Unsafe

MERGED_CELLS_LIMIT = 200_000  # a merged area over whole columns says nothing and would fill the memory


def read_workbook(content: bytes) -> list[Table]:
    """The visible sheets of a workbook. Raises Unsafe with `encrypted` or `corrupt`."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_table(workbook, sheet.name) for sheet in workbook.sheets_metadata if _is_shown(sheet)]
    except PasswordError as error:
        raise Unsafe("encrypted") from error
    except (CalamineError, ValueError, OSError) as error:
        raise Unsafe("corrupt") from error


def _is_shown(sheet: object) -> bool:
    kind, visible = getattr(sheet, "typ", None), getattr(sheet, "visible", None)
    return bool(kind == SheetTypeEnum.WorkSheet and visible == SheetVisibleEnum.Visible)


def _table(workbook: CalamineWorkbook, name: str) -> Table:
    sheet = workbook.get_sheet_by_name(name)
    table = Table(name, list(sheet.to_python(skip_empty_area=False)), is_sheet=True)
    for (row, column), (bottom, right) in sheet.merged_cell_ranges or ():
        last_row, last_column = min(bottom, len(table.rows) - 1), min(right, sheet.total_width - 1)
        if (last_row - row + 1) * (last_column - column + 1) + len(table.spans) <= MERGED_CELLS_LIMIT:
            merge(table.spans, row, column, last_row, last_column)
    return table
