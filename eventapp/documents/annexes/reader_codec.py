"""What was read, as plain lists and texts that travel from the reader's process as JSON; no pickles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from eventapp.documents.annexes.carriers import Carrier
from eventapp.documents.annexes.grid import Table, merge
from eventapp.documents.annexes.parcels import Parcel
from eventapp.documents.annexes.reading import Places
from eventapp.domain.annexes import FormKind, Outcome, ReadFile, ReadForm, Sureness
from eventapp.domain.refusals import Fault, Severity

Packed = dict[str, Any]


def pack_file(read: ReadFile) -> Packed:
    return {
        "name": read.name, "sha256": read.sha256, "outcome": read.outcome, "reasons": read.reasons,
        "forms": [pack_form(form) for form in read.forms], "faults": [pack_fault(one) for one in read.faults],
    }  # fmt: skip


def unpack_file(packed: Packed) -> ReadFile:
    return ReadFile(
        packed["name"], packed["sha256"], Outcome(packed["outcome"]), tuple(packed["reasons"]),
        tuple(unpack_form(form) for form in packed["forms"]), tuple(unpack_fault(one) for one in packed["faults"]),
    )  # fmt: skip


def pack_form(form: ReadForm) -> Packed:
    """Rows travel as lists below one list of names: there may be 50,000 of them."""
    packed = {one.name: getattr(form, one.name) for one in fields(form)}
    columns = list(form.rows[0]) if form.rows else []
    return packed | {
        "columns": columns,
        "rows": [[row[name] for name in columns] for row in form.rows],
        "provenance": pack_places(form.provenance),
        "faults": [pack_fault(one) for one in form.faults],
    }


def unpack_form(packed: Packed) -> ReadForm:
    columns = packed.pop("columns")
    rows = tuple(dict(zip(columns, row, strict=True)) for row in packed["rows"])
    return ReadForm(
        **packed | {
            "kind": FormKind(packed["kind"]), "rows": rows, "provenance": unpack_places(packed["provenance"]),
            "faults": tuple(unpack_fault(one) for one in packed["faults"]),
            "sureness": {path: Sureness(word) for path, word in packed["sureness"].items()},
        }
    )  # fmt: skip


def pack_fault(one: Fault) -> list[Any]:
    return [one.code, one.message, one.where, one.field, one.severity, one.params]


def unpack_fault(packed: list[Any]) -> Fault:
    code, message, where, field, severity, params = packed
    return Fault(code, message, where, field, Severity(severity), params)


def pack_parcel(parcel: Parcel) -> list[Any]:
    return [
        parcel.name, str(parcel.path), parcel.sha256, parcel.carrier.value, parcel.container, parcel.reason,
        parcel.is_body,
    ]  # fmt: skip


def unpack_parcel(packed: list[Any]) -> Parcel:
    name, path, sha256, carrier, container, reason, is_body = packed
    return Parcel(name, Path(path), sha256, Carrier(carrier), container, reason, is_body)


def pack_places(places: Mapping[str, str]) -> Packed:
    """Places of rows travel as row numbers of their tables, and become words only when asked for."""
    if not isinstance(places, Places):
        return {"fields": dict(places)}
    tables: dict[int, int] = {}
    maps: dict[int, int] = {}
    packed_tables: list[list[Any]] = []
    packed_maps: list[dict[str, int]] = []
    rows: list[tuple[int, int, int]] = []
    for row in places.rows:
        if id(row.table) not in tables:
            tables[id(row.table)] = len(packed_tables)
            packed_tables.append(pack_table(row.table))
        if id(row.columns) not in maps:
            maps[id(row.columns)] = len(packed_maps)
            packed_maps.append(dict(row.columns))
        rows.append((tables[id(row.table)], maps[id(row.columns)], row.row))
    return {"fields": places.fields, "tables": packed_tables, "maps": packed_maps, "rows": rows}


def unpack_places(packed: Packed) -> Mapping[str, str]:
    if "rows" not in packed:
        return dict(packed["fields"])
    return PackedPlaces(packed)


def pack_table(table: Table) -> list[Any]:
    spans = {(span.row, span.column, span.last_row, span.last_column) for span in table.spans.values()}
    return [table.name, table.is_sheet, table.is_prose, list(spans)]


def unpack_table(packed: list[Any]) -> Table:
    name, is_sheet, is_prose, spans = packed
    table = Table(name, [], is_sheet=is_sheet, is_prose=is_prose)
    for span in spans:
        merge(table.spans, *span)
    return table


class PackedPlaces(Mapping[str, str]):
    """The places of `Places` after the journey, worked out when asked."""

    def __init__(self, packed: Packed) -> None:
        self._fields: dict[str, str] = packed["fields"]
        self._tables = [unpack_table(table) for table in packed["tables"]]
        self._maps: list[dict[str, int]] = packed["maps"]
        self._rows: list[list[int]] = packed["rows"]

    def __getitem__(self, path: str) -> str:
        if path in self._fields:
            return self._fields[path]
        number, _, name = path.removeprefix("rows[").partition("].")
        if not number.isdigit() or int(number) >= len(self._rows):
            raise KeyError(path)
        table, columns, row = self._rows[int(number)]
        return self._tables[table].place(row, self._maps[columns][name])

    def __iter__(self) -> Iterator[str]:
        yield from self._fields
        for number, (_, columns, _) in enumerate(self._rows):
            yield from (f"rows[{number}].{name}" for name in self._maps[columns])

    def __len__(self) -> int:
        return len(self._fields) + sum(len(self._maps[columns]) for _, columns, _ in self._rows)
