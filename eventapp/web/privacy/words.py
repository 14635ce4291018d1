"""What is stored of one person, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eventapp.domain.events import Edition
from eventapp.domain.message_wordings import LETTERS
from eventapp.domain.messages import CHANNEL_NAMES, MESSAGE_STATE_NAMES
from eventapp.domain.registration_questions import label_of, said_value
from eventapp.domain.registration_states import ATTENDEE_STATE_NAMES, ORIGIN_NAMES, ROLE_STATE_NAMES
from eventapp.domain.words import N_
from eventapp.services import privacy_data
from eventapp.services.attendees import Attendee
from eventapp.services.privacy_data import Facts
from eventapp.services.registration_forms import Form
from eventapp.web.attendees.history import REASONS, Words
from eventapp.web.audit.words import action_name
from eventapp.web.language import choose_language, gettext
from eventapp.web.registration.questions import TOGETHER, title_of
from eventapp.web.templating import local_time

Line = tuple[str, str]


@dataclass(frozen=True)
class Part:
    """One section of the page."""

    title: str
    lines: list[Line]


def parts_of(edition: Edition, attendee: Attendee, facts: Facts) -> list[Part]:
    """Everything in `facts`, in the order of the form; sections without anything are left out."""
    form, answers = privacy_data.questions_of(edition, attendee)
    words = Words(form.fields, {held.role.code: held.role.name for held in attendee.roles})
    parts = [
        *answered(form, answers),
        Part(gettext("报名"), registration_lines(facts["registration"])),
        Part(gettext("参会身份"), [(one["role"], role_words(one)) for one in facts["roles"]]),
        Part(gettext("二维码"), [(number_of(one["serial"]), ticket_words(one)) for one in facts["tickets"]]),
        Part(gettext("签到"), [(one["checkpoint"], scan_words(one)) for one in facts["scans"]]),
        Part(gettext("证件打印"), [(time(one["printed_at"]), print_words(one)) for one in facts["badges"]]),
        Part(gettext("邀请"), [(time(one["invited_at"]), one["email"]) for one in facts["invitations"]]),
        Part(gettext("评委"), [line for line in judge_lines(facts["judge"]) if line[1]]),
        Part(gettext("发给您的消息"), [(time(one["written_at"]), message_words(one)) for one in facts["messages"]]),
        Part(gettext("操作记录"), [(time(one["at"]), change_words(words, one)) for one in facts["changes"]]),
    ]
    return [part for part in parts if part.lines]


def answered(form: Form, answers: Mapping[str, str]) -> Iterator[Part]:
    """Answers under the headings of the form that was filled in, choices by their labels."""
    language = choose_language()
    for sections, title in TOGETHER:
        specs = [spec for one in sections for spec in form.fields if spec.section is one and answers.get(spec.code)]
        lines = [(label_of(spec, language), said_value(spec, answers[spec.code], language)) for spec in specs]
        yield Part(title_of(list(dict.fromkeys(spec.section for spec in specs)), title), lines)
    known = {spec.code for spec in form.fields}
    yield Part(gettext("其他填写内容"), [(code, answers[code]) for code in answers if code not in known])


def registration_lines(facts: Facts) -> list[Line]:
    lines = [
        (gettext("编号"), str(facts["number"])),
        (gettext("状态"), named(ATTENDEE_STATE_NAMES, facts["state"])),
        (gettext("报名方式"), named(ORIGIN_NAMES, facts["origin"])),
        (gettext("报名时间"), time(facts["registered_at"])),
        (gettext("最近修改"), time(facts["changed_at"])),
        (gettext("酒店房间"), facts["hotel_room"]),
        (gettext("座位"), facts["seat"]),
    ]
    return [line for line in lines if line[1]]


def role_words(one: Facts) -> str:
    return joined(named(ROLE_STATE_NAMES, one["state"]), one["about"])


def ticket_words(one: Facts) -> str:
    issued = gettext("%(time)s 签发", time=time(one["issued_at"]))
    if not one["revoked_at"]:
        return issued
    revoked = gettext("%(time)s 作废", time=time(one["revoked_at"]))
    return joined(issued, revoked, named(REASONS, one["revoked_for"]))


def scan_words(one: Facts) -> str:
    said = gettext("已签到") if one["verdict"] == "ok" else gettext("未放行或重复扫码")
    undone = gettext("%(time)s 撤销", time=time(one["undone_at"])) if one["undone_at"] else ""
    return joined(time(one["scanned_at"]), said, undone)


def print_words(one: Facts) -> str:
    return gettext("第 %(number)s 次打印", number=one["number"])


def judge_lines(one: Facts | None) -> list[Line]:
    names = {
        "name": N_("姓名"), "mobile": N_("手机号"), "unit_name": N_("单位"), "region": N_("地区"),
        "speciality": N_("专业"), "job_title": N_("职务"),
    }  # fmt: skip
    return [(gettext(label), str(one[name])) for name, label in names.items()] if one else []


def message_words(one: Facts) -> str:
    kind = gettext(LETTERS[one["template"]].name) if one["template"] in LETTERS else ""
    to = joined(named(CHANNEL_NAMES, one["channel"]), one["recipient"], named(MESSAGE_STATE_NAMES, one["state"]))
    return "\n".join(part for part in (kind or one["subject"], to, one["body"]) if part)


def change_words(words: Words, one: Facts) -> str:
    """What was done, and each answer that changed: 「旧值 → 新值」."""
    changes = [
        gettext("%(field)s：%(value)s", field=field, value=" → ".join(said for said in (before, after or "—") if said))
        for field, before, after in words.changes_of(one)
    ]
    return "\n".join((action_name(one["action"]), *changes))


def named(names: Any, code: str) -> str:
    """The word for a code of `names`; an unknown one is shown as it is."""
    return gettext(names[code]) if code in names else code


def number_of(serial: str) -> str:
    return "-".join(serial.upper()[start : start + 4] for start in range(0, len(serial), 4))


def time(moment: str | None) -> str:
    return local_time(datetime.fromisoformat(moment)) if moment else ""


def joined(*parts: str) -> str:
    return "，".join(part for part in parts if part)
