"""The public home and the work page."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from eventapp import clock
from eventapp.domain.people import StaffRole
from eventapp.services.dashboard import count_all
from tests.client import Client
from tests.conftest import Statements
from tests.factories import SETTINGS, a_judge, a_recommender, a_result, a_story, an_account, an_edition


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_home_says_what_the_notice_says(app: Flask, client: Client) -> None:
    an_edition(issuers=["甲协会", "乙委员会"], settings=SETTINGS | {"contact": {
        "organization": "甲协会", "address": "若木路2号", "postcode": "100055", "email": "office@example.com",
        "people": ["谭景", "石知岑"], "phone": "010-1", "story_email": "story@example.com",
    }})  # fmt: skip

    page = text_of(client.get("events.show_event", edition="43").text)

    said = (
        "第43次全国机械工业质量管理小组交流活动", "中机质协[2024]6号", "2024年9月11日至13日", "汤谷市", "甲协会", "若木路2号",
        "100055", "office@example.com", "谭景、石知岑", "010-1", "story@example.com",
    )  # fmt: skip
    assert [words for words in said if words not in page] == []
    assert page.index("甲协会") < page.index("乙委员会")


@pytest.mark.parametrize(
    ("shift", "words"),
    [(timedelta(days=3), "还有3天"), (timedelta(0), "今天截止"), (timedelta(days=-2), "已截止")],
)
def test_the_home_counts_the_days(app: Flask, client: Client, shift: timedelta, words: str) -> None:
    noon = clock.now().astimezone(ZoneInfo("Asia/Shanghai")).replace(hour=12, minute=0)  # of the day that it is there
    an_edition(materials_due_at=noon + shift, registration_closes_at=None)

    page = client.get("events.show_event", edition="43").text

    expected = words if shift or clock.now() < noon else "已截止|今天截止"
    assert re.search(expected, page)


def test_registration_is_offered_while_it_is_open(app: Flask, client: Client) -> None:
    now = clock.now()
    an_edition(registration_closes_at=now + timedelta(hours=1))
    an_edition(slug="42", is_default=False, registration_closes_at=now - timedelta(hours=1))

    assert "报名参会" in client.get("events.show_event", edition="43").text
    assert "报名参会" not in client.get("events.show_event", edition="42").text


def test_the_schedule_is_offered_once_published(app: Flask, client: Client) -> None:
    an_edition()
    an_edition(slug="42", is_default=False, schedule_published_at=clock.now())

    assert "会议日程" not in client.get("events.show_event", edition="43").text
    assert "会议日程" in client.get("events.show_event", edition="42").text


def test_an_edition_with_nothing_set_still_has_a_home(app: Flask, client: Client) -> None:
    an_edition(starts_on=None, ends_on=None, materials_due_at=None, settings={}, issuers=[], place="")

    client.get("events.show_event", edition="43")


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "{{ 7*7 }}", "100% {x} %(y)s", "镕喆·Ⅱ"])
def test_names_pass_through_as_written(app: Flask, client: Client, name: str) -> None:
    an_edition(name=name)

    page = client.get("events.show_event", edition="43").text

    assert name.replace("<", "&lt;").replace(">", "&gt;") in page


def test_counts_are_of_this_edition_and_cost_seven_statements(app: Flask, statements: Statements) -> None:
    edition, other = an_edition(), an_edition(slug="42", is_default=False)
    a_result(edition)
    a_result(other)
    a_story(other)
    statements.clear()

    counts = count_all(edition)

    assert len(statements) <= 7  # one for all figures, one for differences, the rest for what looks alike
    assert (counts.results, counts.stories, counts.attendees) == (1, 0, 0)


def test_the_secretary_sees_figures_and_the_next_step(app: Flask, client: Client) -> None:
    an_account("secretary", StaffRole.SECRETARY, edition=an_edition())
    client.sign_in("secretary")

    page = client.get("events.show_dashboard", edition="43").text

    assert "下一步：导入推荐材料" in page
    assert re.search(r'href="/e/43/[^"]+">收到的文件', page)


@pytest.mark.parametrize(
    ("role", "endpoint"),
    [
        (StaffRole.LIAISON, "workbench.show_workbench"),
        (StaffRole.VOLUNTEER, "checkin.list_checkpoints"),
        (StaffRole.JUDGE, "judging.list_presentations"),
    ],
)
def test_everybody_else_comes_to_the_page_of_their_work(
    app: Flask, client: Client, role: StaffRole, endpoint: str
) -> None:
    edition = an_edition()
    an_account(
        "somebody", role, edition=edition, recommender_id=a_recommender(edition).id, judge_id=a_judge(edition).id
    )
    client.sign_in("somebody")

    answer = client.get("events.show_dashboard", edition="43", status=302)

    assert answer.headers["Location"] == client.address(endpoint, {"edition": "43"})
