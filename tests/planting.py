"""One row in every table, with a mark in every column of text that is not said to be impersonal.

A new table or column is planted without anybody doing anything: when it is neither wiped nor declared here, the test of
retention finds the mark in it.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Enum,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Table,
    insert,
)
from sqlalchemy.types import TypeDecorator

from eventapp.domain.events import Edition
from eventapp.extensions import db
from eventapp.services.audit import record
from eventapp.services.transactions import transactional
from tests.factories import NOW, SECRETARY

MARK = "谭志序13800006026"
# What names nobody: units, groups, topics, settings, codes, sums, and what staff did under their own accounts.
IMPERSONAL = {
    "account": {"*"}, "sign_in_attempt": {"*"}, "event": {"*"}, "event_key": {"*"}, "track": {"*"}, "role": {"*"},
    "organization": {"*"}, "checkpoint": {"*"}, "block": {"*"}, "room": {"*"}, "session": {"*"},
    "score_sheet": {"*"}, "score_sheet_version": {"*"}, "registration_form": {"*"}, "message_template": {"*"},
    "badge_design": {"*"}, "badge_class": {"*"}, "badge_print": {"*"}, "certificate": {"*"}, "ticket": {"*"},
    "quality_group": {"*"}, "scan": {"*"}, "award": {"*"},
    "recommender": {"name", "name_key"},
    "attendee": {"unit_name", "language"},
    "attendee_role": set(),
    "delegation": {"unit_name"},
    "message": {"dedupe_key", "template"},
    "bulk_action": {"kind", "changes"},
    "result": {"topic_name", "result_type"},
    "story": {"name", "name_key", "categories", "brand_types"},
    "settlement": {"field", "settled_by"},
    "summary_row": {"postcode", "sort_unit_name", "company_name", "group_name", "topic_name"},
    "duplicate_pair": {"decided_by"},
    "judge": {"unit_name", "region"},
    "score": {"points"},
    "annex": {"subject_key"},
    "annex_step": {"actor_name"},
    "annex_version": {"written"},
}  # fmt: skip
WRITTEN_OTHERWISE = ("event", "audit_head", "audit_entry")
ODD: dict[str, dict[str, Any]] = {
    "annex": {"kind": "qc_result"},
    "annex_version": {
        "fields": {"company_name": "汤谷鹿蜀机床有限公司", "contact_person": MARK, "summary_text": MARK, "own": MARK},
        "rows": [{"group_name": "铁砧QC小组", "contact_person": MARK}],
    },
    "award": {"story_id": None},
    "attendee_role": {"story_id": None},
    "presentation": {"story_id": None, "ends_at": NOW.replace(year=2030)},
    "block": {"ends_at": NOW.replace(year=2030)},
    "session": {"ends_at": NOW.replace(year=2030)},
    "settlement": {"field": "contact_person"},
    "file_reading": {"container_id": None},
    "stored_file": {"is_personal": True},
}


def plant(edition: Edition) -> None:
    """One row in every table; entries of the trail stand in their chain."""
    numbers: dict[str, int] = {"event": edition.id}
    for table in db.metadata.sorted_tables:
        if table.name not in WRITTEN_OTHERWISE:
            row = row_for(table, numbers)
            numbers[table.name] = added(table, row)
        if table.name == "result":  # a pair of results needs two
            group = db.metadata.tables["quality_group"]
            other = added(group, row_for(group, numbers) | {"name_key": "other"})
            ODD["duplicate_pair"] = {"second_id": added(table, row_for(table, numbers) | {"group_id": other})}
    db.session.commit()
    note(edition, "attendee.register", f"attendee:{numbers['attendee']}")
    note(edition, "result.enter", f"result {numbers['result']}")


def added(table: Table, row: dict[str, Any]) -> int:
    return int(db.session.execute(insert(table).values(**row)).inserted_primary_key[0])


@transactional
def note(edition: Edition, action: str, subject: str) -> None:
    said = {"name": MARK, "rows": [MARK]}
    record(edition.slug, action, subject, actor=SECRETARY, now=NOW, before={"mobile": MARK}, after=said)


def row_for(table: Table, numbers: dict[str, int]) -> dict[str, Any]:
    return {column.name: value for column in table.columns if (value := value_for(column, numbers)) is not None}


def value_for(column: Column[Any], numbers: dict[str, int]) -> Any:
    odd = ODD.get(column.table.name, {})
    if column.name in odd:
        return odd[column.name]
    for key in column.foreign_keys:
        return numbers.get(key.column.table.name)
    return None if column.primary_key and isinstance(column.type, Integer) else planted(column)


def planted(column: Column[Any]) -> Any:
    names = IMPERSONAL.get(column.table.name, set())
    said = "plain" if {"*", column.name} & names else MARK
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, Enum):
        return kind.enums[0]
    if isinstance(kind, JSON):
        return [said]
    if isinstance(kind, String):
        return said[: kind.length]
    plain = (
        (Boolean, False),
        (DateTime, NOW),
        (Date, date(2024, 9, 11)),
        (LargeBinary, b"0"),
        (Integer, 1),
        (Numeric, 1),
        (Float, 1),
    )
    return next(value for type_, value in plain if isinstance(kind, type_))


def everything() -> dict[str, list[str]]:
    """Every row of every table as text, every character as itself."""
    db.session.rollback()
    return {
        table.name: [
            json.dumps(list(row), ensure_ascii=False, default=str) for row in db.session.execute(table.select())
        ]
        for table in db.metadata.sorted_tables
    }


def tables_that_say(*marks: str) -> list[str]:
    """Where one of the marks stands in some row."""
    return [name for name, rows in everything().items() if any(mark in row for row in rows for mark in marks)]
