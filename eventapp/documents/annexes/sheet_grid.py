"""Excel workbooks (.xlsx) as tables, one a visible sheet, read by calamine."""

from __future__ import annotations

import io

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from eventapp.documents.annexes.grid import Table, merge_ranges
from eventapp.documents.limits import Unsafe
from eventapp.documents.sheet_limits import CELLS_LIMIT


def read_workbook(content: bytes) -> list[Table]:
    """The visible sheets of a workbook. Raises Unsafe with `encrypted` or `corrupt`."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_table(workbook, sheet.name) for sheet in workbook.sheets_metadata if _is_shown(sheet)]
    except PasswordError as error:
        raise Unsafe("encrypted") from error
    except (CalamineError, ValueError, OSError) as error:
        raise Unsafe("corrupt") from error
    except BaseException as error:
        # A panic of the Rust parser is no Exception; to a sender it is a damaged file like any other.
        if type(error).__name__ != "PanicException":
            raise
        raise Unsafe("corrupt") from error


def _is_shown(sheet: object) -> bool:
    kind, visible = getattr(sheet, "typ", None), getattr(sheet, "visible", None)
    return bool(kind == SheetTypeEnum.WorkSheet and visible == SheetVisibleEnum.Visible)


def _table(workbook: CalamineWorkbook, name: str) -> Table:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > CELLS_LIMIT:
        raise Unsafe("zip_bomb")
    table = Table(name, list(sheet.to_python(skip_empty_area=False)), is_sheet=True)
    merge_ranges(table, sheet.merged_cell_ranges or ())
    return table
