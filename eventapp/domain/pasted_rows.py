"""Rows of annex 3 pasted from a sheet: texts parted by tabs, with a line of headings or in the order of the form."""

from __future__ import annotations

from collections.abc import Mapping

from eventapp.domain.annex_choices import kind_in
from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FormKind
from eventapp.domain.text import cells_pasted, key, plain_digits
from eventapp.domain.typed_forms import KIND_TEXTS

COLUMNS = FORMS[FormKind.RECOMMENDATION_SUMMARY].row_fields
# The order of the printed form, without and with the two columns that many leave out.
ORDER = (
    "postcode", "company_name", "group_name", "recommended_grade", "topic_name", "member_count", "contact_person",
    "contact_phone",
)  # fmt: skip
HEADINGS_NEEDED = 3


def rows_pasted(text: str) -> tuple[Mapping[str, str], ...]:
    """The rows; a line that speaks of teams or groups alone tells the kind of the rows below it."""
    lines = [[cell.strip() for cell in line] for line in cells_pasted(text)]
    order: tuple[str, ...] = ()
    found: list[dict[str, str]] = []
    kind = KIND_TEXTS["qc"]
    for cells in lines:
        if headings := headings_in(cells):
            order = headings
        elif len([cell for cell in cells if cell]) == 1:
            kind = KIND_TEXTS.get(kind_in("".join(cells)) or "", kind)
        else:
            found.append({"kind": kind, **row_of(cells, order or order_for(cells))})
    return tuple(found)


def headings_in(cells: list[str]) -> tuple[str, ...]:
    """The columns that a line of headings names; nothing for any other line."""
    known = {key(label): spec.name for spec in COLUMNS for label in (spec.label, *spec.synonyms)}
    names = tuple(known.get(key(cell), "") for cell in cells)
    return names if len([name for name in names if name]) >= HEADINGS_NEEDED else ()


def order_for(cells: list[str]) -> tuple[str, ...]:
    """Without headings: a short number before the postcode is the running number of the row."""
    first = plain_digits(cells[0])
    return ("seq", *ORDER) if first.isdigit() and len(first) < 5 else ORDER


def row_of(cells: list[str], order: tuple[str, ...]) -> dict[str, str]:
    row = {name: cell for name, cell in zip(order, cells, strict=False) if name and cell}
    if "kind" in row:
        row["kind"] = KIND_TEXTS.get(kind_in(row["kind"]) or "", row["kind"])
    return row
