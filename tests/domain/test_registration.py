"""The rules of registration, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from eventapp.domain.events import CertificateSettings, Contact, Edition, LevelRule
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration import (
    Phase,
    RegistrationNotOpen,
    RoleChoice,
    RoleNeed,
    is_mobile,
    masked_mobile,
    normal_email,
    normal_mobile,
    phase_of,
    require_open,
    require_subject,
    starting_state,
)
from eventapp.domain.registration_states import Admission, Decision, RoleState, decided_state
from eventapp.domain.roles import SHIPPED_ROLES

OPENS = datetime(2024, 8, 1, tzinfo=UTC)
CLOSES = datetime(2024, 9, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def edition(opens: datetime | None = OPENS, closes: datetime | None = CLOSES) -> Edition:
    return Edition(
        1, "43", 43, 2024, "", "", "", "", (), "", "Asia/Shanghai", None, None, None, opens, closes, Contact(),
        LevelRule(), CertificateSettings(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (OPENS - INSTANT, Phase.BEFORE),
        (OPENS, Phase.OPEN),
        (CLOSES - INSTANT, Phase.OPEN),
        (CLOSES, Phase.CLOSED),
    ],
)
def test_registration_is_open_from_its_first_moment_until_just_before_its_last(now: datetime, phase: Phase) -> None:
    assert phase_of(edition(), now) is phase


def test_an_end_that_is_not_set_does_not_bind() -> None:
    assert phase_of(edition(None, None), CLOSES) is Phase.OPEN
    assert phase_of(edition(None, CLOSES), CLOSES) is Phase.CLOSED
    assert phase_of(edition(OPENS, None), OPENS - INSTANT) is Phase.BEFORE


@pytest.mark.parametrize("now", [OPENS - INSTANT, CLOSES])
def test_nobody_registers_outside_the_time_of_registration(now: datetime) -> None:
    with pytest.raises(RegistrationNotOpen):
        require_open(edition(), now)


@pytest.mark.parametrize(
    "typed",
    [
        "13800006026",
        " 138 0000 6026 ",
        "138-0000-6026",
        "+86 13800006026",
        "+8613800006026",
        "8613800006026",
        "0086 138 0000 6026",
        "１３８００００６０２６",
        "（＋８６）１３８００００６０２６",
        "138\u30000000\u00a06026",
        "\u202d13800006026\u202c",  # as Windows and WeChat copy a contact
    ],
)
def test_a_mobile_is_read_however_it_is_typed(typed: str) -> None:
    assert normal_mobile(typed) == "13800006026"


def test_a_number_from_abroad_is_told_by_its_plus() -> None:
    assert [normal_mobile(typed) for typed in ("+852 5123 4567", "00853-6612-3456", "＋1 (415) 555-0132")] == [
        "+85251234567", "+85366123456", "+14155550132",
    ]  # fmt: skip
    assert [is_mobile(text) for text in ("13800006026", "+85251234567", "0085251234567", "51234567", "")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    with pytest.raises(Refusal):
        normal_mobile("+86 1380000602")


NO_MOBILE = "手机号应为11位数字，以1开头，例如13800001234；境外号码请以+和国家或地区代码开头，例如+852 51234567。"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1380000602", "手机号应为11位数字，现在是10位，请检查后重新填写。"),
        ("138000060266", "手机号应为11位数字，现在是12位，请检查后重新填写。"),
        ("12800006026", NO_MOBILE),
        ("1380000602x", NO_MOBILE),
        ("١٣٨٠٠٠٠٦٠٢٦", NO_MOBILE),
        ("", NO_MOBILE),
    ],
)
def test_a_wrong_mobile_gets_a_sentence_that_says_what_is_wrong(typed: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        normal_mobile(typed)
    assert str(refused.value) == sentence


def test_an_address_of_mail_is_optional_and_loses_its_width() -> None:
    assert normal_email("") == ""
    assert normal_email(" name＠example．com ") == "name@example.com"


@pytest.mark.parametrize(
    "typed",
    [
        "name",
        "name@",
        "name@example",
        "a b@example.com",
        "a@b.com,c@d.com",
        "x@y.z\nBcc: a@b.c",
        "a@b.com。",
        "张三@b.com",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        normal_email(typed)


def test_a_masked_mobile_keeps_its_ends() -> None:
    assert masked_mobile("13800001234") == "138****1234"
    assert masked_mobile("123") == "****"


@pytest.mark.parametrize(
    ("need", "choice"), [(RoleNeed.RESULT, RoleChoice("x", story_id=1)), (RoleNeed.STORY, RoleChoice("x", result_id=1))]
)
def test_a_role_gets_what_it_is_about_or_is_refused(need: RoleNeed, choice: RoleChoice) -> None:
    with pytest.raises(Refusal):
        require_subject(need, choice)
    assert require_subject(RoleNeed.NOTHING, RoleChoice("x")) is None


def test_a_role_by_approval_waits_unless_the_person_was_invited() -> None:
    assert starting_state(Admission.OPEN, is_invited=False) is RoleState.CONFIRMED
    assert starting_state(Admission.APPROVAL, is_invited=False) is RoleState.PENDING
    assert starting_state(Admission.APPROVAL, is_invited=True) is RoleState.CONFIRMED
    assert starting_state(Admission.INVITATION, is_invited=True) is RoleState.CONFIRMED
    with pytest.raises(Refusal):
        starting_state(Admission.INVITATION, is_invited=False)


def test_a_rejection_may_be_taken_back_and_nothing_else_is_decided_twice() -> None:
    assert decided_state(RoleState.PENDING, Decision.APPROVE) is RoleState.CONFIRMED
    assert decided_state(RoleState.PENDING, Decision.REJECT) is RoleState.REJECTED
    assert decided_state(RoleState.REJECTED, Decision.APPROVE) is RoleState.CONFIRMED
    for state in (RoleState.CONFIRMED, RoleState.CANCELLED, RoleState.WAITING):
        with pytest.raises(Refusal):
            decided_state(state, Decision.APPROVE)
    for state in (RoleState.CONFIRMED, RoleState.CANCELLED, RoleState.REJECTED):
        with pytest.raises(Refusal):
            decided_state(state, Decision.REJECT)


def test_an_offered_place_is_confirmed_or_runs_out_and_only_who_waits_is_offered_one() -> None:
    assert decided_state(RoleState.WAITING, Decision.OFFER) is RoleState.OFFERED
    assert decided_state(RoleState.OFFERED, Decision.CONFIRM) is RoleState.CONFIRMED
    assert decided_state(RoleState.OFFERED, Decision.EXPIRE) is RoleState.CANCELLED
    for decision in (Decision.OFFER, Decision.CONFIRM, Decision.EXPIRE):
        with pytest.raises(Refusal):
            decided_state(RoleState.CONFIRMED, decision)


def test_every_role_of_the_notice_is_shipped_once() -> None:
    assert [role.name for role in SHIPPED_ROLES] == [
        "成果发表人", "故事演讲人", "优秀质量管理小组代表", "质量信得过班组代表", "优秀故事作者", "一线员工、班组长（工段长）",
        "现场管理人员", "企业各级质量管理人员", "企业领导（经理、党委书记、工会主席、总工程师、总质量师）",
        "荣获质量奖企业代表", "各地行业质协领导及主管人员", "观摩人员", "评委", "评审组组长", "嘉宾", "媒体人员", "分会场主持人", "计时员", "会务工作人员",
    ]  # fmt: skip
    assert len({role.code for role in SHIPPED_ROLES}) == len(SHIPPED_ROLES)
    assert [role.code for role in SHIPPED_ROLES if role.admission is Admission.APPROVAL] == [
        "judge",
        "panel_chair",
        "guest",
        "media",
        "room_host",
        "timekeeper",
        "staff",
    ]
