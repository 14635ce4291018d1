"""What tests of lists of people need: a unit's contact, rows as they are typed, workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from eventapp.documents.attendee_sheet import write_attendees
from eventapp.domain.attendee_columns import TypedRow, TypedSheet, people_in
from eventapp.domain.attendee_workbook import columns_of
from eventapp.domain.delegations import Carried, NewDelegation
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.extensions import db
from eventapp.models import Attendee
from eventapp.models.registration import Delegation
from eventapp.services import delegation_uploads, delegations
from eventapp.services.attendee_plans import EVERYBODY, rules_of
from tests.factories import NOW
from tests.factories_registration import LINKS

UNIT = "汤谷鹿蜀机床有限公司"
CONTACT = Actor(name="单位联系人")


def a_delegation(edition: Edition, unit: str = UNIT, **overrides: str) -> str:
    """The key of a unit's link."""
    values = {"contact_name": "石知岑", "contact_mobile": "13800007777", "contact_email": "shi@example.com"} | overrides
    return delegations.start_delegation(
        edition, NewDelegation(unit_name=unit, **values), links=LINKS, actor=CONTACT, now=NOW
    )


def the_delegation(edition: Edition, key: str) -> Delegation:
    db.session.rollback()
    db.session.expire_all()
    return delegations.get_delegation(edition, key)


def typed(number: int = 1, **overrides: str) -> dict[str, str]:
    """One good row as somebody types it."""
    row = {"name": f"谭景{number}", "mobile": f"138000{number:05d}", "roles": "观摩人员", "lodging": "自理"}
    return {code: text for code, text in (row | overrides).items() if text}


def register(edition: Edition, key: str, *rows: Mapping[str, str], revision: int | None = None) -> Carried:
    """Send the rows of the page."""
    held = the_delegation(edition, key).revision if revision is None else revision
    return delegations.register_rows(edition, key, rows, revision=held, links=LINKS, actor=CONTACT, now=NOW)


def upload(edition: Edition, key: str, rows: Sequence[Mapping[str, str]]) -> Carried:
    """Upload a list and take it."""
    columns = list(dict.fromkeys(code for row in rows for code in row))
    full = [TypedRow(dict.fromkeys(columns, "") | dict(row), line) for line, row in enumerate(rows, 3)]
    delegation_uploads.keep_upload(edition, key, "名单.xlsx", TypedSheet(tuple(full)), now=NOW)
    return delegation_uploads.take_upload(edition, key, links=LINKS, actor=CONTACT, now=NOW)


def a_workbook(edition: Edition, rows: Sequence[Mapping[str, str]]) -> bytes:
    rules = rules_of(edition, EVERYBODY, now=NOW)
    return write_attendees(columns_of(rules, with_state=True), rows, title=edition.short_name)


def rows_read(edition: Edition, grid: Sequence[Sequence[str]]) -> list[TypedRow]:
    sheet = people_in("名单", grid, columns_of(rules_of(edition, EVERYBODY, now=NOW), with_state=True))
    assert sheet is not None
    return list(sheet.rows)


def people(*columns: str) -> list[Any]:
    """Everybody by these columns, in the order they came."""
    db.session.rollback()
    rows = db.session.execute(select(*(getattr(Attendee, name) for name in columns)).order_by(Attendee.id))
    return [row[0] if len(columns) == 1 else tuple(row) for row in rows]
