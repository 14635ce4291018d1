"""The menu of visitors and of those who work here, and the foot of the page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from eventapp import clock
from eventapp.domain.people import StaffRole
from tests.client import Client
from tests.factories import SETTINGS, an_account, an_edition

LINK = re.compile(r"<a href=\"[^\"]*\"(?: aria-current=\"(\w+)\")?>(?:<svg.*?</svg>)?<span>([^<]*)</span>", re.S)


def menu_of(client: Client, endpoint: str, **values: Any) -> dict[str, str]:
    """The titles of the menu, each with how it stands to this page: page, true (above it) or nothing."""
    page = client.get(endpoint, edition="43", **values).text
    return {title: current for current, title in LINK.findall(page.split("<main")[0])}


def test_visitors_find_the_public_pages(app: Flask, client: Client) -> None:
    an_edition(registration_closes_at=None, schedule_published_at=clock.now())

    assert menu_of(client, "events.show_event") == {
        "会议首页": "page",
        "报名参会": "",
        "会议日程": "",
        "申报表格": "",
        "证书查验": "",
    }


@pytest.mark.parametrize("closed", [timedelta(minutes=1), timedelta(days=9)])
def test_what_is_over_or_not_yet_published_is_not_offered(app: Flask, client: Client, closed: timedelta) -> None:
    an_edition(registration_closes_at=clock.now() - closed)

    assert list(menu_of(client, "events.show_event")) == ["会议首页", "申报表格", "证书查验"]


def test_a_page_below_marks_the_one_above_it(app: Flask, client: Client) -> None:
    an_edition(registration_closes_at=clock.now() - timedelta(days=1))

    answer = client.get("certificates.verify_certificate", edition="43", code="abc", status=404)

    assert LINK.findall(answer.text.split("<main")[0]) == [("", "会议首页"), ("", "申报表格"), ("true", "证书查验")]


def test_those_without_a_work_page_of_their_own_are_not_offered_one(app: Flask, client: Client) -> None:
    an_account("volunteer", StaffRole.VOLUNTEER, edition=an_edition())
    client.sign_in("volunteer")

    assert "工作台" not in menu_of(client, "checkin.list_checkpoints")


def test_the_foot_names_the_hosts_and_how_to_reach_them(app: Flask, client: Client) -> None:
    contact = {"organization": "甲协会", "phone": "010-1", "email": "office@example.com"}
    an_edition(issuers=["甲协会", "乙委员会"], settings=SETTINGS | {"contact": contact})

    foot = client.get("certificates.find_certificate", edition="43").text.split("<footer")[1]

    said = ("主办：甲协会、乙委员会", "会务联系：甲协会", 'href="tel:010-1"', 'href="mailto:office@example.com"')
    assert [words for words in said if words not in foot] == []
