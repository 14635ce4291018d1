"""The field tables and the normal forms of values, as the annex schema of the conference states them."""

from __future__ import annotations

import pytest

from eventapp.domain.annex_checks import codes_of, fault
from eventapp.domain.annex_choices import kind_in
from eventapp.domain.annex_fields import BRAND_STORY, FORMS, QC_RESULT
from eventapp.domain.annex_reading import Reading, Typed, typed_of
from eventapp.domain.annex_values import read_value
from eventapp.domain.annexes import FieldSpec, FieldType, FormKind, Part
from eventapp.domain.text import chinese_number, key, one_line, paragraphs


def read(kind: FieldType, content: object, part: Part = Part.WHOLE, options: tuple[str, ...] = ()) -> Reading:
    return read_value(FieldSpec("field", "标签", kind, part=part, options=options), typed_of(content))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("穷桑长乘矿山机\v械（集团）有限公司", "穷桑长乘矿山机械（集团）有限公司"),
        ("浙江省\u200b机械质协", "浙江省机械质协"),
        ("智佳 丰隆模具制造有限公司", "智佳丰隆模具制造有限公司"),
        ("启明ＱＣ小组\u3000", "启明QC小组"),
        ("“追光” QC 小组", "“追光” QC小组"),
        ("《降低能耗》", "降低能耗"),
        ("《准则》和《规范》", "《准则》和《规范》"),
        ("镕喆堃䶮", "镕喆堃䶮"),
    ],
)
def test_text_loses_layout_and_keeps_every_character(typed, kept):
    assert read(FieldType.TEXT, typed) == Reading(kept)


@pytest.mark.parametrize("nothing", ["", "  ", "/", "无", "—", "N/A", "\u200b"])
def test_a_sign_for_nothing_is_nothing(nothing):
    assert read(FieldType.TEXT, nothing) == Reading(None)


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("050000", Reading("050000")),
        ("５５０４１８", Reading("550418")),
        ("3 0 0 6 8 8", Reading("300688")),
        ("P.C. 100030", Reading("100030")),
        ("邮政编码:200561", Reading("200561")),
        (723016.0, Reading("723016")),
        (50000.0, Reading("050000", "repaired")),
        ("37602", Reading("037602", "repaired")),
        ("1234", Reading("1234", "invalid_format")),
    ],
)
def test_postcode_has_six_digits(typed, reading):
    assert read(FieldType.POSTCODE, typed) == reading


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("138　0000　0640", "13800000640"),
        (13800007692.0, "13800007692"),
        ("＋86－13800002815", "13800002815"),
        ("(+86)13800003480", "13800003480"),
        ("移动电话:13800007069", "13800007069"),
        ("\u202d13800002078\u202c", "13800002078"),
        ("+86 10 55501534", "010-55501534"),
        ("0086-29-55505797", "029-55505797"),
        ("（0379）-5555021", "0379-5555021"),
        ("010―55506069", "010-55506069"),
        ("023—55503405转分机4742", "023-55503405-4742"),
        ("(010)55501234*8001", "010-55501234-8001"),
        ("55501234", "55501234"),
    ],
)
def test_phone_has_one_spelling(typed, number):
    assert read(FieldType.PHONE, typed) == Reading(number)


def test_two_phones_are_kept_and_reported():
    assert read(FieldType.PHONE, "010-55501234、13800000001") == Reading("010-55501234/13800000001", "multiple_values")


@pytest.mark.parametrize("typed", ["1380000695", "见通讯录"])
def test_a_text_that_is_no_phone_is_kept_and_reported(typed):
    assert read(FieldType.PHONE, typed) == Reading(typed, "invalid_format")


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("9 人", 9),
        ("７人（男5人，女2人）", 7),
        ("男8人，女4人，共12人", 12),
        ("男8人，女4人", 12),
        ("11（含组长1人）", 11),
        ("二十九人", 29),
        ("十名", 10),
        (8.0, 8),
        ("0件", 0),
    ],
)
def test_count_is_a_number_without_unit(typed, count):
    assert read(FieldType.INT, typed) == Reading(count)


def test_a_count_of_several_numbers_is_ambiguous():
    assert read(FieldType.INT, "5到8人") == Reading(5, "ambiguous")


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("９８．８％", Reading(98.8)),
        (0.985, Reading(98.5)),
        (96.0, Reading(96)),
        ("100%", Reading(100)),
        ("119.9%", Reading(119.9, "out_of_range")),
        ("很高", Reading("很高", "invalid_format")),
    ],
)
def test_percent_is_a_number_of_per_cent(typed, reading):
    assert read(FieldType.PERCENT, typed) == reading


@pytest.mark.parametrize(
    ("typed", "wan"),
    [
        ("1,234.5万元", 1234.5),
        ("62，226.6", 62226.6),
        ("24.8 万", 24.8),
        ("1.2亿元", 12000),
        ("约50万元", 50),
        ("50000元", 5),
    ],
)
def test_money_is_in_ten_thousands(typed, wan):
    assert read(FieldType.MONEY, typed) == Reading(wan)


@pytest.mark.parametrize("typed", ["1", 1.0, "一等", "Ⅰ", "①", "１", "I", "壹等", "推荐一等", "一级", "1级", "一等奖"])
def test_first_level_in_every_alphabet(typed):
    assert read(FieldType.GRADE, typed) == Reading(1)


@pytest.mark.parametrize("typed", ["2", "二等", "Ⅱ", "②", "II", "贰等", "2等"])
def test_second_level_in_every_alphabet(typed):
    assert read(FieldType.GRADE, typed) == Reading(2)


@pytest.mark.parametrize(("typed", "code"), [("三等", "out_of_range"), ("优秀", "invalid_format")])
def test_no_other_level_is_guessed(typed, code):
    assert read(FieldType.GRADE, typed) == Reading(typed, code)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("２０２４年６月２３日", "2024-06-23"),
        ("2024年6月25号", "2024-06-25"),
        ("2024. 7. 27", "2024-07-27"),
        ("2024－07－15", "2024-07-15"),
        ("20240706", "2024-07-06"),
        ("2024、7、9", "2024-07-09"),
        ("二〇二四年七月十七日", "2024-07-17"),
        ("二０二四年六月二十日", "2024-06-20"),
        ("二○二四年六月二十三日", "2024-06-23"),
        ("某某有限公司 2024年7月", "2024-07"),
        ("     年  月  日", None),
    ],
)
def test_date_is_written_year_first(typed, day):
    assert read(FieldType.DATE, typed) == Reading(day)


def test_an_impossible_day_is_kept_and_reported():
    assert read(FieldType.DATE, "2024年2月30日") == Reading("2024年2月30日", "out_of_range")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张 三", "张三"),
        ("蔡  志", "蔡志"),
        ("阿不都•热合曼", "阿不都·热合曼"),
        ("李四先生", "李四"),
        ("张三，李四", "张三、李四"),
    ],
)
def test_name_has_no_spaces_and_no_title(typed, name):
    assert read(FieldType.NAME, typed) == Reading(name)


def test_names_are_a_list():
    assert read(FieldType.NAMES, "任亦峥；上官南屿") == Reading(["任亦峥", "上官南屿"])


@pytest.mark.parametrize("typed", ["qm61＠example.net", "qm61 @ example.net", "mailto:qm61@example.net"])
def test_email_is_ascii(typed):
    assert read(FieldType.EMAIL, typed) == Reading("qm61@example.net")


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("□产品 ☑企业 □团队 ☑个人", ["企业", "个人"]),
        ("□产品 √企业 □团队 □个人", ["企业"]),
        ("○产品 ●企业 ○团队 ○个人", ["企业"]),
        ("产品□ 企业√ 团队□ 个人□", ["企业"]),
        ("企业", ["企业"]),
        ("产品 企业 团队 个人", None),
        ("□产品 □企业 □团队 □个人", None),
    ],
)
def test_choices_are_the_ticked_options(typed, chosen):
    assert read(FieldType.CHOICES, typed, options=("产品", "企业", "团队", "个人")) == Reading(chosen)


@pytest.mark.parametrize("typed", ["男", "男√ 女□", "☑男 □女", "先生"])
def test_gender_is_one_word(typed):
    assert read(FieldType.GENDER, typed) == Reading("男")


@pytest.mark.parametrize(
    "typed",
    [
        "山东省单狐市样品大道579号，250850",
        "250850 山东省单狐市样品大道579号",
        "山东省单狐市样品大道579号（邮编：250 850）",
    ],
)
def test_address_and_postcode_share_a_cell(typed):
    address, postcode = read(FieldType.TEXT, typed, Part.ADDRESS), read(FieldType.POSTCODE, typed, Part.POSTCODE)

    assert (address.value, postcode.value) == ("山东省单狐市样品大道579号", "250850")


@pytest.mark.parametrize("typed", ["50人、182小时", "培训50人，共182小时", "50人/182h", "50人次，182学时"])
def test_people_and_hours_share_a_cell(typed):
    assert (read(FieldType.INT, typed, Part.PEOPLE).value, read(FieldType.NUMBER, typed, Part.HOURS).value) == (50, 182)


def test_opinion_and_date_share_a_cell():
    typed = "\n同意推荐。\n         2024年7月7日"

    assert read(FieldType.LONG, typed, Part.OPINION) == Reading("同意推荐。")
    assert read(FieldType.DATE, typed, Part.DATE) == Reading("2024-07-07")


def test_an_endless_number_is_kept_and_reported():
    assert read(FieldType.INT, "1" * 40_000, Part.PEOPLE) == Reading("1" * 40_000, "invalid_format")


def test_long_text_is_paragraphs_without_indents():
    assert paragraphs("\u3000\u3000第一段\n\n  第二段 ") == "第一段\n第二段"


def test_a_label_is_known_by_its_letters():
    labels = ["邮 编", "* 邮编：", "邮\n编", "一、邮编", "邮编（必填）"]

    assert {key(label) for label in labels} == {"邮编"}


@pytest.mark.parametrize(
    ("words", "number"), [("十", 10), ("三十五", 35), ("一百零三", 103), ("二〇二四", 2024), ("人", None)]
)
def test_chinese_numbers(words, number):
    assert chinese_number(words) == number


@pytest.mark.parametrize(
    ("words", "kind"),
    [("一、质量信得过班组", "team"), ("二、QC小组", "qc"), ("信得过班组 QC小组", None), ("合计", None)],
)
def test_words_tell_the_kind_of_group(words, kind):
    assert kind_in(words) == kind


def test_every_form_is_described_once():
    assert set(FORMS) == set(FormKind)


@pytest.mark.parametrize("kind", FormKind)
def test_field_names_of_a_form_are_unique(kind):
    names = [spec.name for spec in FORMS[kind].fields]

    assert len(names) == len(set(names))


def test_an_empty_required_field_is_missing():
    group_name = QC_RESULT.fields[0]

    assert list(codes_of(group_name, None)) == ["missing_required"]


def test_a_story_summary_over_the_printed_limit_is_too_long():
    summary = next(spec for spec in BRAND_STORY.fields if spec.name == "summary_text")

    assert [list(codes_of(summary, "字" * length)) for length in (200, 201)] == [[], ["too_long"]]


def test_a_text_that_looks_like_a_formula_is_kept_and_reported():
    assert list(codes_of(QC_RESULT.fields[0], "=cmd|' /C calc'!A0")) == ["suspicious"]


def test_a_fault_says_what_and_how_to_mend_it():
    postcode = next(spec for spec in QC_RESULT.fields if spec.name == "postcode")

    found = fault("repaired", postcode, field="postcode", where="表.xlsx · Sheet1 · C5", typed="50000", value="050000")

    assert str(found) == "“邮编”里的“50000”少了开头的 0，已补成 050000，请核对。"


def test_user_text_is_never_a_format_string():
    found = fault("invalid_format", QC_RESULT.fields[0], field="group_name", where="", typed="100%(x)s{y}")

    assert str(found) == "“QC小组名称”里的“100%(x)s{y}”不像是正确的内容，请核对后重新填写。"


def test_a_plain_name_takes_the_short_way():
    name = "铁砧QC小组"

    assert one_line(name) is name


def test_a_sheet_number_is_also_text():
    assert typed_of(13800007692.0) == Typed("13800007692", 13800007692.0)
