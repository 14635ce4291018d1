"""Values as people write them in forms that no sample has, each with its normal form."""

from __future__ import annotations

import pytest

from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annex_reading import Reading, Typed
from eventapp.domain.annex_values import read_value
from eventapp.domain.annexes import FieldSpec, FormKind

QC, TEAM, STORY, STATISTICS = (
    FormKind.QC_RESULT, FormKind.TEAM_RESULT, FormKind.BRAND_STORY, FormKind.ACTIVITY_STATISTICS,
)  # fmt: skip


def spec(kind: FormKind, name: str) -> FieldSpec:
    return next(field for field in FORMS[kind].fields if field.name == name)


def read(kind: FormKind, name: str, typed: str) -> Reading:
    return read_value(spec(kind, name), Typed(typed))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0797-5551349（分机8001）", "0797-5551349-8001"),
        ("0797-5551349x8001", "0797-5551349-8001"),
        ("0797-5551349 8001", "0797-5551349-8001"),
        ("0797-5551349总机转8001", "0797-5551349-8001"),
        ("办公室：0797-5551349", "0797-5551349"),
        ("0797/5551349", "0797-5551349"),
        ("+86 (0)797 5551349", "0797-5551349"),
        ("+86(797)5551349", "0797-5551349"),
        ("400-555-1349", "400-5551349"),
        ("013800002851", "13800002851"),
        ("138.0000.2851", "13800002851"),
        ("张三：13800002851。", "13800002851"),
        ("13800002851 (24h)", "13800002851"),
    ],
)
def test_a_telephone_number_with_words_dots_and_extensions_around_it(typed, number):
    assert read(QC, "contact_phone", typed) == Reading(number)


@pytest.mark.parametrize("typed", ["13800002851  010-55501234", "138 0000 2851  010 5550 1234"])
def test_two_whole_numbers_with_a_gap_between_are_two_numbers(typed):
    assert read(QC, "mobile", typed) == Reading("13800002851/010-55501234", "multiple_values")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("姜南 秦乐垣", "姜南、秦乐垣"),
        ("姜南和秦乐垣", "姜南、秦乐垣"),
        ("欧阳 建国", "欧阳建国"),
        ("姜南（组长）、秦乐垣", "姜南、秦乐垣"),
        ("姜南经理", "姜南"),
        ("高经理", "高经理"),
        ("阿不都.热合曼", "阿不都·热合曼"),
        ("李和平", "李和平"),
    ],
)
def test_names_without_titles_and_two_persons_apart(typed, name):
    assert read(QC, "contact_person", typed) == Reading(name)


@pytest.mark.parametrize("typed", ["无。", "（无）", "None", "暂缺", "—/—", "空"])
def test_words_for_nothing_are_nothing(typed):
    assert read(QC, "contact_phone", typed) == Reading(None)


@pytest.mark.parametrize(
    ("typed", "count"), [("4男2女，共6人", 6), ("4男2女", 6), ("6人，其中组长1人", 6), ("无投诉", 0), ("未发生", 0)]
)
def test_counts_told_in_parts_or_in_words(typed, count):
    assert read(QC, "member_count", typed) == Reading(count)


@pytest.mark.parametrize(
    ("typed", "rate"), [("百分百", 100), ("249÷250=99.6%", 99.6), ("2023年：99.6%", 99.6), ("99.6%（目标98%）", 99.6)]
)
def test_rates_beside_other_numbers(typed, rate):
    assert read(TEAM, "first_pass_rate", typed) == Reading(rate)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("2亿9658.5万元", 29658.5),
        ("二亿九千六百五十八万元", 29658),
        ("三千万元", 3000),
        ("29658.5W元", 29658.5),
        ("29658.5万元（含信组1000万元）", 29658.5),
    ],
)
def test_sums_of_money_in_two_units_or_in_words(typed, amount):
    assert read(STATISTICS, "cumulative_benefit", typed) == Reading(amount)


@pytest.mark.parametrize("typed", ["24次/189", "24 (189)", "24，189", "24批次，189人", "24、189人"])
def test_of_sessions_and_people_the_number_without_a_unit_is_not_lost(typed):
    found = [read(STATISTICS, name, typed) for name in ("training_sessions", "training_people")]
    assert found == [Reading(24), Reading(189)]


@pytest.mark.parametrize(
    "typed",
    [
        "地址：样品大道579号  邮编：250850",
        "样品大道579号【250850】",
        "样品大道579号—250850",
        "样品大道579号，邮编（250850）",
        "样品大道579号，邮编是250850",
        "样品大道579号 邮  编：250850。",
    ],
)
def test_an_address_is_free_of_the_postcode_and_its_brackets(typed):
    found = [read(STORY, name, typed) for name in ("address", "postcode")]
    assert found == [Reading("样品大道579号"), Reading("250850")]


def test_five_digits_that_no_lost_zero_explains_are_told_of():
    assert read(QC, "postcode", "84176") == Reading("84176", "invalid_format")


def test_two_postcodes_are_told_of_as_two():
    assert read(QC, "postcode", "341769/341770").code == "multiple_values"


@pytest.mark.parametrize("typed", ["July 25, 2024", "25 July 2024", "25th Jul. 2024", "2024 7 25"])
def test_days_in_english_and_with_spaces_only(typed):
    assert read(QC, "stamp_date", typed) == Reading("2024-07-25")


def test_a_label_written_into_its_own_answer_is_no_part_of_it():
    assert read(QC, "topic_name", "课题名称：降低能耗") == Reading("降低能耗")


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("×产品 □企业 □团队 □个人", Reading(["产品"])),
        ("√产品 ×企业 ×团队 ×个人", Reading(["产品"])),
        ("□1.产品 ☑2.企业 □3.团队 □4.个人", Reading(["企业"])),
        ("产品\n企业 √\n团队\n个人", Reading(["企业"])),
        ("产品  企业 √  团队  个人", Reading(["企业"])),
        ("产品 √ 企业 团队 个人", Reading(["产品"], "ambiguous")),
    ],
)
def test_ticks_that_are_crosses_stand_behind_or_beside_numbers(typed, reading):
    assert read(STORY, "brand_types", typed) == reading
