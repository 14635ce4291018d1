from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.certificate_codes import certificate_code, id_in_code, numbers_in, plain_code, plain_number
from eventapp.domain.certificate_issue import (
    AwardKind,
    Grant,
    frozen_content,
    number_for,
    print_for,
    print_from,
    without_address,
)
from eventapp.domain.events import CertificateSettings, Contact, Edition, LevelRule
from eventapp.domain.refusals import Refusal

DAY = date(2024, 9, 13)
SETTINGS = CertificateSettings(
    heading="荣誉证书",
    number_pattern="中机质协〔{year}〕{kind}{sequence:04d}",
    bodies={"qc": "{unit}{group}：在第{edition}次交流活动中，课题《{topic}》评定为{level}。特发此证。"},
    kind_codes={"qc": "小组"},
)
EDITION = Edition(
    id=1, slug="43", number=43, year=2024, name="第43次交流活动", short_name="第43次", name_en="", document_number="",
    issuers=("甲协会", "乙委员会"), place="", timezone="Asia/Shanghai", starts_on=None, ends_on=None,
    materials_due_at=None, registration_opens_at=None, registration_closes_at=None, contact=Contact(),
    levels=LevelRule(names={1: "一等", 2: "二等"}, first_share=Decimal("0.5")), certificates=SETTINGS,
)  # fmt: skip
GRANT = Grant(AwardKind.QC, "汤谷机床有限公司", "铁砧QC小组", "降低划伤率", 1, "050000")


def test_the_two_names_have_lines_of_their_own_and_are_not_said_again() -> None:
    printed = print_for(EDITION, GRANT, "1号", DAY)

    assert (printed.unit_name, printed.group_name) == ("汤谷机床有限公司", "铁砧QC小组")
    assert printed.body == "在第43次交流活动中，课题《降低划伤率》评定为一等。特发此证。"
    assert (printed.level_name, printed.date_text) == ("", "二〇二四年九月十三日")


def test_a_level_that_the_wording_leaves_out_has_a_line_of_its_own() -> None:
    settings = replace(SETTINGS, bodies={"qc": "经评审，评定为"})

    assert print_for(replace(EDITION, certificates=settings), GRANT, "1号", DAY).level_name == "一等"


@pytest.mark.parametrize(
    ("pattern", "rest"),
    [
        ("{unit}{group}：在会上", "在会上"),
        ("{unit} {group}QC小组：\n在会上", "在会上"),
        ("授予{unit}{group}：一等", "授予{unit}{group}：一等"),
        ("在会上：一等", "在会上：一等"),
        ("在会上", "在会上"),
    ],
)
def test_only_a_bare_address_is_taken_off_the_wording(pattern: str, rest: str) -> None:
    assert without_address(pattern) == rest


def test_a_suffix_in_the_middle_of_the_wording_is_not_doubled() -> None:
    settings = replace(SETTINGS, bodies={"qc": "授予{unit}{group}QC小组{level}。"})

    printed = print_for(replace(EDITION, certificates=settings), GRANT, "1号", DAY)

    assert printed.body == "授予汤谷机床有限公司铁砧QC小组一等。"


def test_numbers_follow_the_pattern_of_the_event() -> None:
    assert number_for(EDITION, GRANT, 7) == "中机质协〔2024〕小组0007"


def test_what_the_event_has_not_set_is_asked_for() -> None:
    with pytest.raises(Refusal, match="编号规则"):
        number_for(replace(EDITION, certificates=CertificateSettings()), GRANT, 1)
    with pytest.raises(Refusal, match="正文"):
        print_for(EDITION, replace(GRANT, kind=AwardKind.STORY), "1号", DAY)
    with pytest.raises(Refusal, match="第 3 级"):
        print_for(EDITION, replace(GRANT, level=3), "1号", DAY)


def test_frozen_content_comes_back_with_the_same_digest() -> None:
    printed = print_for(EDITION, GRANT, "1号", DAY)

    again = print_from(frozen_content(printed), "https://example.test/1")

    assert again == replace(printed, verify_url="https://example.test/1")
    assert again.digest == printed.digest


def test_print_order_is_kind_level_postcode_unit_name() -> None:
    story = replace(GRANT, kind=AwardKind.STORY, level=None)
    second = replace(GRANT, level=2, postcode="010000")
    nowhere = replace(GRANT, postcode="")
    team = replace(GRANT, kind=AwardKind.TEAM)

    in_order = sorted([story, team, second, nowhere, GRANT], key=lambda each: each.print_order)

    assert in_order == [GRANT, nowhere, second, team, story]


@given(st.integers(1, 2**31 - 1), st.text())
def test_a_code_names_its_certificate(number: int, text: str) -> None:
    code = certificate_code(number, text)

    assert code.isascii() and code.isalnum() and len(code) <= 11
    assert id_in_code(code.lower()) == number


def test_codes_forgive_lookalikes_and_notice_slips() -> None:
    code = certificate_code(321, "2024-QC0001")

    assert plain_code(f" {code[:2]}-{code[2:]} ".replace("0", "o").replace("1", "l")) == code
    assert certificate_code(321, "2024-QC0002") != code
    assert id_in_code("中机质协〔2024〕小组0001") is None


def test_typed_numbers_are_compared_by_letters_and_digits() -> None:
    assert plain_number("中机质协[２０２４] 小组0001") == plain_number("中机质协〔2024〕小组0001")
    assert numbers_in("中机质协〔2024〕小组０００1号") == [2024, 1]
