"""Organizers change what registration asks; nothing that was answered is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from eventapp import clock
from eventapp.domain.people import StaffRole
from eventapp.services import attendee_lists, registration_forms
from tests.client import Client
from tests.factories import NOW, an_account
from tests.factories_registration import an_edition_with_roles, filled, posted

pytestmark = pytest.mark.usefixtures("still_clock")
PAGE = "registration_fields.edit_fields"


def hidden(page: str) -> dict[str, Any]:
    """What the page carries."""
    values = {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}
    texts = {
        name: unescape(text)
        for name, text in re.findall(r'<textarea[^>]* name="(privacy\w*)"[^>]*>([^<]*)</textarea>', page)
    }
    return values | texts


def press(client: Client, page: str, act: str, status: int = 200, **typed: Any) -> str:
    data = hidden(page) | typed | {"act": act}
    data.pop("csrf_token")
    return client.post(PAGE, edition="43", data=data, status=status).text


@pytest.fixture
def page(client: Client) -> str:
    edition = an_edition_with_roles()
    an_account("organizer", StaffRole.ORGANIZER, edition=edition)
    client.sign_in("organizer")
    return client.get(PAGE, edition="43").text


def shirts(client: Client, page: str) -> str:
    """A choice of the organizers' own, saved as version 2."""
    page = press(client, page, "add", new_label="文化衫", new_kind="choice", new_section="other")
    page = press(client, page, "option:own_1", label="文化衫", **{"option_1-label": "小号", "option_2-label": "大号"})
    press(
        client, page, "save", status=302, label="文化衫", label_en="Shirt", is_required="y", roles="observer",
        conditions="visit=yes", **{"option_1-label": "小号", "option_2-label": "大号", "option_3-label": ""},
    )  # fmt: skip
    return client.get(PAGE, edition="43").text


def test_a_question_of_ones_own_is_asked_and_later_versions_keep_its_answers(client: Client, page: str) -> None:
    edition = an_edition_with_roles(slug="44", is_default=False)
    page = shirts(client, page)
    assert "第2版" in page
    form = client.get("registration.register", edition="43", role="observer").text
    assert 'data-shown-if="[[&#34;visit&#34;, [&#34;yes&#34;]]]"' in form
    assert "文化衫" not in client.get("registration.register", edition="43", role="judge").text
    asked = client.post("registration.register", edition="43", role="observer", data=filled(visit="yes"), status=400)
    assert '<a href="#own_1">文化衫：请选择一项。</a>' in asked.text
    key = posted(client, visit="yes", own_1="option_2")
    page = press(client, page, "open:own_1")
    sizes = {"label": "T恤", "option_1-label": "小号", "option_2-label": "大号"}
    page = press(client, page, "option_down:own_1/option_1", **sizes)
    page = press(client, page, "option_down:own_1/option_1", **sizes)  # at the end nothing changes
    assert re.findall(r'name="(option_\d)-label" value="(\w+)"', page) == [("option_2", "大号"), ("option_1", "小号")]
    words = {
        "label": "T恤",
        "roles": "observer",
        "conditions": "visit=yes",
        "option_1-label": "小号",
        "option_2-label": "大号",
    }
    press(client, page, "save", status=302, **words, **{"option_2-removed": "y"})
    page = client.get(PAGE, edition="43").text
    assert "已有1份报名是按以前的版本填写的" in page
    press(client, press(client, page, "hide:meal"), "save", status=302)
    own = client.get("registration.edit_registration", edition="43", key=key).text
    assert re.findall(r'name="own_1" value="(\w+)"( checked)?', own) == [("option_2", " checked"), ("option_1", "")]
    assert "大号（已停用）" in own
    assert "大号" not in client.get("registration.register", edition="43", role="observer").text
    client.post("registration.edit_registration", edition="43", key=key, data=filled(visit="yes", own_1="option_2"))
    kept = attendee_lists.get_registration(client_edition(), key)
    assert kept.answers == {"own_1": "option_2"}
    assert registration_forms.current_form(edition).number == 1


def client_edition() -> Any:
    from eventapp.services import events

    return events.find_edition("43")


def test_answers_to_questions_that_are_gone_are_kept_and_shown(client: Client, page: str) -> None:
    key = posted(client, meal="halal")
    press(client, press(client, page, "hide:meal"), "save", status=302)
    own = client.get("registration.edit_registration", edition="43", key=key).text
    assert "以前的回答" in own
    assert re.findall(r"<dt>用餐</dt><dd>([^<]+)", own) == ["清真"]
    client.post("registration.edit_registration", edition="43", key=key, data=filled(meal="regular"))
    assert attendee_lists.get_registration(client_edition(), key).meal == "halal"


def test_a_new_privacy_text_asks_for_consent_again(client: Client, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    key = posted(client)
    press(client, page, "save", status=302, privacy="新的说明")
    own = client.get("registration.edit_registration", edition="43", key=key).text
    assert "<p>新的说明</p>" in own
    without = filled(consent="")
    refused = client.post("registration.edit_registration", edition="43", key=key, data=without, status=400).text
    assert "请阅读说明" in refused
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))
    client.post("registration.edit_registration", edition="43", key=key, data=filled())
    kept = attendee_lists.get_registration(client_edition(), key)
    form = registration_forms.current_form(client_edition())
    assert (kept.consented_at, kept.consent_form_id, kept.registered_at) == (NOW + timedelta(hours=1), form.id, NOW)
    assert "阅读全文" not in client.get("registration.edit_registration", edition="43", key=key).text
    seen = filled(version="1")
    late = client.post("registration.register", edition="43", role="observer", data=seen, status=400).text
    assert "报名表刚刚更新" in late


def test_the_later_of_two_is_told_and_their_changes_stay_on_the_page(client: Client, page: str) -> None:
    press(client, press(client, page, "down:name"), "save", status=302)
    late = press(client, press(client, page, "hide:wechat"), "save", status=409)
    assert "表单刚刚被别人修改并保存了" in late
    assert 'value="restore:wechat"' in late


@pytest.mark.parametrize(
    ("act", "typed", "sentence"),
    [
        ("hide:name", {}, "姓名、单位名称和手机号不能停用"),
        ("hide:nothing", {}, "表单里没有这个问题"),
        ("add", {"new_kind": "tax_id", "new_section": "other"}, "不能新增这种类型的问题"),
        ("add", {"new_kind": "x", "new_section": "y"}, "请选择新问题放在哪一部分"),
        ("save", {"privacy": ""}, "请填写个人信息说明"),
        ("save", {"draft": "[]"}, "表单内容不完整"),
        ("save", {"draft": "{}x"}, "表单内容不完整"),
        ("save", {"draft": '[{"code": "name"}]'}, "表单内容不完整"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(
    client: Client, page: str, act: str, typed: dict[str, str], sentence: str
) -> None:
    assert sentence in press(client, page, act, status=400, **typed)
    assert registration_forms.current_form(client_edition()).number == 1


def test_a_question_cannot_move_above_what_it_depends_on(client: Client, page: str) -> None:
    moved = press(client, page, "up:roommate")
    said = press(client, moved, "save", status=400)
    assert "只能取决于排在它前面、仍在询问的问题" in said
    assert '<a href="#field-roommate">' in said


def test_only_organizers_change_the_form(client: Client) -> None:
    edition = an_edition_with_roles()
    an_account("helper", StaffRole.VOLUNTEER, edition=edition)
    client.sign_in("helper")
    client.get(PAGE, edition="43", status=403)
