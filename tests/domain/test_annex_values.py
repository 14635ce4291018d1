"""Values as people type them in forms of other makers, in normal form or with the code that says what is doubtful."""

from __future__ import annotations

import pytest

from eventapp.domain.annex_checks import codes_of, sureness_of
from eventapp.domain.annex_dates import read_period
from eventapp.domain.annex_fields import QC_RESULT
from eventapp.domain.annex_notes import Note, read_noted
from eventapp.domain.annex_reading import Reading, Typed, typed_of
from eventapp.domain.annex_values import read_value
from eventapp.domain.annexes import FieldSpec, FieldType, Part, Sureness
from eventapp.domain.text import chinese_number


def read(kind: FieldType, content: object, part: Part = Part.WHOLE, options: tuple[str, ...] = ()) -> Reading:
    return read_value(FieldSpec("field", "标签", kind, part=part, options=options), typed_of(content))


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("男8女5共12人", Reading(12, "conflict")),
        ("12±1", Reading(12, "ambiguous")),
        ("10-12人", Reading(10, "ambiguous")),
        ("⑫", Reading(12)),
        ("1,320", Reading(1320)),
        ("-3", Reading(-3, "out_of_range")),
        ("12.5", Reading(12.5, "invalid_format")),
        ("若干", Reading("若干", "invalid_format")),
    ],
)
def test_count(typed, reading):
    assert read(FieldType.INT, typed) == reading


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("百分之九十八点五", Reading(98.5)),
        ("985/1000", Reading(98.5)),
        ("985‰", Reading(98.5)),
        ("八成", Reading(80)),
        ("≥98%", Reading(98)),
        ("0.985", Reading(98.5, "ambiguous")),
        ("80%-85%", Reading(80, "ambiguous")),
        ("-5%", Reading(-5, "out_of_range")),
    ],
)
def test_per_cent(typed, reading):
    assert read(FieldType.PERCENT, typed) == reading


@pytest.mark.parametrize(
    ("typed", "wan"),
    [("12345千元", 1234.5), ("0.12345亿元", 1234.5), ("一千二百万", 1200), ("￥1234.5万", 1234.5), ("1 234.5", 1234.5)],
)
def test_money_in_every_unit(typed, wan):
    assert read(FieldType.MONEY, typed) == Reading(wan)


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("24年7月5日", Reading("2024-07-05")),
        ("2024年七月廿五日", Reading("2024-07-25")),
        ("2024-7-5 10:30", Reading("2024-07-05")),
        ("5/7/2024", Reading("2024-05-07", "ambiguous")),
        ("25/7/2024", Reading("2024-07-25")),
        (45478.0, Reading("2024-07-05", "ambiguous")),
        ("2024-13-01", Reading("2024-13-01", "out_of_range")),
    ],
)
def test_day(typed, reading):
    assert read(FieldType.DATE, typed) == reading


@pytest.mark.parametrize(
    "text",
    [
        "（2023年7月～2024年6月）",
        "2023.7-2024.6",
        "二〇二三年七月至二〇二四年六月",
        "统计期：2023-07 至 2024-06",
        "2023年7月1日—2024年6月30日",
    ],
)
def test_period(text):
    assert read_period(text) == ("2023-07", "2024-06")


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("13800001234（微信同号）", Reading("13800001234")),
        ("13800001234 张三", Reading("13800001234")),
        ("1.3800001234E10", Reading("13800001234")),
        ("13800001234 13900005678", Reading("13800001234/13900005678", "multiple_values")),
        ("010.55501234", Reading("010-55501234")),
        ("138****1234", Reading("138****1234", "invalid_format")),
    ],
)
def test_phone(typed, reading):
    assert read(FieldType.PHONE, typed) == reading


@pytest.mark.parametrize(
    ("typed", "name"), [("张三（部长）", "张三"), ("张三 经理", "张三"), ("姓名：张三", "张三"), ("张\n三", "张三")]
)
def test_name_without_position_and_label(typed, name):
    assert read(FieldType.NAME, typed) == Reading(name)


@pytest.mark.parametrize(
    ("typed", "postcode"), [("〇五〇〇〇〇", "050000"), ("100-055", "100055"), ("050000.0", "050000")]
)
def test_postcode(typed, postcode):
    assert read(FieldType.POSTCODE, typed) == Reading(postcode)


@pytest.mark.parametrize(
    ("typed", "people", "hours"),
    [
        ("50/182", 50, 182),
        ("人数：50 时长：182小时", 50, 182),
        ("五十人、一百八十二小时", 50, 182),
        ("人均36学时，共50人", 50, 36),
    ],
)
def test_people_and_hours(typed, people, hours):
    assert (read(FieldType.INT, typed, Part.PEOPLE), read(FieldType.NUMBER, typed, Part.HOURS)) == (
        Reading(people), Reading(hours),
    )  # fmt: skip


def test_one_bare_number_for_two_questions_is_ambiguous():
    assert read(FieldType.INT, "50", Part.PEOPLE) == Reading(50, "ambiguous")


@pytest.mark.parametrize(
    ("typed", "reading"), [("男√女", Reading(None, "ambiguous")), ("Female", Reading("女")), ("男☑ 女☐", Reading("男"))]
)
def test_gender(typed, reading):
    assert read(FieldType.GENDER, typed) == reading


def test_a_circle_around_one_option_is_read_and_doubtful():
    options = ("产品", "企业", "团队", "个人")

    assert read(FieldType.CHOICES, "产品 ○企业 团队 个人", options=options) == Reading(["企业"], "ambiguous")


@pytest.mark.parametrize(
    ("note", "reading"),
    [(Note.UNCACHED, Reading(None, "no_cached_value")), (Note.ERROR, Reading("#N/A", "invalid_format"))],
)
def test_a_cell_without_a_value_says_why(note, reading):
    assert read_noted(QC_RESULT.fields[0], Typed("#N/A"), note) == reading


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>有限公司", "{{7*7}}有限公司", "=1+1"])
def test_markup_and_formulas_are_kept_and_reported(typed):
    assert list(codes_of(QC_RESULT.fields[0], typed)) == ["suspicious"]


@pytest.mark.parametrize(
    ("codes", "is_sure", "sureness"),
    [
        ([], True, Sureness.CERTAIN),
        ([], False, Sureness.LIKELY),
        (["repaired"], True, Sureness.LIKELY),
        (["ambiguous"], True, Sureness.DOUBTFUL),
    ],
)
def test_sureness_follows_the_codes(codes, is_sure, sureness):
    assert sureness_of(codes, is_sure=is_sure) == sureness


def test_thousands_in_words():
    assert chinese_number("一千二百") == 1200
