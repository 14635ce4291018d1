import threading
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain.judging import FaultyScore, ScoringState
from eventapp.domain.recusal import RecusalReason
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.extensions import db
from eventapp.models import AuditEntry, Judge, Recusal, Score, ScoreSheetVersion
from eventapp.services import judging
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, a_judge, a_result, a_story, an_edition, an_organization, saved
from tests.factories_judging import a_presentation, a_session, actor_of

FULL = {"topic": "14", "causes": "28.5", "measures": "18", "effect": "19", "report": "5", "features": "9"}
pytestmark = pytest.mark.usefixtures("app")


def score(
    edition: Any, presentation: Any, judge: Judge, typed: dict[str, str] | None = None, **overrides: Any
) -> Score:
    values = {"remark": "", "is_submitting": True, "actor": actor_of(judge), "now": NOW} | overrides
    return judging.score_presentation(edition, presentation.id, FULL if typed is None else typed, **values)


def test_sheets_are_shipped_once() -> None:
    edition = an_edition()

    assert judging.ship_score_sheets(edition, actor=SECRETARY, now=NOW) == 4
    assert judging.ship_score_sheets(edition, actor=SECRETARY, now=NOW) == 0
    assert db.session.scalar(select(func.count(ScoreSheetVersion.id))) == 4


def test_a_judge_sees_the_presentations_of_their_panels_in_order() -> None:
    edition = an_edition()
    judge, other = a_judge(edition), a_judge(edition, "龙怀衡", mobile="13800001964")
    session = a_session(edition, judges=(judge,))
    elsewhere = a_session(edition, room="第二会议室", judges=(other,))
    late = a_presentation(session, a_story(edition), after_minutes=30)
    early = a_presentation(session, a_result(edition))
    a_presentation(elsewhere, a_result(edition, "别处QC小组"))

    tasks = judging.list_for_judge(edition, judge.id)

    assert [(task.presentation.id, task.state) for task in tasks] == [
        (early.id, ScoringState.OPEN),
        (late.id, ScoringState.OPEN),
    ]


def test_a_draft_is_kept_and_a_submitted_score_is_locked() -> None:
    edition = an_edition()
    judge = a_judge(edition)
    presentation = a_presentation(a_session(edition, judges=(judge,)), a_result(edition))

    score(edition, presentation, judge, {"topic": "12.5"}, is_submitting=False, remark=" 很好 ")
    kept = score(edition, presentation, judge)
    with pytest.raises(Refusal, match="已经提交"):
        score(edition, presentation, judge, {"topic": "1"}, is_submitting=False)

    assert (kept.total, kept.points["causes"], kept.submitted_at) == (Decimal("93.50"), "28.5", NOW)
    actions = select(AuditEntry.action).where(AuditEntry.action.startswith("score.")).order_by(AuditEntry.position)
    assert list(db.session.scalars(actions)) == ["score.save", "score.submit"]


def test_the_same_sheet_submitted_three_times_at_once_is_one_score(app: Flask) -> None:
    edition = an_edition()
    judge = a_judge(edition)
    presentation = a_presentation(a_session(edition, judges=(judge,)), a_result(edition))
    db.session.remove()
    start, ends = threading.Barrier(3), []

    def run() -> None:
        with app.app_context():
            start.wait()
            try:
                ends.append(str(score(edition, presentation, judge).total))
            except Refusal as refusal:
                ends.append(refusal.message[:2])

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert db.session.scalar(select(func.count(Score.id))) == 1
    assert ends.count("93.50") == 1
    assert {end for end in ends if end != "93.50"} <= {"评分", "这份"}


def test_a_submitted_sheet_must_be_whole_and_nothing_is_kept_of_a_faulty_one() -> None:
    edition = an_edition()
    judge = a_judge(edition)
    presentation = a_presentation(a_session(edition, judges=(judge,)), a_result(edition))

    with pytest.raises(FaultyScore) as refused:
        score(edition, presentation, judge, FULL | {"topic": "15.5", "effect": ""})

    assert [fault.field for fault in refused.value.faults] == ["topic", "effect"]
    assert db.session.scalar(select(func.count(Score.id))) == 0


def test_only_the_panel_scores() -> None:
    edition, next_one = an_edition(), an_edition(slug="44", is_default=False)
    judge, stranger = a_judge(edition), a_judge(edition, "龙怀衡", mobile="13800001964")
    presentation = a_presentation(a_session(edition, judges=(judge,)), a_result(edition))

    with pytest.raises(NotFound):
        score(edition, presentation, stranger)
    with pytest.raises(NotFound):
        score(next_one, presentation, judge)


def test_a_judge_never_scores_their_own_unit_whatever_the_books_say() -> None:
    edition = an_edition()
    judge = a_judge(edition, unit="汤谷鹿蜀机床有限公司")
    presentation = a_presentation(a_session(edition, judges=(judge,)), a_result(edition, unit="汤谷鹿蜀机床有限公司"))

    assert judging.list_for_judge(edition, judge.id)[0].seat.recused == RecusalReason.SAME_UNIT
    with pytest.raises(Refusal, match="同一单位"):
        score(edition, presentation, judge)


def test_a_declared_recusal_closes_the_field_until_it_is_lifted() -> None:
    edition = an_edition()
    judge = a_judge(edition)
    presentation = a_presentation(a_session(edition, judges=(judge,)), a_result(edition))
    recusal = saved(
        Recusal(
            event_id=edition.id, judge_id=judge.id, presentation_id=presentation.id, reason=RecusalReason.DECLARED,
            declared_at=NOW,
        )
    )  # fmt: skip

    with pytest.raises(Refusal, match="申明回避"):
        score(edition, presentation, judge)
    recusal.lifted_at = NOW
    db.session.commit()
    assert score(edition, presentation, judge).total == Decimal("93.50")


@pytest.mark.parametrize(("result_type", "item"), [("创新型", "plan"), ("攻关型", "causes")])
def test_the_sheet_follows_the_type_of_the_result(result_type: str, item: str) -> None:
    edition = an_edition()
    judge = a_judge(edition)
    presentation = a_presentation(a_session(edition, judges=(judge,)), a_result(edition, result_type=result_type))

    sheet = judging.get_sheet(edition, judging.get_task(edition, judge.id, presentation.id))

    assert (sheet.items[1].code, sheet.maximum) == (item, Decimal(100))


def test_a_sheet_that_was_begun_stays_when_a_newer_version_comes() -> None:
    edition = an_edition()
    judge = a_judge(edition)
    session = a_session(edition, judges=(judge,))
    begun = a_presentation(session, a_result(edition))
    fresh = a_presentation(session, a_result(edition, "新QC小组"), after_minutes=20)
    first = score(edition, begun, judge, {"topic": "3"}, is_submitting=False).sheet_version
    items = [{"code": "all", "name": "总评", "maximum": "10", "step": "1", "guidance": ""}]
    saved(ScoreSheetVersion(sheet_id=first.sheet_id, number=2, source="本届", items=items, created_at=NOW))

    kinds = [
        judging.get_sheet(edition, judging.get_task(edition, judge.id, each.id)).items[0].code
        for each in (begun, fresh)
    ]

    assert kinds == ["topic", "all"]


def test_scores_tell_totals_mean_missing_and_recused() -> None:
    edition = an_edition()
    chair = a_judge(edition)
    second = a_judge(edition, "龙怀衡", mobile="13800001964")
    third = a_judge(edition, "朱向白", mobile="13800005535")
    own = a_judge(edition, "白千彦", mobile="13800009106", unit="汤谷鹿蜀机床有限公司")
    presentation = a_presentation(a_session(edition, judges=(chair, second, third, own)), a_result(edition))
    score(edition, presentation, chair)
    score(edition, presentation, second, FULL | {"topic": "13.5"})
    score(edition, presentation, third, is_submitting=False)

    (row,) = judging.list_scores(edition).rows

    assert {judge.name: judge.total for judge in row.judges} == {
        "崔亦峤": Decimal("93.50"), "龙怀衡": Decimal("93.00"), "朱向白": None, "白千彦": None,
    }  # fmt: skip
    assert (row.mean, row.missing) == (Decimal("93.25"), ["朱向白"])
    assert {judge.name: judge.state for judge in row.judges}["白千彦"] == ScoringState.RECUSED


@pytest.mark.parametrize("reader", ["list_for_judge", "list_scores"])
def test_lists_cost_the_same_statements_for_one_and_for_three(reader: str, statements: Statements) -> None:
    edition = an_edition()
    an_organization(edition, "集团公司")
    judge, second = a_judge(edition), a_judge(edition, "龙怀衡", mobile="13800001964")
    session = a_session(edition, judges=(judge, second))
    counts = []
    for number in range(3):
        presentation = a_presentation(session, a_result(edition, f"{number}号QC小组"), after_minutes=20 * number)
        score(edition, presentation, judge)
        db.session.remove()
        statements.clear()
        read = (
            judging.list_for_judge(edition, judge.id)
            if reader == "list_for_judge"
            else judging.list_scores(edition).rows
        )
        assert len(read) == number + 1
        counts.append(len(statements))

    assert counts == [counts[0]] * 3
    assert counts[0] <= 7
