"""Letters to registered people: their own language, the edition's own words, few statements, nothing injected."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.message_templates import Wording
from eventapp.domain.messages import Channel
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration_states import AttendeeState, RoleState
from eventapp.extensions import db
from eventapp.models import Attendee, AttendeeRole, Message
from eventapp.services import message_templates
from eventapp.services.personal_letters import News, write_letter, write_letters
from eventapp.services.transactions import transactional
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, a_role, a_story, an_edition, saved

LINKS = PersonalLinks("a secret of this test alone, long enough", "https://conference.example")
write_one, write_many = transactional(write_letter), transactional(write_letters)


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition(name_en="43rd exchange conference", short_name_en="43rd conference")


def an_attendee(edition: Edition, name: str = "谭志序", **overrides: Any) -> Attendee:
    return saved(new_attendee(edition, name, **overrides))


def many_attendees(edition: Edition, numbers: range) -> list[Attendee]:
    """People with numbers for names, in one go."""
    found = [new_attendee(edition, f"人{n}", mobile=f"1380000{n:04}", email=f"p{n}@example.com") for n in numbers]
    db.session.add_all(found)
    db.session.commit()
    return found


def new_attendee(edition: Edition, name: str, **overrides: Any) -> Attendee:
    values = {
        "name_key": name, "unit_name": "毛民帝江模具有限责任公司", "mobile": "13800006026", "email": "t@example.com",
        "state": AttendeeState.CONFIRMED, "link_nonce": name, "manage_key_hash": name, "registered_at": NOW,
    }  # fmt: skip
    return Attendee(event_id=edition.id, name=name, **(values | overrides))


def give_role(edition: Edition, attendee: Attendee, code: str = "guest", **overrides: Any) -> int:
    role = a_role(edition, code, **overrides)
    saved(AttendeeRole(event_id=edition.id, attendee_id=attendee.id, role_id=role.id, state=RoleState.CONFIRMED))
    return role.id


def mails() -> list[Message]:
    db.session.rollback()
    return list(db.session.scalars(select(Message).order_by(Message.id)))


def test_a_letter_says_who_what_when_and_where(edition: Edition) -> None:
    attendee = an_attendee(edition)
    give_role(edition, attendee)
    story = a_story(edition)
    speaker = a_role(edition, "speaker", name="演讲人")
    saved(AttendeeRole(event_id=edition.id, attendee_id=attendee.id, role_id=speaker.id, story_id=story.id))

    for _twice in range(2):
        write_one(edition, "registration", dedupe_key="1", links=LINKS, now=NOW, attendee_id=attendee.id)

    [mail] = mails()
    assert (mail.recipient, mail.subject, mail.with_calendar) == ("t@example.com", "报名已收到：第43次交流活动", True)
    assert mail.body.splitlines() == [
        "谭志序，您好！", "", "您的报名已收到：第43次全国机械工业质量管理小组交流活动。", "参会身份：嘉宾、演讲人", "发表内容：深夜两点的试车",
        "当前状态：已确认", "会议时间：2024年9月11日至2024年9月13日", "会议地点：汤谷市", "",
        "下面的链接是您自己的报名页：名额确认后，那里有签到用的二维码；报名截止前可以修改或取消：",
        f"https://conference.example/e/43/registration/{LINKS.key('谭志序')}", "",
        "这个链接只属于您，请不要转发给别人。", "", "中国机械工业质量管理协会", "联系方式：office@example.com",
    ]  # fmt: skip


def test_a_letter_speaks_the_language_of_its_reader(edition: Edition) -> None:
    attendee = an_attendee(edition, language="en", state=AttendeeState.OFFERED)
    role = give_role(edition, attendee)
    until = datetime(2024, 9, 1, 16, tzinfo=UTC)  # midnight in Shanghai

    write_one(
        edition, "offered", dedupe_key="1", links=LINKS, now=NOW, attendee_id=attendee.id, role_ids=[role],
        values={"confirm_by": until},
    )  # fmt: skip

    [mail] = mails()
    assert mail.subject == "A place is free: please confirm: 43rd conference"
    assert "a place (Guest) at 43rd exchange conference has become free" in mail.body
    assert "Please confirm before 1 September 2024, 24:00;" in mail.body


def test_a_name_is_never_read_as_a_wording_and_begins_no_line_or_header(edition: Edition) -> None:
    wording = Wording("{姓名} {{报名}}", "{姓名}：{{ }} %s %(x)s\n{链接}")
    message_templates.save_wording(edition, "registration", "zh_Hans_CN", wording, actor=SECRETARY, now=NOW)
    attendee = an_attendee(edition, "{链接}\r\nBcc: all@example.com\u2028{0}")

    write_one(edition, "registration", dedupe_key="1", links=LINKS, now=NOW, attendee_id=attendee.id)

    [mail] = mails()
    assert mail.subject == "{链接} Bcc: all@example.com {0} {报名}"
    assert mail.body.splitlines()[0] == "{链接} Bcc: all@example.com {0}：{ } %s %(x)s"
    assert len(mail.body.splitlines()) == 2


def test_two_hundred_letters_cost_as_many_statements_as_one(edition: Edition, statements: Statements) -> None:
    people = many_attendees(edition, range(200))
    role = give_role(edition, people[0])
    news = [News("approved", f"approved:{one.id}", one.id, role_ids=(role,)) for one in people]
    statements.clear()

    write_many(edition, news[:1], links=LINKS, now=NOW)
    one = len(statements)
    statements.clear()
    write_many(edition, news, links=LINKS, now=NOW)

    assert (one, len(statements), len(mails())) == (5, 5, 200)


def test_without_an_address_nothing_is_written_and_others_are_told_by_theirs(edition: Edition) -> None:
    silent = an_attendee(edition, email="")
    link = LINKS.invitation(edition.slug, "nonce")

    for code in ("approved", "offered"):
        write_one(edition, code, dedupe_key=code, links=LINKS, now=NOW, attendee_id=silent.id)
    write_one(
        edition, "invitation", dedupe_key="2", links=LINKS, now=NOW, recipient="guest@example.com",
        values={"name": "石知岑", "link": link},
    )  # fmt: skip

    text, mail = mails()
    assert (text.template, text.channel, text.recipient) == ("offered", Channel.SMS, "13800006026")  # it cannot wait
    assert (mail.recipient, mail.attendee_id, link in mail.body) == ("guest@example.com", None, True)
    assert "有效期至" not in mail.body


@pytest.mark.parametrize(
    ("subject", "body", "sentence"),
    [
        ("", "{链接}", "主题和正文都不能空着"),
        ("报名", "您好", "正文里必须有 {链接}"),
        ("报名", "{链接} {身份证}", r"不认识占位符 \{身份证\}，这里可以用：\{姓名\}、\{单位\}"),
        ("报名", "{链接} {确认截止}", "不认识占位符 {确认截止}"),
        ("报名 {链接}", "{链接}", "不认识占位符 {链接}"),
        ("报名", "{链接} {", "花括号不成对"),
        ("报名", "{链接} ｛姓名｝", "花括号要用半角"),
        ("报" * 201, "{链接}", "太长了"),
    ],
)
def test_a_wording_that_cannot_be_filled_is_refused(edition: Edition, subject: str, body: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        message_templates.save_wording(
            edition, "registration", "zh_Hans_CN", Wording(subject, body), actor=SECRETARY, now=NOW
        )


def test_an_edition_goes_back_to_the_shipped_wording(edition: Edition) -> None:
    attendee, wording = an_attendee(edition), Wording("改过的主题", "{ 链接 } {LINK}")
    message_templates.save_wording(edition, "registration", "zh_Hans_CN", wording, actor=SECRETARY, now=NOW)
    write_one(edition, "registration", dedupe_key="1", links=LINKS, now=NOW, attendee_id=attendee.id)
    message_templates.reset_wording(edition, "registration", "zh_Hans_CN", actor=SECRETARY, now=NOW)
    write_one(edition, "registration", dedupe_key="2", links=LINKS, now=NOW, attendee_id=attendee.id)

    assert [mail.subject for mail in mails()] == ["改过的主题", "报名已收到：第43次交流活动"]
