import pytest
from sqlalchemy import select

from eventapp.domain.awards import AwardState
from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models import Award
from tests.client import Client
from tests.conftest import Statements
from tests.factories import NOW, a_result, an_account, an_edition
from tests.factories_judging import a_row, a_summary, recommended


@pytest.fixture
def office(client: Client) -> Client:
    """The secretary at their desk, in an edition with one summary of three at level 1 and one at level 2."""
    edition = an_edition()
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    recommended(edition, 1, 1, 1, 2)
    client.sign_in("secretary")
    client.post("awards.propose_awards", edition="43")
    return client


def test_too_many_at_level_one_are_warned_about_with_the_numbers_and_confirmed_all_the_same(office: Client) -> None:
    text = office.get("awards.list_awards", edition="43").text

    assert "推荐 4 项，一等 3 项，按比例不超过 2 项，超出 1 项。" in text
    assert "占推荐数的50%" in text
    office.post("awards.confirm_awards", edition="43")
    assert "已确认 4 项。" in office.get("awards.list_awards", edition="43").text


def test_one_award_is_confirmed_alone(office: Client) -> None:
    award = db.session.scalars(select(Award).order_by(Award.id)).first()
    assert award

    office.post("awards.confirm_awards", edition="43", data={"award": award.id})

    db.session.rollback()
    states = list(db.session.scalars(select(Award.state).order_by(Award.id)))
    assert states == [AwardState.CONFIRMED] + [AwardState.PROPOSED] * 3


def test_nonsense_instead_of_an_award_confirms_nothing(office: Client) -> None:
    office.post("awards.confirm_awards", edition="43", data={"award": "x"})

    assert set(db.session.scalars(select(Award.state))) == {AwardState.PROPOSED}


def test_a_level_is_changed_with_a_reason(office: Client) -> None:
    award = db.session.scalars(select(Award).order_by(Award.id)).first()
    assert award
    place = {"edition": "43", "award_id": award.id}

    assert "QC!C5" in office.get("awards.change_level", **place).text
    refused = office.post("awards.change_level", data={"level": "2", "reason": ""}, status=400, **place)
    office.post("awards.change_level", data={"level": "2", "reason": "评审组<意见>"}, **place)

    assert "请写明理由" in refused.text
    text = office.get("awards.list_awards", edition="43").text
    assert "评审组&lt;意见&gt;" in text
    assert "超过比例" not in text


def test_a_conflict_is_shown_and_settled_by_choosing_a_spelling(client: Client) -> None:
    edition = an_edition()
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    result = a_result(edition)
    a_row(a_summary(edition), result, 1)
    chosen = a_row(a_summary(edition, "鹿蜀集团"), result, 1, group_name="铁砧小组")
    client.sign_in("secretary")
    client.post("awards.propose_awards", edition="43")
    award = db.session.scalars(select(Award)).one()

    assert "写法不一致" in client.get("awards.list_awards", edition="43", state="unsettled").text
    values = {"level": "", "reason": "以集团为准"}
    refused = client.post("awards.change_level", edition="43", award_id=award.id, data=values, status=400).text
    assert "请选择等级" in refused
    assert "请选择证书采用哪一种写法" in refused
    values |= {"level": "1", "row": str(chosen.id)}
    client.post("awards.change_level", edition="43", award_id=award.id, data=values)

    db.session.rollback()
    assert (award.holder_name, award.level) == ("铁砧小组", 1)


@pytest.mark.parametrize("role", [StaffRole.LIAISON, StaffRole.JUDGE, StaffRole.VOLUNTEER])
def test_liaisons_judges_and_volunteers_cannot_open_or_change_awards(client: Client, role: StaffRole) -> None:
    edition = an_edition()
    an_account("somebody", role, edition=edition)
    client.sign_in("somebody")

    client.get("awards.list_awards", edition="43", status=403)
    client.post("awards.propose_awards", edition="43", status=403)
    client.post("awards.confirm_awards", edition="43", status=403)


def test_organizers_look_but_do_not_change(client: Client) -> None:
    edition = an_edition()
    an_account("organizer", StaffRole.ORGANIZER, edition=edition)
    recommended(edition, 1)
    client.sign_in("organizer")

    text = client.get("awards.list_awards", edition="43").text

    assert "按推荐汇总表生成" not in text
    client.post("awards.confirm_awards", edition="43", status=403)


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": "99"},
        {"page": "x"},
        {"kind": "x"},
        {"state": "x"},
        {"level": "x"},
        {"recommender": "-1"},
        {"level": "9" * 30},
        {"recommender": "9" * 30},
        {"page": "9" * 30},
    ],
)
def test_nonsense_in_the_address_is_an_ordinary_page(office: Client, wrong: dict[str, str]) -> None:
    office.get("awards.list_awards", edition="43", **wrong)


def test_four_hundred_awards_are_listed_in_ten_statements(office: Client, statements: Statements) -> None:
    edition_id = db.session.scalars(select(Award.event_id)).first()
    for number in range(396):
        result = a_result(type("E", (), {"id": edition_id})(), f"{number}号QC小组")  # type: ignore[arg-type]
        db.session.add(
            Award(
                event_id=edition_id, result_id=result.id, unit_name="汤谷", holder_name="小组", topic_name="", postcode="",
                level=2, reason="recommended", state=AwardState.CONFIRMED, confirmed_at=NOW, note="",
            )
        )  # fmt: skip
    db.session.commit()
    statements.clear()

    text = office.get("awards.list_awards", edition="43", page=2).text

    assert "共 400 项" in text
    assert len(statements) <= 10
