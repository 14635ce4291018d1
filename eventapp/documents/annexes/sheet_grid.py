"""Excel workbooks (.xlsx) as tables, one a sheet, read by calamine."""

from __future__ import annotations

import io
import zipfile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from eventapp.documents.annexes.grid import Table, merge_ranges
from eventapp.documents.annexes.sheet_notes import SheetNotes
from eventapp.documents.limits import Unsafe
from eventapp.documents.sheet_limits import CELLS_LIMIT

ZIP_SIGNATURE = b"PK\x03\x04"


def read_workbook(content: bytes) -> list[Table]:
    """The sheets of a workbook, hidden ones marked. Raises Unsafe with `encrypted` or `corrupt`."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        notes = _notes(content)
        return [
            _table(workbook, sheet.name, notes, is_hidden=sheet.visible != SheetVisibleEnum.Visible)
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible != SheetVisibleEnum.VeryHidden
        ]
    except PasswordError as error:
        raise Unsafe("encrypted") from error
    except (CalamineError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise Unsafe("corrupt") from error
    except BaseException as error:
        # A panic of the Rust parser is no Exception; to a sender it is a damaged file like any other.
        if type(error).__name__ != "PanicException":
            raise
        raise Unsafe("corrupt") from error


def _notes(content: bytes) -> SheetNotes | None:
    """The notes of an .xlsx; an .xls keeps none that we read."""
    return SheetNotes(zipfile.ZipFile(io.BytesIO(content))) if content.startswith(ZIP_SIGNATURE) else None


def _table(workbook: CalamineWorkbook, name: str, notes: SheetNotes | None, *, is_hidden: bool) -> Table:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > CELLS_LIMIT:
        raise Unsafe("zip_bomb")
    table = Table(name, list(sheet.to_python(skip_empty_area=False)), is_sheet=True, is_hidden=is_hidden)
    if notes:
        table.notes = notes.of(name)
    merge_ranges(table, sheet.merged_cell_ranges or ())
    return table
