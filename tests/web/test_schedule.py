"""The schedule's pages: planning with one button, publishing, reading it as a stranger."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp import clock
from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.domain.recommendations import GroupKind
from eventapp.extensions import db
from eventapp.models import Job, Presentation
from eventapp.services import jobs, schedule
from eventapp.services.events import find_edition
from tests.client import Client
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, a_judge, a_result, an_account, an_edition
from tests.factories_schedule import a_conference, places, planned


@pytest.fixture
def organizer(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Signed in at the planning desk of a conference that is not planned yet; the clock stands at 09:00."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    an_account("organizer", StaffRole.ORGANIZER, edition=a_conference())
    client = Client(app)
    client.sign_in("organizer")
    return client


@pytest.fixture
def edition(app: Flask) -> Edition:
    """Planned and public."""
    edition = a_conference()
    planned(edition)
    schedule.publish_schedule(edition, actor=SECRETARY, now=NOW)
    return edition


def test_one_button_plans_everything_and_shows_the_job(organizer: Client) -> None:
    answer = organizer.post("schedule.make_plan", edition="43")
    job_id = db.session.scalars(select(Job.id)).one()
    assert answer.location == f"/e/43/jobs/{job_id}"
    assert db.session.scalar(select(func.count()).select_from(Presentation)) == 9
    page = organizer.get("schedule.show_plan", edition="43").text
    assert "9 项全部排定" in page
    assert "评委3" in organizer.get("schedule.list_panels", edition="43").text


def test_pressed_twice_it_runs_once(organizer: Client) -> None:
    edition = find_edition("43")
    job_id = jobs.start_job(edition, "plan_schedule", "编排日程", {}, actor=SECRETARY, now=NOW)
    assert organizer.post("schedule.make_plan", edition="43").location == f"/e/43/jobs/{job_id}"
    assert db.session.scalar(select(func.count()).select_from(Job)) == 1


def test_planning_again_tries_another_seed(organizer: Client) -> None:
    organizer.post("schedule.make_plan", edition="43")
    organizer.post("schedule.make_plan", edition="43")
    assert [job.params["seed"] for job in db.session.scalars(select(Job).order_by(Job.id))] == [0, 1]


def test_the_planning_page_offers_the_button_before_and_publishing_after(organizer: Client) -> None:
    before = organizer.get("schedule.show_plan", edition="43").text
    organizer.post("schedule.make_plan", edition="43")
    after = organizer.get("schedule.show_plan", edition="43").text
    assert [("一键编排" in page, "公布日程" in page) for page in (before, after)] == [(True, False), (False, True)]


def test_a_late_result_is_named_on_the_planning_page(organizer: Client) -> None:
    organizer.post("schedule.make_plan", edition="43")
    a_result(find_edition("43"), "迟到QC小组", unit="单位9")
    assert "「单位9 迟到QC小组」应安排一次，实际安排了 0 次" in organizer.get("schedule.show_plan", edition="43").text


def test_publishing_shows_it_to_strangers_and_withdrawing_hides_it(organizer: Client, client: Client) -> None:
    organizer.post("schedule.make_plan", edition="43")
    seen = []
    for endpoint in (None, "schedule.publish_schedule", "schedule.withdraw_schedule"):
        if endpoint:
            organizer.post(endpoint, edition="43")
        seen.append("铁砧1QC小组" in client.get("schedule.show_schedule", edition="43", day="all").text)
    assert seen == [False, True, False]


def test_the_draft_is_marked_for_the_staff_and_hidden_from_everybody_else(organizer: Client, client: Client) -> None:
    organizer.post("schedule.make_plan", edition="43")
    draft = organizer.get("schedule.show_schedule", edition="43").text
    assert "这是草稿，只有会务人员看得到" in draft
    assert "铁砧" in draft
    stranger = client.get("schedule.show_schedule", edition="43").text
    assert "日程还没有公布" in stranger
    assert "铁砧" not in stranger


def test_publishing_nothing_is_refused_with_a_sentence(organizer: Client) -> None:
    assert "还没有编排日程，不能公布。" in organizer.post("schedule.publish_schedule", edition="43", status=400).text


def test_a_public_schedule_is_not_planned_over(organizer: Client) -> None:
    organizer.post("schedule.make_plan", edition="43")
    organizer.post("schedule.publish_schedule", edition="43")
    page = organizer.post("schedule.make_plan", edition="43", status=400).text
    assert "日程已经公布。要重新编排，请先撤回公布。" in page
    assert db.session.scalar(select(func.count()).select_from(Job)) == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "铁砧１ＱＣ"}, 1),  # full width, as some keyboards type it
        ({"q": "单位2"}, 2),
        ({"q": "石知岑"}, 1),
        ({"q": "%"}, 0),
        ({"room": 999}, 0),
        ({"day": "2024-09-11"}, 9),
        ({"day": "2024-09-12"}, 0),
        ({"day": "tomorrow", "room": "x"}, 9),
    ],
)
def test_readers_find_what_they_ask_for(edition: Edition, client: Client, asked: dict[str, str], found: int) -> None:
    page = client.get("schedule.show_schedule", edition="43", **asked).text
    assert page.count('class="talk"') == found


def test_the_page_says_what_is_on_now_and_what_comes_next(
    edition: Edition, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = db.session.scalars(select(Presentation).order_by(Presentation.starts_at)).first()
    db.session.rollback()
    moments: list[datetime] = [first.starts_at + timedelta(minutes=1), NOW - timedelta(days=1)]
    shown = []
    for moment in moments:
        monkeypatch.setattr(clock, "now", lambda at=moment: at)
        shown.append("正在进行与接下来" in client.get("schedule.show_schedule", edition="43").text)
    assert shown == [True, False]


def test_the_schedule_costs_as_many_statements_for_many_as_for_few(
    edition: Edition, client: Client, statements: Statements
) -> None:
    other = an_edition(slug="44", number=44, is_default=False)
    places(other)
    a_result(other, "一个小组")
    for number in range(3):
        a_judge(other, f"评委{number}", unit="机械质协", mobile=str(number))
    planned(other)
    schedule.publish_schedule(other, actor=SECRETARY, now=NOW)
    counts = []
    for slug in ("44", "43"):
        statements.clear()
        client.get("schedule.show_schedule", edition=slug, day="all")
        counts.append(len(statements))
    assert counts == [3, 3]


def test_names_with_markup_and_braces_are_shown_as_they_are(app: Flask, client: Client) -> None:
    edition = an_edition()
    places(edition)
    a_result(edition, "<b>{0}</b>%s班", kind=GroupKind.TEAM, unit='=1+1"公司', topic_name="{{ 7*7 }}")
    for number in range(3):
        a_judge(edition, f"<i>评委{number}", unit="机械质协", mobile=str(number))
    planned(edition)
    schedule.publish_schedule(edition, actor=SECRETARY, now=NOW)
    page = client.get("schedule.show_schedule", edition="43", day="all").text
    assert "&lt;b&gt;{0}&lt;/b&gt;%s班" in page
    assert "{{ 7*7 }}" in page
    an_account("organizer", StaffRole.ORGANIZER, edition=edition)
    client.sign_in("organizer")
    assert "&lt;i&gt;评委0" in client.get("schedule.list_panels", edition="43").text
    assert "&lt;i&gt;评委0" in client.get("schedule.show_plan", edition="43").text


def test_an_edition_that_does_not_exist_is_not_found(edition: Edition, client: Client) -> None:
    client.get("schedule.show_schedule", edition="99", status=404)


def test_strangers_and_judges_may_not_plan(edition: Edition, client: Client) -> None:
    client.get("schedule.show_plan", edition="43", status=302)
    client.post("schedule.make_plan", edition="43", status=403)
    an_account("judge", StaffRole.JUDGE, edition=edition)
    client.sign_in("judge")
    client.get("schedule.list_panels", edition="43", status=403)
    client.post("schedule.publish_schedule", edition="43", status=403)
