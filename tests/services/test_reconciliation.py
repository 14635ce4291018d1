"""Annex 3 against annexes 1 and 2: found, settled, held on reading again, opened again, and awards wait."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.awards import AwardState
from eventapp.domain.events import Edition
from eventapp.domain.reconciliation import Choice, NamesOpen
from eventapp.domain.refusals import NotFound
from eventapp.extensions import db
from eventapp.models import AuditEntry, Award, Result, Settlement, SummaryRow
from eventapp.services import awards, merges, reconciliation
from eventapp.services.dashboard import count_all
from eventapp.services.settlements import reopen_difference, settle_differences
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, an_edition
from tests.factories_annexes import a_row, a_workbook, import_now, rows_up_to
from tests.factories_workbench import a_form, a_liaison, a_list, a_team_form, the_list, the_row

WIDE = "铁砧1ＱＣ小组"  # another spelling of the same group: width does not count when groups are matched


def found(edition: Edition) -> list[tuple[str, str, str, bool]]:
    lines = reconciliation.list_lines(edition, SummaryRow.summary_id == the_list().id)
    return [(each.field, each.listed, each.reported, each.is_open) for line in lines for each in line.differences]


@pytest.fixture
def edition(app: Flask) -> Edition:
    """Groups 1 to 3 on the list of 河北省; the form of group 1 spells its name otherwise and has another topic."""
    edition = an_edition()
    a_list(edition)
    a_form(edition, 1, group_name="铁砧1QC小组", written={"group_name": WIDE}, topic_name="提高第1道工序合格率")
    a_form(edition, 2)
    return edition


def settle(edition: Edition, choice: Choice, **place: object) -> int:
    return settle_differences(edition, the_list().id, choice, actor=SECRETARY, now=NOW, **place)  # type: ignore[arg-type]


def test_every_differing_field_is_found_and_what_is_missing(edition: Edition) -> None:
    [standing] = reconciliation.list_standings(edition, actor=SECRETARY)

    assert found(edition) == [
        ("group_name", "铁砧1QC小组", WIDE, True),
        ("topic_name", "降低第1道工序划伤率", "提高第1道工序合格率", True),
    ]
    assert (standing.rows, standing.missing, standing.extra) == (3, 1, 0)
    assert (standing.names, standing.others, standing.settled) == (1, 1, 0)


def test_the_number_on_the_work_page_is_what_the_pages_of_the_lists_show_through_every_change(edition: Edition) -> None:
    changes = (
        lambda: None,
        lambda: settle(edition, Choice.REPORTED, row_id=the_row("铁砧1QC小组").id, field="group_name"),
        lambda: a_form(edition, 1),
        lambda: a_form(
            edition, 3, company_name="汤谷第3机床有限公司", written={"company_name": "汤谷第３机床有限公司"}
        ),
        lambda: settle(edition, Choice.LISTED, row_id=the_row("铁砧3QC小组").id),
    )
    numbers = []
    for change in changes:
        change()
        db.session.rollback()
        shown = sum(one.names for one in reconciliation.list_standings(edition, actor=SECRETARY))
        numbers.append((reconciliation.count_open_names(edition), shown))

    assert numbers == [(1, 1), (0, 0), (1, 1), (2, 2), (1, 1)]


@pytest.mark.parametrize(("choice", "name"), [(Choice.REPORTED, WIDE), (Choice.LISTED, "铁砧1QC小组")])
def test_one_click_settles_a_name_and_the_row_prints_it(edition: Edition, choice: Choice, name: str) -> None:
    row_id = the_row("铁砧1QC小组").id

    assert settle(edition, choice, row_id=row_id, field="group_name") == 1

    assert [open_ for field, _, _, open_ in found(edition) if field == "group_name"] == [False]
    assert the_row(name).id == row_id
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "difference.settle")).one()
    assert entry.detail["after"] == {"group_name": name, "choice": choice.value}


def test_all_of_a_row_or_all_that_certificates_do_not_print_at_once(edition: Edition) -> None:
    assert settle(edition, Choice.REPORTED) == 1
    assert [field for field, _, _, is_open in found(edition) if is_open] == ["group_name"]
    assert settle(edition, Choice.LISTED, row_id=the_row("铁砧1QC小组").id) == 1
    assert reconciliation.count_open_names(edition) == 0
    assert the_row("铁砧1QC小组").topic_name == "提高第1道工序合格率"


def test_a_decision_holds_when_the_same_list_comes_again(edition: Edition) -> None:
    settle(edition, Choice.REPORTED, row_id=the_row("铁砧1QC小组").id)

    import_now(edition, again_xlsx=a_workbook(rows_up_to(4)))

    assert (the_row(WIDE).topic_name, the_row(WIDE).result_id) == ("提高第1道工序合格率", the_row(WIDE).result_id)
    assert reconciliation.count_open_names(edition) == 0


def test_a_list_that_says_something_else_opens_the_field_again(edition: Edition) -> None:
    settle(edition, Choice.REPORTED, row_id=the_row("铁砧1QC小组").id)

    changed = [a_row(1, topic="另一个课题"), a_row(2), a_row(3)]
    import_now(edition, changed_xlsx=a_workbook(changed))

    assert ("topic_name", "另一个课题", "提高第1道工序合格率", True) in found(edition)
    assert db.session.scalars(select(Settlement.field)).all() == ["group_name"]
    assert the_row(WIDE).topic_name == "另一个课题"


def test_a_form_that_says_something_else_opens_the_field_again(edition: Edition) -> None:
    settle(edition, Choice.REPORTED, row_id=the_row("铁砧1QC小组").id)

    a_form(edition, 1)  # the form now says what the list says, but the row still prints what was settled

    assert found(edition) == [
        ("group_name", "铁砧1QC小组", "铁砧1QC小组", True),
        ("topic_name", "降低第1道工序划伤率", "降低第1道工序划伤率", True),
    ]
    settle(edition, Choice.LISTED, row_id=the_row(WIDE).id)
    assert the_row("铁砧1QC小组").topic_name == "降低第1道工序划伤率"


def test_a_decision_is_taken_back(edition: Edition) -> None:
    row_id = the_row("铁砧1QC小组").id
    settle(edition, Choice.REPORTED, row_id=row_id, field="group_name")

    reopen_difference(edition, the_list().id, row_id, "group_name", actor=SECRETARY, now=NOW)

    assert the_row("铁砧1QC小组").id == row_id
    assert found(edition)[0] == ("group_name", "铁砧1QC小组", WIDE, True)
    with pytest.raises(NotFound):
        reopen_difference(edition, the_list().id, row_id, "group_name", actor=SECRETARY, now=NOW)


def test_another_liaison_settles_nothing(edition: Edition) -> None:
    a_list(edition, 1, "某某集团")
    stranger = a_liaison("某某集团")

    with pytest.raises(NotFound):
        settle_differences(edition, the_list().id, Choice.LISTED, actor=stranger, now=NOW)
    assert [one.summary.recommender.name for one in reconciliation.list_standings(edition, actor=stranger)] == [
        "某某集团"
    ]


def test_awards_wait_until_the_names_are_settled(edition: Edition) -> None:
    assert count_all(edition).open_names == 1

    with pytest.raises(NamesOpen, match="还有 1 处"):
        awards.propose_awards(edition, actor=SECRETARY, now=NOW)
    with pytest.raises(NamesOpen):
        awards.confirm_awards(edition, actor=SECRETARY, now=NOW)
    settle(edition, Choice.REPORTED, row_id=the_row("铁砧1QC小组").id, field="group_name")

    assert awards.propose_awards(edition, actor=SECRETARY, now=NOW).added == 3
    assert awards.confirm_awards(edition, actor=SECRETARY, now=NOW).confirmed == 3
    printed = db.session.scalars(select(Award.holder_name).where(Award.state == AwardState.CONFIRMED)).all()
    assert WIDE in printed


def test_a_row_and_a_form_under_another_name_are_proposed_and_joined(edition: Edition) -> None:
    a_form(edition, 3, group_name="“铁砧3”QC小组")
    a_team_form(edition, 3, "装配三班")

    page = reconciliation.get_reconciliation(edition, the_list().id, actor=SECRETARY)
    row = the_row("铁砧3QC小组")
    assert sorted(result.group.name for result in page.extra) == ["“铁砧3”QC小组", "装配三班"]
    assert {number: form.group.name for number, form in page.likely.items()} == {row.id: "“铁砧3”QC小组"}

    listed, reported = reconciliation.pair_to_join(
        edition, the_list().id, row.id, page.likely[row.id].id, actor=a_liaison()
    )
    merges.merge_results(edition, listed, reported, keep_id=listed, actor=SECRETARY, now=NOW)

    assert ("group_name", "铁砧3QC小组", "“铁砧3”QC小组", True) in found(edition)
    assert [one.extra for one in reconciliation.list_standings(edition, actor=SECRETARY)] == [1]
    with pytest.raises(NotFound):
        reconciliation.pair_to_join(edition, the_list().id, row.id, reported, actor=SECRETARY)


def test_only_rows_that_take_part_count(edition: Edition) -> None:
    result = db.session.get(Result, the_row("铁砧1QC小组").result_id)
    assert result is not None
    result.state = "withdrawn"  # type: ignore[assignment]
    db.session.commit()

    assert reconciliation.count_open_names(edition) == 0


def test_sixty_rows_cost_what_one_costs(app: Flask, statements: Statements) -> None:
    edition, costs = an_edition(), []
    for number in (1, 60):
        summary = a_list(edition, number)
        for each in range(1, number + 1):
            a_form(edition, each, topic_name="另一个课题")
        number_of = summary.id
        db.session.expire_all()
        statements.clear()
        reconciliation.get_reconciliation(edition, number_of, actor=SECRETARY)
        reconciliation.list_standings(edition, actor=SECRETARY)
        costs.append(len(statements))

    assert costs[0] == costs[1] <= 7


def test_reading_a_list_with_decisions_again_costs_no_statement_a_row(app: Flask, statements: Statements) -> None:
    edition, costs = an_edition(), []
    for number in (2, 12):
        a_list(edition, number, f"第{number}省")
        for each in range(1, number + 1):
            a_form(edition, each, topic_name=f"另一个课题{number}")
        settle_differences(edition, the_list(f"第{number}省").id, Choice.REPORTED, actor=SECRETARY, now=NOW)
        statements.clear()
        import_now(edition, **{f"again{number}_xlsx": a_workbook(rows_up_to(number, level=1), f"第{number}省")})
        costs.append(sum("settlement" in one for one in statements))

    assert costs[0] == costs[1]
