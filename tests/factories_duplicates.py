"""One group sent by its unit and by its region, spelled in two ways, taken in as the import page does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.extensions import db
from eventapp.models import Award, DuplicatePair, Group, Result, SummaryRow
from eventapp.services import duplicates, merges
from tests.factories import NOW, SECRETARY, an_edition
from tests.factories_annexes import a_row, a_workbook, import_now

UNIT, REGION = "汤谷第1机床集团有限公司", "汤谷第1机床（集团）有限公司"
DIRECT, LIST = "汤谷第1机床集团有限公司", "河北省"


@dataclass(frozen=True)
class Twice:
    """An edition with a double submission: `first` sent by the unit, `second` by its region."""

    edition: Edition
    first: int
    second: int

    def merge(self, keep: int | None = None) -> DuplicatePair:
        """Merge the two, into `first` unless told otherwise; returns the decision."""
        merges.merge_results(
            self.edition, self.first, self.second, keep_id=keep or self.first, actor=SECRETARY, now=NOW
        )
        return only_pair()

    def undo(self) -> None:
        merges.undo_merge(self.edition, only_pair().id, actor=SECRETARY, now=NOW)


def a_unit_row(**overrides: Any) -> dict[str, Any]:
    return a_row(1, company=UNIT, group="电装车间聚力QC小组", level=1, topic="缩短制动鼓换型时间") | overrides


def a_region_row(**overrides: Any) -> dict[str, Any]:
    return a_row(1, company=REGION, group="聚力QC小组", level=1, topic="缩短制动鼓换型时间") | overrides


def sent_twice(**overrides: Any) -> Twice:
    """`overrides` change the row of the region."""
    edition = an_edition()
    import_now(
        edition,
        unit_xlsx=a_workbook([a_unit_row(), a_row(2)], DIRECT),
        region_xlsx=a_workbook([a_row(3), a_region_row(**overrides)], LIST),
    )
    return Twice(edition, number_of("电装车间聚力QC小组"), number_of(overrides.get("group", "聚力QC小组")))


def number_of(group: str) -> int:
    number = db.session.scalars(select(Result.id).join(Group).where(Group.name == group)).one()
    db.session.rollback()
    return number


def result(number: int) -> Result:
    db.session.rollback()
    return db.session.get_one(Result, number, populate_existing=True)


def only_pair() -> DuplicatePair:
    db.session.rollback()
    return db.session.scalars(select(DuplicatePair), execution_options={"populate_existing": True}).one()


def rows(number: int) -> list[tuple[str, str, int | None]]:
    """Unit, group and level of the rows of a result."""
    db.session.rollback()
    columns = (SummaryRow.company_name, SummaryRow.group_name, SummaryRow.recommended_level)
    query = select(*columns).where(SummaryRow.result_id == number).order_by(SummaryRow.id)
    return [tuple(row) for row in db.session.execute(query)]


def award_of(number: int) -> Award | None:
    query = select(Award).where(Award.result_id == number)
    return db.session.scalar(query, execution_options={"populate_existing": True})


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that merging may touch, but for the audit trail."""
    db.session.rollback()
    names = ("result", "summary_row", "attendee_role", "settlement", "award", "duplicate_pair", "presentation")
    tables = db.metadata.tables
    return {
        name: sorted((tuple(map(repr, row)) for row in db.session.execute(select(tables[name]))), key=str)
        for name in names
    }


def open_numbers(edition: Edition) -> list[tuple[int, int]]:
    return [(pair.first.id, pair.second.id) for pair in duplicates.list_pairs(edition)[0]]
