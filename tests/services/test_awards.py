import pytest
from sqlalchemy import select

from eventapp.domain.awards import AwardReason, AwardState
from eventapp.domain.certificate_issue import AwardKind
from eventapp.domain.events import Edition
from eventapp.domain.recommendations import EntryState, GroupKind
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.extensions import db
from eventapp.models import AuditEntry, Award
from eventapp.services import award_lists, awards
from eventapp.services.award_lists import AwardFilter
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, a_result, a_story, an_edition
from tests.factories_judging import a_row, a_summary, confirmed, issued, recommended

pytestmark = pytest.mark.usefixtures("app")


def propose(edition: Edition) -> awards.ProposeOutcome:
    return awards.propose_awards(edition, actor=SECRETARY, now=NOW)


def the_award(edition: Edition) -> Award:
    return db.session.scalars(select(Award).where(Award.event_id == edition.id)).one()


def change(edition: Edition, award: Award, level: int, **overrides: object) -> Award:
    values = {"reason": "评审组意见", "actor": SECRETARY, "now": NOW} | overrides
    return awards.change_level(edition, award.id, level=level, **values)  # type: ignore[arg-type]


def test_levels_and_names_come_from_the_summary_rows_exactly() -> None:
    edition = an_edition()
    result = a_result(edition, "𬀩·“标尺”ＱＣ 小组")
    a_row(a_summary(edition), result, 2, company_name="=汤谷<机床>{0}#有限公司")

    outcome = propose(edition)

    award = the_award(edition)
    assert (outcome.added, outcome.unsettled) == (1, 0)
    assert (award.unit_name, award.holder_name) == ("=汤谷<机床>{0}#有限公司", "𬀩·“标尺”ＱＣ 小组")
    assert (award.level, award.reason, award.state) == (2, AwardReason.RECOMMENDED, AwardState.PROPOSED)


def test_a_story_gets_an_award_without_level() -> None:
    edition = an_edition()
    a_story(edition)

    propose(edition)

    award = the_award(edition)
    assert (award.level, award.reason, award.topic_name) == (None, AwardReason.STORY, "深夜两点的试车")


def test_summaries_that_disagree_wait_for_a_person_who_chooses_level_and_spelling() -> None:
    edition = an_edition()
    result = a_result(edition)
    a_row(a_summary(edition, "河北省"), result, 1)
    chosen = a_row(a_summary(edition, "鹿蜀集团"), result, 2, group_name="铁砧小组")
    propose(edition)
    award = the_award(edition)
    assert (award.reason, award.level) == (AwardReason.CONFLICTING_NAMES, None)
    assert awards.confirm_awards(edition, actor=SECRETARY, now=NOW) == awards.ConfirmOutcome(0, 1)

    with pytest.raises(Refusal, match="采用哪一种"):
        change(edition, award, 2)
    change(edition, award, 2, row_id=chosen.id)

    assert (award.level, award.holder_name, award.note) == (2, "铁砧小组", "评审组意见")
    assert propose(edition).kept == 1
    assert awards.confirm_awards(edition, actor=SECRETARY, now=NOW) == awards.ConfirmOutcome(1, 0)


def test_proposing_again_follows_the_summary_and_leaves_confirmed_ones() -> None:
    edition = an_edition()
    summary = a_summary(edition)
    first, second = a_result(edition), a_result(edition, "第二QC小组")
    rows = [a_row(summary, first, 1), a_row(summary, second, 1)]
    propose(edition)
    award = db.session.scalars(select(Award).where(Award.result_id == first.id)).one()
    awards.confirm_awards(edition, [award.id], actor=SECRETARY, now=NOW)
    for row in rows:
        row.recommended_level = 2
    db.session.commit()

    assert propose(edition) == awards.ProposeOutcome(added=0, changed=1, withdrawn=0, kept=1, unsettled=0)
    assert propose(edition) == awards.ProposeOutcome(added=0, changed=0, withdrawn=0, kept=1, unsettled=0)
    levels = {each.result_id: each.level for each in db.session.scalars(select(Award))}
    assert levels == {first.id: 1, second.id: 2}


def test_an_entry_that_leaves_takes_its_proposal_along() -> None:
    edition = an_edition()
    (result,) = recommended(edition, 1)
    propose(edition)
    result.state = EntryState.WITHDRAWN
    db.session.commit()

    assert propose(edition).withdrawn == 1
    assert the_award(edition).state == AwardState.WITHDRAWN
    result.state = EntryState.ENTERED
    db.session.commit()
    assert propose(edition).changed == 1


def test_changing_a_level_needs_a_reason_a_known_level_and_an_own_award() -> None:
    edition, next_one = an_edition(), an_edition(slug="44", is_default=False)
    recommended(edition, 1)
    propose(edition)
    award = the_award(edition)

    with pytest.raises(Refusal, match="理由"):
        change(edition, award, 2, reason="  ")
    with pytest.raises(Refusal, match="等级"):
        change(edition, award, 7)
    with pytest.raises(NotFound):
        change(next_one, award, 2)
    with pytest.raises(NotFound):
        change(edition, award, 2, row_id=10_000)


def test_a_changed_level_is_audited_and_must_be_confirmed_again() -> None:
    edition = an_edition()
    recommended(edition, 1)
    confirmed(edition)
    award = the_award(edition)

    change(edition, award, 2)

    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "award.change_level")).one()
    assert (entry.detail["before"]["level"], entry.detail["after"]["level"]) == (1, 2)
    assert entry.detail["after"]["note"] == "评审组意见"
    assert (award.state, award.confirmed_at) == (AwardState.PROPOSED, None)


def test_a_level_is_not_changed_under_a_certificate() -> None:
    edition = an_edition()
    recommended(edition, 1)
    issued(edition)

    with pytest.raises(Refusal, match="证书已经颁发"):
        change(edition, the_award(edition), 2)


def test_level_one_over_half_of_a_summary_is_told_with_its_numbers_and_mended_by_a_change() -> None:
    edition = an_edition()
    results = recommended(edition, 1, 1, 1, 2, 2)
    recommended(edition, 1, 2, recommender="山西省")
    recommended(edition, 1, recommender="天津市")
    recommended(edition, 2, recommender="吉林省", kind=GroupKind.TEAM)
    propose(edition)

    over = {each.recommender: each.share for each in award_lists.list_over_shares(edition)}
    assert {name: (share.total, share.first, share.allowed) for name, share in over.items()} == {
        "天津市": (1, 1, 0),
        "河北省": (5, 3, 2),
    }
    award = db.session.scalars(select(Award).where(Award.result_id == results[0].id)).one()
    change(edition, award, 2)

    assert [each.recommender for each in award_lists.list_over_shares(edition)] == ["天津市"]
    assert awards.confirm_awards(edition, actor=SECRETARY, now=NOW).unsettled == 0  # warned, never blocked


def test_a_list_is_narrowed_and_in_print_order() -> None:
    edition = an_edition()
    recommended(edition, 2, 1)
    recommended(edition, 1, recommender="天津市", kind=GroupKind.TEAM)
    a_story(edition)
    propose(edition)

    def names(**wanted: object) -> list[str]:
        page = award_lists.list_awards(edition, AwardFilter(**wanted))  # type: ignore[arg-type]
        assert page.count == len(page.awards)
        return [award.holder_name or award.topic_name for award in page.awards]

    assert names() == ["河北省1号QC小组", "河北省0号QC小组", "天津市0号QC小组", "深夜两点的试车"]
    assert names(kind=AwardKind.STORY) == ["深夜两点的试车"]
    assert names(kind="qc", level=1) == ["河北省1号QC小组"]
    assert names(text="天津") == ["天津市0号QC小组"]
    assert names(text="%") == []
    assert names(state="unsettled") == []
    assert names(recommender_id=1, state="proposed") == ["河北省1号QC小组", "河北省0号QC小组"]


def test_proposing_again_costs_no_statement_an_award(statements: Statements) -> None:
    edition = an_edition()
    recommended(edition, *([1, 2] * 20))
    propose(edition)
    statements.clear()

    assert propose(edition).added == 0
    assert len(statements) <= 6
