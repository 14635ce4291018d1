"""Registration by role (notice, section 三): who may come in, what is asked, how it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from eventapp.domain.deadlines import registration_is_open
from eventapp.domain.events import Edition
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration_states import Admission, AttendeeState, RoleState
from eventapp.domain.text import INVISIBLE, plain_digits

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
ABROAD = re.compile(r"(?:\+|00)((?!86)[1-9]\d{6,14})", re.ASCII)  # ITU-T E.164: country code and number
COUNTRY_CODE = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")
DECORATION = re.compile(r"[\s()\-.·—–]+")
EMAIL = re.compile(r"[^@\s,;:<>\"]+@[^@\s,;:<>\".]+(?:\.[^@\s,;:<>\".]+)+")
LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3: what a path leaves for the address
SHORTEST_SEARCH = 2  # characters; one character would list half of the entries
MOST_FOUND = 20


class RoleNeed(StrEnum):
    """What a role must be tied to."""

    NOTHING = "nothing"
    RESULT = "result"
    STORY = "story"


class Phase(StrEnum):
    """Whether one may register now."""

    BEFORE = "before"
    OPEN = "open"
    CLOSED = "closed"


class RegistrationNotOpen(Refusal):
    """Registration has not begun, or is over."""


class RoleFull(Refusal):
    """All places of a role are taken."""


@dataclass(frozen=True)
class Person:
    """What a person says of themselves, normalized by the form."""

    name: str
    unit_name: str
    mobile: str
    gender: str = ""
    job_title: str = ""
    email: str = ""
    department: str = ""
    wechat: str = ""


@dataclass(frozen=True)
class Stay:
    """Travel, bed and table. Times are 14:05 in the edition's zone; lodging, meal and visit are codes of options."""

    arrives_on: date | None = None
    arrives_time: str = ""
    arrives_by: str = ""
    departs_on: date | None = None
    departs_time: str = ""
    departs_by: str = ""
    lodging: str = ""
    roommate: str = ""
    meal: str = ""
    visit: str = ""


@dataclass(frozen=True)
class RoleChoice:
    """One role taken, by code; a presenter names the result, a speaker the story, or proves it by `entry_code`."""

    code: str
    result_id: int | None = None
    story_id: int | None = None
    entry_code: str = field(default="", compare=False)


@dataclass(frozen=True)
class NewAttendee:
    """One person to register, in one role or several."""

    person: Person
    roles: tuple[RoleChoice, ...]
    stay: Stay = Stay()
    answers: Mapping[str, Any] = field(default_factory=dict)  # of the organizers' own fields, by code


@dataclass(frozen=True)
class Letter:
    """A mail already in words; `calendar` is an iCalendar file that goes along."""

    subject: str
    body: str
    calendar: str = ""


def phase_of(edition: Edition, now: datetime) -> Phase:
    """Before, within or after the time of registration; an end that is not set does not bind."""
    if registration_is_open(edition, now):
        return Phase.OPEN
    opens_at = edition.registration_opens_at
    return Phase.BEFORE if opens_at is not None and now < opens_at else Phase.CLOSED


def require_open(edition: Edition, now: datetime) -> None:
    """Raises `RegistrationNotOpen` outside the time of registration."""
    phase = phase_of(edition, now)
    if phase is Phase.BEFORE:
        raise RegistrationNotOpen("报名尚未开始，请在报名开放后再来。")
    if phase is Phase.CLOSED:
        raise RegistrationNotOpen("报名已经截止；如需报名、修改或取消，请联系会务组。")


def require_role_open(opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> None:
    """Raises `RegistrationNotOpen` outside the time of one role; an end that is not set does not bind."""
    if opens_at is not None and now < opens_at:
        raise RegistrationNotOpen("这种参会身份尚未开放报名，请稍后再来。")
    if closes_at is not None and now >= closes_at:
        raise RegistrationNotOpen("这种参会身份的报名已经截止；如需参会请联系会务组。")


def require_subject(need: RoleNeed, choice: RoleChoice) -> None:
    """Raises `Refusal` when a role lacks the result or story it is about."""
    if need is RoleNeed.RESULT and choice.result_id is None:
        raise Refusal("请先选择要发表的成果。")
    if need is RoleNeed.STORY and choice.story_id is None:
        raise Refusal("请先选择要演讲的品牌故事。")


def normal_mobile(text: str) -> str:
    """Eleven digits, whatever width, spaces or country code they came with; raises `Refusal`.

    Numbers of other countries and regions as +85251234567. Invisible marks come along when one copies a contact.
    """
    plain = DECORATION.sub("", plain_digits(text))
    digits = COUNTRY_CODE.sub("", plain)
    if MOBILE.fullmatch(digits):
        return digits
    if abroad := ABROAD.fullmatch(plain):
        return f"+{abroad[1]}"
    if digits.isdigit() and len(digits) != 11:
        raise Refusal("手机号应为11位数字，现在是%(count)s位，请检查后重新填写。", count=len(digits))
    raise Refusal(
        "手机号应为11位数字，以1开头，例如13800001234；境外号码请以+和国家或地区代码开头，例如+852 51234567。"
    )


def is_mobile(text: str) -> bool:
    """Whether this is a number in the form that `normal_mobile` gives."""
    return MOBILE.fullmatch(text) is not None or (text.startswith("+") and ABROAD.fullmatch(text) is not None)


def normal_email(text: str) -> str:
    """An address without width and padding; nothing for nothing; raises `Refusal` for what is no address.

    Mail servers here take ASCII only, and what else is typed is a full stop or comma of an input method.
    """
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()
    if plain and (not EMAIL.fullmatch(plain) or not plain.isascii() or len(plain) > LONGEST_EMAIL):
        raise Refusal("邮箱地址不完整，应像 name@example.com 这样；没有邮箱可以不填。")
    return plain


def masked_mobile(mobile: str) -> str:
    """Enough to tell two people apart, not enough to call them."""
    return f"{mobile[:3]}****{mobile[-4:]}" if len(mobile) >= 8 else "****"


def starting_state(admission: Admission, *, is_invited: bool) -> RoleState:
    """Confirmed, or waiting for an organizer; who is invited, or on the organizers' own list, needs neither.

    Raises `Refusal` for a role by invitation without one.
    """
    if is_invited or admission is Admission.OPEN:
        return RoleState.CONFIRMED
    if admission is Admission.INVITATION:
        raise Refusal("这种参会身份凭邀请链接报名，请打开会务组发给您的邀请链接；没有收到请联系会务组。")
    return RoleState.PENDING


def is_ticket_void(state: AttendeeState, *, is_revoked: bool) -> bool:
    """Whether a ticket will open no door as things stand; who still waits for approval keeps a good one."""
    return is_revoked or state in (AttendeeState.CANCELLED, AttendeeState.REJECTED)
