"""What people type about themselves, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.refusals import Refusal
from eventapp.domain.registration import Person, Stay
from eventapp.domain.registration_fields import (
    SHIPPED_FIELDS,
    Answered,
    Condition,
    FieldKind,
    FieldSpec,
    Option,
    Section,
    as_data,
    fields_from,
    read_answers,
    said_value,
    texts_of,
)
from eventapp.domain.tax_ids import ALPHABET, check_character, normal_tax_id

TODAY, BEGINS = date(2024, 8, 1), date(2024, 9, 11)
LEAST = {"name": "谭志序", "unit_name": "汤谷机床", "mobile": "13800006026", "lodging": "own"}
CREDIT_CODE = "91350100M000100Y43"  # the example of GB 32100-2015, annex B
SIZES = FieldSpec(
    "own_1", Section.OTHER, FieldKind.CHOICES, "文化衫、工作服", "Clothes",
    options=(Option("s", "小号"), Option("m", "中号/标准"), Option("l", "大号", is_removed=True)), roles=("staff",),
)  # fmt: skip


def read(fields: tuple[FieldSpec, ...] = SHIPPED_FIELDS, roles: tuple[str, ...] = ("observer",), held: dict[str, str] | None = None, **typed: str) -> Answered:  # fmt: skip
    return read_answers(fields, LEAST | typed, roles, today=TODAY, begins=BEGINS, held=held)


def faults(answered: Answered) -> dict[str, str]:
    return {fault.field: str(fault) for fault in answered.faults}


def test_everything_has_its_place() -> None:
    answered = read(
        name=" 阿卜杜热合曼·麦麦提　镕 ", gender="女", mobile="+86 138-0000-6026", lodging="合住", roommate="梁望筠",
        arrives_on="9月10日", arrives_time="下午2点半", arrives_by="G101", departs_on="2024/9/13", departs_time="0805",
        meal="halal", visit="参加", invoice_kind="增值税专用发票", invoice_title="汤谷机床有限公司", invoice_tax_id="91350100 m000100y43",
    )  # fmt: skip
    assert answered == Answered(
        Person("阿卜杜热合曼·麦麦提　镕", "汤谷机床", "13800006026", gender="女"),
        Stay(
            date(2024, 9, 10), "14:30", "G101", date(2024, 9, 13), "08:05", "", "shared", "梁望筠", "halal", "yes"
        ),
        {"invoice_kind": "special", "invoice_title": "汤谷机床有限公司", "invoice_tax_id": CREDIT_CODE},
        [],
    )  # fmt: skip
    again = read_answers(
        SHIPPED_FIELDS, texts_of(answered.person, answered.stay, answered.answers), (), today=TODAY, begins=BEGINS
    )
    assert again == answered


def test_what_is_hidden_is_neither_asked_nor_taken() -> None:
    answered = read(
        roommate="梁望筠", arrives_by="G101", meal="regular", meal_note="x", invoice_title="x", invoice_tax_id="bad"
    )
    assert (answered.faults, answered.answers) == ([], {})
    assert (answered.stay.roommate, answered.stay.arrives_by) == ("", "")
    assert read(pick_up="是", arrives_by="G101").stay.arrives_by == "G101"


def test_all_faults_are_named_at_once_in_the_order_of_the_form() -> None:
    answered = read(
        name="", mobile="1380000602", email="t@", lodging="shared", arrives_on="2042-09-10", departs_on="明天",
        arrives_time="25:00", meal="other", visit="也许", invoice_kind="special", wechat="x" * 81,
    )  # fmt: skip
    assert list(faults(answered).items()) == [
        ("name", "请填写姓名。"),
        ("gender", "合住按性别安排，请选择性别。"),
        ("mobile", "手机号应为11位数字，现在是10位，请检查后重新填写。"),
        ("email", "邮箱地址不完整，应像 name@example.com 这样；没有邮箱可以不填。"),
        ("wechat", "最多80个字，现在是81个字，请缩短。"),
        ("arrives_on", "离会期（2024-09-11）太远，请核对年份和月份。"),
        ("arrives_time", "时间看不懂，请按24小时制填写，例如 14:05。"),
        ("departs_on", "日期看不懂，请像 2024-09-10 或 9月10日 这样填写。"),
        ("meal_note", "这一项必须填写。"),
        ("visit", "没有“也许”这个选项，请从给出的选项中选择。"),
        ("invoice_title", "这一项必须填写。"),
        ("invoice_tax_id", "开增值税专用发票必须填写纳税人识别号。"),
    ]


def test_nobody_leaves_before_they_came() -> None:
    days = {"lodging": "single", "arrives_on": "2024-09-11", "arrives_time": "18:00"}
    assert faults(read(**days, departs_on="2024-09-10")) == {"departs_on": "返程日期早于到达日期，请核对。"}
    assert faults(read(**days, departs_on="2024-09-11", departs_time="9:00")) == {
        "departs_time": "返程时间早于到达时间，请核对。"
    }
    assert faults(read(lodging="single")) == {"arrives_on": "需要住宿的，请填写到达日期。"}


def test_fields_of_some_roles_are_asked_of_these_only() -> None:
    fields = (*SHIPPED_FIELDS, SIZES)
    assert read(fields, own_1="s").answers == {}
    assert read(fields, ("observer", "staff"), own_1="中号/标准、小号").answers == {"own_1": "s\nm"}
    assert said_value(SIZES, "s\nm") == "小号、中号/标准"


def test_a_removed_option_stays_with_who_holds_it_and_is_given_to_nobody_else() -> None:
    fields = (*SHIPPED_FIELDS, SIZES)
    assert faults(read(fields, ("staff",), own_1="l")) == {"own_1": "没有“l”这个选项，请从给出的选项中选择。"}
    assert read(fields, ("staff",), {"own_1": "l"}, own_1="s、大号").answers == {"own_1": "s\nl"}


def test_removed_and_forgotten_questions_keep_their_answers() -> None:
    fields = tuple(replace(spec, is_removed=spec.code == "visit") for spec in SHIPPED_FIELDS)
    answered = read(fields, held={"visit": "yes", "own_9": "从前的回答"}, visit="no")
    assert (answered.stay.visit, answered.answers) == ("yes", {"own_9": "从前的回答"})


def test_trains_and_flights_have_one_spelling_and_nothing_may_be_said_in_words() -> None:
    typed = ("ｇ 1234次", "航班ca-1234", "9c8888", "高铁G7", "自驾", "G12转D3")
    said = [read(arrives_by=one, lodging="single", arrives_on="2024-09-10").stay.arrives_by for one in typed]
    assert said == ["G1234", "CA1234", "9C8888", "G7", "自驾", "G12转D3"]
    plain = read(arrives_on="45545", lodging="single", arrives_time="0.5868")  # as a sheet shows them without a format
    assert (plain.stay.arrives_on, plain.stay.arrives_time) == (date(2024, 9, 10), "14:05")
    nothing = read(email="无", invoice_kind="ordinary", invoice_title="汤谷机床", invoice_tax_id="/", arrives_on="—")
    assert (nothing.faults, nothing.person.email, nothing.stay.arrives_on) == ([], "", None)


def test_nobody_is_refused_for_what_is_not_asked_and_old_answers_outlive_a_question_for_others() -> None:
    gone = {"gender", "arrives_on", "invoice_tax_id"}
    fields = tuple(replace(spec, is_removed=spec.code in gone) for spec in SHIPPED_FIELDS)
    shared = read(fields, lodging="shared", invoice_kind="special", invoice_title="汤谷机床")
    assert shared.faults == []
    others = tuple(
        replace(spec, roles=("judge",)) if spec.code == "wechat" else spec for spec in (*SHIPPED_FIELDS, SIZES)
    )
    kept = read(others, held={"wechat": "tan_zx", "own_1": "m"}, wechat="x", own_1="s")
    assert (kept.person.wechat, kept.answers) == ("tan_zx", {"own_1": "m"})


def test_conditions_know_several_choices() -> None:
    why = FieldSpec("own_2", Section.OTHER, FieldKind.NUMBER, "件数", shown_if=(Condition("own_1", ("m",)),))
    fields = (*SHIPPED_FIELDS, SIZES, why)
    assert read(fields, ("staff",), own_1="s\nm", own_2="２").answers == {"own_1": "s\nm", "own_2": "2"}
    assert faults(read(fields, ("staff",), own_1="m", own_2="两三件")) == {"own_2": "请填写一个数字，例如 3 或 2.5。"}


def test_versions_are_kept_as_they_are() -> None:
    assert fields_from(as_data((*SHIPPED_FIELDS, SIZES))) == (*SHIPPED_FIELDS, SIZES)


@pytest.mark.parametrize("good", [CREDIT_CODE, "", "110108123456789", "11010519491231002X01", "11010519491231002X"])
def test_good_tax_numbers_pass(good: str) -> None:
    assert normal_tax_id(good) == good


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("91350100M000100Y34", "统一社会信用代码的校验位不对，多半是填错了一位或两位颠倒，请对照营业执照逐位核对。"),
        ("9135O100M000100Y43", "统一社会信用代码里没有字母I、O、S、V、Z，请核对是不是数字1、0、5、2或其他字母。"),
        ("9135010号M000100Y43", "统一社会信用代码只有数字和大写字母，请对照营业执照重新填写。"),
        ("91350100M000100Y4", "纳税人识别号是18位的统一社会信用代码（旧号15位或20位），现在是17位，请对照营业执照填写。"),
        ("110105194912310021 01", "这个20位的纳税人识别号不正确，请对照营业执照或税务登记证重新填写。"),
    ],
)  # fmt: skip
def test_bad_tax_numbers_say_why(bad: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        normal_tax_id(bad)
    assert str(refused.value) == sentence


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(first: str, place: int, other: str) -> None:
    number = first + check_character(first)
    assert normal_tax_id(number) == number
    wrong = number[:place] + other + number[place + 1 :]
    if wrong != number:
        with pytest.raises(Refusal):
            normal_tax_id(wrong)
