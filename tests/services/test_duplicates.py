"""Double submissions of an edition: found, merged and parted again, and what imports do with them afterwards."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.awards import AwardReason, AwardState
from eventapp.domain.duplicates import PairState
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.recommendations import EntryState, GroupKind
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import RoleNeed
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models import Attendee, AttendeeRole, AuditEntry, SummaryRow
from eventapp.services import (
    awards,
    dashboard,
    duplicates,
    entry_index,
    merges,
    recommendations,
    role_choices,
    role_subjects,
)
from eventapp.services.audit import verify_chains
from eventapp.services.planning_entries import list_entries
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, a_result, a_role, an_edition, saved
from tests.factories_annexes import a_row, a_workbook, import_now
from tests.factories_duplicates import (
    DIRECT,
    LIST,
    REGION,
    UNIT,
    Twice,
    a_region_row,
    a_unit_row,
    award_of,
    everything,
    number_of,
    only_pair,
    open_numbers,
    result,
    rows,
    sent_twice,
)
from tests.services.threads import all_at_once

OTHER = Actor(name="另一位秘书", roles=SECRETARY.roles)


def test_a_group_sent_by_its_unit_and_by_its_region_is_offered_with_reasons(app: Flask) -> None:
    twice = sent_twice(level=2)

    [pair], total = duplicates.list_pairs(twice.edition)

    assert (pair.first.id, pair.second.id, total) == (twice.first, twice.second, 1)
    assert {reason.code for reason in pair.judgement.reasons} >= {"unit_spelling", "group_workshop", "level_conflict"}
    assert duplicates.count_open(twice.edition) == 1


def test_what_was_entered_since_is_looked_at(app: Flask) -> None:
    twice = sent_twice(group="另一个QC小组")
    assert duplicates.count_open(twice.edition) == 0

    import_now(twice.edition, again_xlsx=a_workbook([a_region_row()], LIST))

    assert duplicates.count_open(twice.edition) == 1


def test_a_merge_gives_the_survivor_the_rows_of_both(app: Flask) -> None:
    twice = sent_twice()

    twice.merge()

    assert rows(twice.first) == [(UNIT, "电装车间聚力QC小组", 1), (REGION, "聚力QC小组", 1)]
    merged = result(twice.second)
    assert (merged.state, merged.merged_into_id, rows(merged.id)) == (EntryState.MERGED, twice.first, [])
    assert open_numbers(twice.edition) == []
    [decided] = duplicates.list_decided(twice.edition)
    assert (decided.kept.id, decided.pair.state, decided.pair.decided_by) == (twice.first, PairState.MERGED, "秘书")


def test_an_undone_merge_leaves_everything_to_the_letter(app: Flask) -> None:
    twice = sent_twice(level=2)
    awards.propose_awards(twice.edition, actor=SECRETARY, now=NOW)
    before = everything()

    twice.merge(keep=twice.second)
    assert everything() != before
    twice.undo()

    assert everything() == before
    assert open_numbers(twice.edition) == [(twice.first, twice.second)]


def test_merges_are_in_the_audit_chain(app: Flask) -> None:
    twice = sent_twice()
    twice.merge()
    twice.undo()
    merges.declare_different(twice.edition, twice.first, twice.second, actor=SECRETARY, now=NOW)
    merges.reopen_pair(twice.edition, only_pair().id, actor=SECRETARY, now=NOW)

    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.position.desc()).limit(4)).all()

    assert list(actions) == ["result.reopen_pair", "result.tell_apart", "result.unmerge", "result.merge"]
    assert verify_chains()[1] == []


def test_two_that_are_two_are_not_offered_again(app: Flask) -> None:
    twice = sent_twice()

    merges.declare_different(twice.edition, twice.first, twice.second, actor=SECRETARY, now=NOW)

    assert open_numbers(twice.edition) == []
    assert only_pair().score >= 70
    merges.reopen_pair(twice.edition, only_pair().id, actor=SECRETARY, now=NOW)
    assert open_numbers(twice.edition) == [(twice.first, twice.second)]


def test_people_may_think_again_and_merge_what_they_told_apart(app: Flask) -> None:
    twice = sent_twice()
    merges.declare_different(twice.edition, twice.first, twice.second, actor=SECRETARY, now=NOW)

    assert twice.merge().state is PairState.MERGED


@pytest.mark.parametrize("keep", ["first", "second"])
def test_a_list_sent_again_neither_raises_a_merged_result_nor_loses_a_row(app: Flask, keep: str) -> None:
    twice = sent_twice()
    survivor = getattr(twice, keep)
    [gone] = {twice.first, twice.second} - {survivor}
    twice.merge(keep=survivor)

    import_now(twice.edition, unit2_xlsx=a_workbook([a_row(2), a_unit_row(topic="缩短制动鼓的换型时间")], DIRECT))
    import_now(twice.edition, region2_xlsx=a_workbook([a_region_row(level=2), a_row(3)], LIST))

    assert sorted(rows(survivor)) == sorted([(UNIT, "电装车间聚力QC小组", 1), (REGION, "聚力QC小组", 2)])
    assert (rows(gone), result(gone).state, result(survivor).state) == ([], EntryState.MERGED, EntryState.ENTERED)
    twice.undo()
    assert rows(twice.first) == [(UNIT, "电装车间聚力QC小组", 1)]
    assert rows(twice.second) == [(REGION, "聚力QC小组", 2)]
    assert {result(twice.first).state, result(twice.second).state} == {EntryState.ENTERED}


def test_a_survivor_that_one_list_drops_stays_for_the_other(app: Flask) -> None:
    twice = sent_twice()
    twice.merge()

    import_now(twice.edition, unit2_xlsx=a_workbook([a_row(2)], DIRECT))

    assert rows(twice.first) == [(REGION, "聚力QC小组", 1)]
    assert result(twice.first).state is EntryState.ENTERED
    twice.undo()
    assert (result(twice.first).state, rows(twice.first)) == (EntryState.WITHDRAWN, [])
    assert (result(twice.second).state, rows(twice.second)) == (EntryState.ENTERED, [(REGION, "聚力QC小组", 1)])


def test_a_survivor_that_nobody_lists_any_more_is_withdrawn_with_the_merged_one(app: Flask) -> None:
    twice = sent_twice()
    twice.merge()

    import_now(twice.edition, unit2_xlsx=a_workbook([a_row(2)], DIRECT), region2_xlsx=a_workbook([a_row(3)], LIST))

    assert (result(twice.first).state, result(twice.second).state) == (EntryState.WITHDRAWN, EntryState.MERGED)


def test_nothing_counts_or_offers_a_merged_result(app: Flask) -> None:
    twice = sent_twice()
    before = dashboard.count_all(twice.edition).results
    twice.merge()

    wanted = recommendations.ResultQuery()
    listed, total = recommendations.list_results(twice.edition, wanted, actor=SECRETARY)

    assert dashboard.count_all(twice.edition).results == before - 1 == total == len(listed)
    assert twice.second not in {each.id for each in listed}
    units = role_subjects.units_offering(twice.edition, RoleNeed.RESULT, "聚力")
    offered = [each.id for unit in units for each in role_choices.results_of_unit(twice.edition, unit.id)]
    assert offered
    assert twice.second not in offered
    assert f"result:{twice.second}" not in {entry.id for entry in list_entries(twice.edition)}
    merged_names = entry_index.entry_name(REGION, "聚力QC小组")
    assert entry_index.index_results(twice.edition)[merged_names] == twice.first


def test_presenters_come_along_once_and_return(app: Flask) -> None:
    twice = sent_twice()
    both, one = presenters(twice)
    before = everything()

    twice.merge()

    assert presented(both) == [twice.first]
    assert presented(one) == [twice.first]
    twice.undo()
    assert everything() == before
    assert sorted(presented(both)) == [twice.first, twice.second]
    assert presented(one) == [twice.second]


def test_a_presenter_returns_though_somebody_got_the_number_of_their_role_meanwhile(app: Flask) -> None:
    twice = sent_twice()
    role = a_role(twice.edition, "presenter", need=RoleNeed.RESULT).id
    both, newcomer = (an_attendee(twice.edition, name) for name in ("孔云舟", "曾修霖"))
    for number in (twice.first, twice.second):
        saved(AttendeeRole(event_id=twice.edition.id, attendee_id=both, role_id=role, result_id=number))
    twice.merge()  # SQLite gives the highest number anew
    saved(AttendeeRole(event_id=twice.edition.id, attendee_id=newcomer, role_id=role, result_id=twice.first))

    twice.undo()

    assert sorted(presented(both)) == [twice.first, twice.second]
    assert presented(newcomer) == [twice.first]


def presenters(twice: Twice) -> tuple[int, int]:
    """One who presents both results, and one who presents the second only."""
    role = a_role(twice.edition, "presenter", need=RoleNeed.RESULT)
    both, one = (an_attendee(twice.edition, name) for name in ("孔云舟", "曾修霖"))
    for attendee, number in ((both, twice.first), (both, twice.second), (one, twice.second)):
        saved(AttendeeRole(event_id=twice.edition.id, attendee_id=attendee, role_id=role.id, result_id=number))
    return both, one


def an_attendee(edition: Edition, name: str) -> int:
    return saved(
        Attendee(
            event_id=edition.id, name=name, name_key=name, unit_name=UNIT, mobile="13800000000", registered_at=NOW,
            state=AttendeeState.CONFIRMED, manage_key_hash=name,
        )
    ).id  # fmt: skip


def presented(attendee_id: int) -> list[int | None]:
    db.session.rollback()
    query = select(AttendeeRole.result_id).where(AttendeeRole.attendee_id == attendee_id).order_by(AttendeeRole.id)
    return list(db.session.scalars(query))


def test_a_merge_of_two_levels_and_names_opens_the_award_again(app: Flask) -> None:
    twice = sent_twice(level=2)
    awards.propose_awards(twice.edition, actor=SECRETARY, now=NOW)
    assert award_of(twice.first).reason is AwardReason.RECOMMENDED

    twice.merge()

    award, other = award_of(twice.first), award_of(twice.second)
    assert (award.reason, award.level, award.state) == (AwardReason.CONFLICTING_NAMES, None, AwardState.PROPOSED)
    assert (award.recommended_level, other.state) == (None, AwardState.WITHDRAWN)
    assert awards.confirm_awards(twice.edition, [award.id], actor=SECRETARY, now=NOW).confirmed == 0


def test_a_confirmed_level_is_never_merged_away(app: Flask) -> None:
    twice = sent_twice()
    awards.propose_awards(twice.edition, actor=SECRETARY, now=NOW)
    awards.confirm_awards(twice.edition, [award_of(twice.second).id], actor=SECRETARY, now=NOW)
    before = everything()

    with pytest.raises(Refusal, match="等级已经确认"):
        twice.merge()

    assert everything() == before
    outcome = merges.merge_many(twice.edition, [(twice.first, twice.second)], actor=SECRETARY, now=NOW)
    assert (outcome.merged, result(twice.first).merged_into_id) == (1, twice.second)


def test_a_merge_is_not_undone_under_a_level_confirmed_since(app: Flask) -> None:
    twice = sent_twice(company=UNIT, group="聚力QC小组")
    awards.propose_awards(twice.edition, actor=SECRETARY, now=NOW)
    twice.merge()
    award = award_of(twice.first)
    awards.change_level(
        twice.edition, award.id, level=1, row_id=award.row_id or first_row(twice), reason="评审组意见", actor=SECRETARY,
        now=NOW,
    )  # fmt: skip
    awards.confirm_awards(twice.edition, [award.id], actor=SECRETARY, now=NOW)

    with pytest.raises(Refusal, match="等级已经确认"):
        twice.undo()


def first_row(twice: Twice) -> int:
    return db.session.scalars(select(SummaryRow.id).where(SummaryRow.result_id == twice.first)).first()


def test_a_merged_result_cannot_be_merged_again_nor_the_other_way_round(app: Flask) -> None:
    twice = sent_twice()
    twice.merge()

    for keep in (twice.first, twice.second):
        with pytest.raises(Refusal, match="已经合并"):
            twice.merge(keep=keep)
    with pytest.raises(Refusal, match="已经合并"):
        merges.declare_different(twice.edition, twice.first, twice.second, actor=SECRETARY, now=NOW)


def test_merges_upon_merges_are_undone_from_the_last(app: Flask) -> None:
    twice = sent_twice()
    import_now(twice.edition, third_xlsx=a_workbook([a_region_row(group="“聚力”QC小组", company=UNIT)], "某某集团"))
    third = number_of("“聚力”QC小组")
    before = everything()
    first_merge = twice.merge().id
    merges.merge_results(twice.edition, twice.first, third, keep_id=third, actor=SECRETARY, now=NOW)
    assert len(rows(third)) == 3

    import_now(twice.edition, region2_xlsx=a_workbook([a_row(3), a_region_row()], LIST))
    assert len(rows(third)) == 3
    with pytest.raises(Refusal, match="先撤销那一次合并"):
        merges.undo_merge(twice.edition, first_merge, actor=SECRETARY, now=NOW)
    last = max(pair.pair.id for pair in duplicates.list_decided(twice.edition))
    merges.undo_merge(twice.edition, last, actor=SECRETARY, now=NOW)
    merges.undo_merge(twice.edition, first_merge, actor=SECRETARY, now=NOW)

    assert everything() == before


def test_a_group_and_a_team_do_not_merge(app: Flask) -> None:
    edition = an_edition()
    first, second = a_result(edition).id, a_result(edition, "铁砧班", kind=GroupKind.TEAM).id

    with pytest.raises(Refusal, match="不能合并"):
        merges.merge_results(edition, first, second, keep_id=first, actor=SECRETARY, now=NOW)


def test_results_of_another_edition_do_not_exist(app: Flask) -> None:
    twice = sent_twice()
    other = an_edition(slug="44", number=44, is_default=False)

    with pytest.raises(NotFound):
        merges.merge_results(other, twice.first, twice.second, keep_id=twice.first, actor=SECRETARY, now=NOW)
    with pytest.raises(NotFound):
        merges.undo_merge(other, twice.merge().id, actor=SECRETARY, now=NOW)
    assert duplicates.count_open(other) == 0


def test_of_many_that_merge_at_once_one_wins(app: Flask) -> None:
    twice = sent_twice()

    def merge(number: int) -> int:
        keep = twice.first if number % 2 else twice.second
        return merges.merge_results(twice.edition, twice.first, twice.second, keep_id=keep, actor=OTHER, now=NOW).id

    answers = all_at_once(app, 4, merge)

    assert sum(isinstance(answer, int) for answer in answers) == 1
    states = sorted(result(number).state.value for number in (twice.first, twice.second))
    assert states == ["entered", "merged"]
    assert len(rows(only_pair().kept_id)) == 2


def test_of_many_that_undo_at_once_one_wins(app: Flask) -> None:
    twice = sent_twice()
    before = everything()
    number = twice.merge().id

    answers = all_at_once(app, 3, lambda _: merges.undo_merge(twice.edition, number, actor=OTHER, now=NOW).id)

    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert everything() == before


def test_merging_while_others_say_that_they_are_two_ends_in_one_of_both(app: Flask) -> None:
    twice = sent_twice()

    def decide(number: int) -> str:
        if number:
            merges.declare_different(twice.edition, twice.first, twice.second, actor=OTHER, now=NOW)
            return "different"
        merges.merge_results(twice.edition, twice.first, twice.second, keep_id=twice.first, actor=OTHER, now=NOW)
        return "merged"

    all_at_once(app, 2, decide)

    assert only_pair().state is PairState.MERGED  # before or after the other: people may think again
    assert result(twice.second).merged_into_id == twice.first


def test_an_import_beside_a_merge_loses_no_row(app: Flask) -> None:
    twice = sent_twice()

    def work(number: int) -> None:
        if number:
            import_now(twice.edition, region2_xlsx=a_workbook([a_region_row(level=2), a_row(3)], LIST))
        else:
            merges.merge_results(twice.edition, twice.first, twice.second, keep_id=twice.first, actor=OTHER, now=NOW)

    all_at_once(app, 2, work)

    assert rows(twice.first) == [(UNIT, "电装车间聚力QC小组", 1), (REGION, "聚力QC小组", 2)]
    assert rows(twice.second) == []


def test_a_page_of_pairs_costs_the_same_however_many_there_are(app: Flask, statements: Statements) -> None:
    counts = []
    for number in (1, 3):
        edition = an_edition(slug=str(number), number=number, is_default=False)
        for each in range(1, number + 1):
            a_result(edition, f"磐石{each}QC小组", unit=f"沃野第{each}电缆股份有限公司")
            a_result(edition, f"磐石{each}小组", unit=f"沃野第{each}电缆有限公司")
        statements.clear()
        pairs, total = duplicates.list_pairs(edition)
        duplicates.files_of([result for pair in pairs for result in (pair.first, pair.second)])
        assert [len(pair.first.rows) for pair in pairs] == [0] * number
        assert total == number
        counts.append(len(statements))

    assert counts[0] == counts[1]
