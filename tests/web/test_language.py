"""Chinese by default, English by a switch that stays."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from eventapp.domain.refusals import Fault, Refusal
from eventapp.web.language import words_of
from tests.client import Client
from tests.factories import an_edition


def language_of(page: str) -> str:
    found = re.search(r'<html lang="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def test_the_switch_stays(app: Flask, client: Client) -> None:
    an_edition()

    assert language_of(client.get("events.show_event", edition="43").text) == "zh-Hans-CN"
    assert language_of(client.get("events.show_event", edition="43", language="en").text) == "en"
    assert language_of(client.get("accounts.sign_in").text) == "en"
    assert language_of(client.get("accounts.sign_in", language="zh_Hans_CN").text) == "zh-Hans-CN"


@pytest.mark.parametrize("asked", ["xx", "../../etc", "%s", ""])
def test_languages_we_do_not_speak_change_nothing(app: Flask, client: Client, asked: str) -> None:
    an_edition()

    assert language_of(client.get("events.show_event", edition="43", language=asked).text) == "zh-Hans-CN"


@pytest.mark.parametrize("kind", [Refusal, lambda message, **params: Fault("x", message, params=params)])
def test_values_of_users_are_never_a_format(app: Flask, kind: type[Refusal]) -> None:
    with app.test_request_context():
        assert words_of(kind("%(name)s不在名单里。", name="%(secret)s {x} 100%")) == "%(secret)s {x} 100%不在名单里。"


def test_a_sentence_without_values_may_hold_a_percent_sign(app: Flask) -> None:
    with app.test_request_context():
        assert words_of(Refusal("不超过50%。")) == "不超过50%。"
