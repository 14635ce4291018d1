import pytest

from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models import Judge, Presentation, Score
from tests.client import Client
from tests.conftest import Statements
from tests.factories import a_judge, a_result, an_account, an_edition
from tests.factories_judging import a_presentation, a_session

FULL = {"topic": "14", "causes": "28.5", "measures": "18", "effect": "19", "report": "5", "features": "9"}
TYPED = {f"points-{code}": points for code, points in FULL.items()}


def a_hearing(*, unit: str = "天津市机械质协") -> tuple[Edition, Judge, Presentation]:
    """An edition with one judge who can sign in as `judge`, and one presentation before them."""
    edition = an_edition()
    judge = a_judge(edition, unit=unit)
    an_account("judge", StaffRole.JUDGE, edition=edition, judge_id=judge.id)
    topic = "降低<b>划伤率</b>{{ 7*7 }}"
    result = a_result(edition, "“标尺”QC小组", unit="汤谷鹿蜀机床有限公司", topic_name=topic)
    return edition, judge, a_presentation(a_session(edition, judges=(judge,)), result)


def test_a_judge_finds_what_to_score_in_room_and_time(client: Client) -> None:
    a_hearing()
    client.sign_in("judge")

    text = client.get("judging.list_presentations", edition="43").text

    assert "降低&lt;b&gt;划伤率&lt;/b&gt;{{ 7*7 }}" in text
    assert "09:00 · 第一会议室" in text
    assert "已提交 0 项，共 1 项。" in text


def test_a_score_is_saved_then_submitted_then_locked(client: Client) -> None:
    _, _, presentation = a_hearing()
    client.sign_in("judge")
    place = {"edition": "43", "presentation_id": presentation.id}

    client.post("judging.score_presentation", data={"points-topic": "12.5", "action": "save"}, **place)
    draft = client.get("judging.score_presentation", **place).text
    client.post("judging.score_presentation", data=TYPED | {"action": "submit", "remark": "很好"}, **place)
    locked = client.get("judging.score_presentation", **place).text

    assert 'value="12.5"' in draft
    assert "<form" not in locked.partition("<main")[2]
    assert str(db.session.query(Score).one().total) == "93.50"
    refused = client.post("judging.score_presentation", data=TYPED | {"action": "submit"}, status=400, **place)
    assert "评分已经提交" in refused.text


def test_faults_stand_beside_their_items_and_what_was_typed_is_kept(client: Client) -> None:
    _, _, presentation = a_hearing()
    client.sign_in("judge")

    answer = client.post(
        "judging.score_presentation", edition="43", presentation_id=presentation.id, status=400,
        data=TYPED | {"points-topic": "16", "points-effect": "", "remark": "条理清楚", "action": "submit"},
    )  # fmt: skip

    assert "“选题”最多 15 分。" in answer.text
    assert "“效果”还没有评分。" in answer.text
    assert 'value="28.5"' in answer.text
    assert "条理清楚" in answer.text


def test_a_recused_judge_sees_why_and_has_no_field(client: Client) -> None:
    _, _, presentation = a_hearing(unit="汤谷鹿蜀机床有限公司")
    client.sign_in("judge")
    place = {"edition": "43", "presentation_id": presentation.id}

    text = client.get("judging.score_presentation", **place).text

    assert "同一单位" in text
    assert "points-topic" not in text
    client.post("judging.score_presentation", data=TYPED | {"action": "submit"}, status=400, **place)
    assert db.session.query(Score).count() == 0


def test_a_judge_off_the_panel_finds_nothing(client: Client) -> None:
    edition, _, presentation = a_hearing()
    other = a_judge(edition, "龙怀衡", mobile="13800001964")
    an_account("other", StaffRole.JUDGE, edition=edition, judge_id=other.id)
    client.sign_in("other")

    assert "还没有安排" in client.get("judging.list_presentations", edition="43").text
    client.get("judging.score_presentation", edition="43", presentation_id=presentation.id, status=404)


@pytest.mark.parametrize("role", [StaffRole.LIAISON, StaffRole.VOLUNTEER, StaffRole.ORGANIZER])
def test_nobody_but_judges_scores(client: Client, role: StaffRole) -> None:
    edition, _, presentation = a_hearing()
    an_account("somebody", role, edition=edition)
    client.sign_in("somebody")

    client.get("judging.list_presentations", edition="43", status=403)
    client.post("judging.score_presentation", edition="43", presentation_id=presentation.id, status=403, data=TYPED)


def test_organizers_see_means_and_who_is_missing(client: Client, statements: Statements) -> None:
    edition, _, presentation = a_hearing()
    an_account("organizer", StaffRole.ORGANIZER, edition=edition)
    client.sign_in("judge")
    client.post(
        "judging.score_presentation", edition="43", presentation_id=presentation.id, data=TYPED | {"action": "submit"}
    )
    client.get("judging.list_scores", edition="43", status=403)
    client.sign_in("organizer")
    statements.clear()

    text = client.get("judging.list_scores", edition="43").text

    assert "93.50" in text
    assert "评分已齐" in text
    assert len(statements) <= 14
