"""The organizers' lists: planned, carried out in parts, exported and imported again without a change."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from eventapp.documents.attendee_sheet import write_attendees
from eventapp.documents.attendee_sheet_reading import find_people
from eventapp.domain.attendee_columns import NUMBER, TypedRow
from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.attendee_plans import RowKind, count_kinds
from eventapp.domain.events import Edition
from eventapp.domain.registration_states import AttendeeState, Origin
from eventapp.extensions import db
from eventapp.models import Attendee, AuditEntry, Message
from eventapp.services import attendee_exports, attendee_imports, registration
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, a_result, a_story
from tests.factories_delegations import UNIT, people, typed
from tests.factories_registration import LINKS, a_person, an_edition_with_roles, register, the_attendee

pytestmark = pytest.mark.usefixtures("app")
ODD = [
    "=1+1",
    "+A1",
    "-3",
    "@x",
    '"引号"',
    "{0}%(a)s",
    "𠮷镕喆",
    "_x0041_",
    "买买提·吐尔逊",
    "<b>甲</b>",
    "Ａｄａ",
    "O'Neil",
]


def rows_of(*texts: dict[str, str]) -> list[TypedRow]:
    return [TypedRow(row, line) for line, row in enumerate(texts, 3)]


def run_import(edition: Edition, rows: list[TypedRow], *, size: int = 500, tells: bool = False) -> dict[RowKind, int]:
    work = attendee_imports.open_list(edition, now=NOW)
    done = [
        row
        for part in attendee_imports.parts_of(rows, size)
        for row in attendee_imports.import_part(edition, work, part, links=LINKS, tells=tells, actor=SECRETARY, now=NOW)
    ]
    return {kind: number for kind, number in count_kinds(done).items() if number}


def test_organizers_may_leave_open_what_people_must_answer_and_are_bound_by_no_time() -> None:
    edition = an_edition_with_roles(registration_closes_at=NOW)
    people_told = [
        {"name": "崔亦峤", "unit_name": "天津市机械质协", "mobile": "13800008393", "roles": "评委"},
        {"name": "何人", "unit_name": "", "mobile": "13800008394", "roles": "嘉宾"},
        typed(3, unit_name=UNIT, email="p@example.com"),
        typed(3, unit_name=UNIT),
    ]

    assert run_import(edition, rows_of(*people_told), size=2) == {RowKind.NEW: 2, RowKind.FAULTY: 2}
    assert people("name", "state", "origin") == [
        ("崔亦峤", AttendeeState.CONFIRMED, Origin.IMPORT), ("谭景3", AttendeeState.CONFIRMED, Origin.IMPORT),
    ]  # fmt: skip
    assert db.session.scalars(select(Message)).all() == []
    assert run_import(edition, rows_of(typed(3, unit_name=UNIT, job_title="班长")), tells=True) == {RowKind.CHANGED: 1}
    assert [mail.recipient for mail in db.session.scalars(select(Message))] == ["p@example.com"]


def test_an_export_is_an_import_that_changes_nothing() -> None:
    edition = an_edition_with_roles()
    result, story = a_result(edition, "“铁砧”QC小组", unit=UNIT).id, a_story(edition, "深夜，两点的试车", unit=UNIT).id
    register(edition, a_person("谭志序", unit_name=UNIT), "presenter", result_id=result)
    register(edition, a_person("谭志序", unit_name=UNIT), "speaker", story_id=story)
    gone = register(edition, a_person("不来了", mobile="13800000099"))
    registration.cancel_registration(edition, gone, links=LINKS, actor=SECRETARY, now=NOW)
    for number, name in enumerate(ODD):
        register(edition, a_person(name, mobile=f"138000100{number:02d}", job_title=name, unit_name=f"{name}单位"))
    before = everything()

    made = attendee_exports.list_export(edition, Wanted(), now=NOW)
    content = write_attendees(made.columns, made.rows, title="名单")
    sheet = find_people("名单.xlsx", content, made.columns)

    assert {row.texts["name"] for row in sheet.rows} == {"谭志序", "不来了", *ODD}
    assert run_import(edition, list(sheet.rows)) == {RowKind.UNCHANGED: len(ODD) + 2}
    assert everything() == before
    without = [TypedRow({**row.texts, NUMBER: ""}, row.line) for row in sheet.rows if row.texts["name"] != "不来了"]
    assert run_import(edition, without) == {RowKind.UNCHANGED: len(ODD) + 1}


def everything() -> list[object]:
    """All people, and the length of the trail."""
    db.session.rollback()
    rows = db.session.execute(select(Attendee.__table__).order_by(Attendee.id)).all()
    return [*map(tuple, rows), len(db.session.scalars(select(AuditEntry.position)).all())]


def test_one_cell_changed_in_an_export_changes_one_thing() -> None:
    edition = an_edition_with_roles()
    register(edition, a_person(unit_name=UNIT, job_title="班长"))
    made = attendee_exports.list_export(edition, Wanted(), now=NOW)
    row = {**made.rows[0], "roles": "观摩人员、企业各级质量管理人员", "job_title": ""}
    blank = dict.fromkeys((column.code for column in made.columns), "")

    assert run_import(edition, rows_of(blank | row)) == {RowKind.CHANGED: 1}
    assert (the_attendee().job_title, [held.role.code for held in the_attendee().roles]) == (
        "", ["observer", "quality_manager"],
    )  # fmt: skip


def test_statements_a_row_are_few(statements: Statements) -> None:
    edition = an_edition_with_roles()
    rows = rows_of(
        *[typed(number, unit_name=f"单位{number % 20}", email=f"p{number}@example.com") for number in range(600)]
    )
    statements.clear()
    run_import(edition, rows, size=300, tells=True)
    new = len(statements)
    statements.clear()
    run_import(edition, rows, size=300)

    assert new <= 62
    assert len(statements) <= 20  # nobody changes
