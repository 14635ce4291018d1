from datetime import date

import pytest

from eventapp.domain.certificates import (
    CertificatePrint,
    certificate_number,
    certificate_text,
    check_number_pattern,
    chinese_date,
    signed_url,
)
from eventapp.domain.patterns import BadPattern
from eventapp.domain.text import unbroken

PATTERN = "{year}机质协证字第{edition}-{kind}{sequence:04d}号"


def number(pattern: str = PATTERN, **other: object) -> str:
    values = {"year": 2024, "edition": 43, "kind": "QC", "level": "1", "sequence": 7} | other
    return certificate_number(pattern, **values)


def text(pattern: str, **other: object) -> str:
    values = {
        "unit": "乌有丰隆公司",
        "group": "领航",
        "topic": "降低废品率",
        "level": "一级",
        "edition": 43,
        "year": 2024,
    }
    return certificate_text(pattern, **(values | other))


def a_print(**other: object) -> CertificatePrint:
    values = {
        "number": "1",
        "heading": "荣誉证书",
        "unit_name": "乌有丰隆公司",
        "group_name": "领航QC小组",
        "body": "特发此证。",
        "issuers": ("甲", "乙"),
        "date_text": "二〇二四年九月十二日",
        "verify_url": "https://example.test/c/1",
    }
    return CertificatePrint(**(values | other))


def test_number_follows_the_pattern_of_the_event():
    assert number() == "2024机质协证字第43-QC0007号"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{sequence}", "7"),
        ("{sequence:3}", "007"),
        ("{ sequence : 03d }", "007"),
        ("{{{sequence}}}", "{7}"),
        ("{level}/{sequence:2}%s", "1/07%s"),
    ],
)
def test_number_pattern_knows_widths_and_doubled_braces(pattern: str, expected: str):
    assert number(pattern) == expected


def test_number_wider_than_its_width_is_not_cut():
    assert number("{sequence:2}", sequence=12345) == "12345"


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        (
            "{sequence}{secret}",
            "不认识占位符 {secret}，可以用：{edition}、{kind}、{level}、{sequence}、{year}。",
        ),
        (
            "{sequence.__class__}",
            "不认识占位符 {sequence.__class__}，可以用：{edition}、{kind}、{level}、{sequence}、{year}。",
        ),
        ("{sequence}号{", "第 12 个字符的花括号不成对，花括号本身请写成两个。"),
        ("}{sequence}", "第 1 个字符的花括号不成对，花括号本身请写成两个。"),
        ("{sequence}{kind:04d}", "占位符 {kind:04d} 不是数字，不能指定位数。"),
        ("{year}-{edition}", "编号规则里没有流水号 {sequence}，编号会重复。"),
    ],
)
def test_unusable_number_pattern_is_refused_with_the_reason(pattern: str, sentence: str):
    with pytest.raises(BadPattern) as refusal:
        check_number_pattern(pattern)

    assert str(refusal.value) == sentence


def test_text_is_filled_once_so_braces_in_names_stay_braces():
    assert text("授予{unit}{group}《{topic}》", unit="{topic}", group="%s{0}", topic="{unit}") == (
        "授予{topic}%s{0}《{unit}》"
    )


def test_unknown_placeholder_in_the_wording_is_refused():
    with pytest.raises(BadPattern):
        text("授予{name}")


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("领航", "授予领航QC小组："),
        ("领航QC小组", "授予领航QC小组："),
        ("“标尺”ＱＣ小组", "授予“标尺”ＱＣ小组："),
        ("望远镜 QC 小组", "授予望远镜 QC 小组："),
        ("攀登小组", "授予攀登小组："),
        ("维修班", "授予维修班QC小组："),
    ],
)
def test_suffix_of_a_qc_group_is_never_doubled(group: str, expected: str):
    assert text("授予{group}QC小组：", group=group) == expected


def test_suffix_of_a_team_is_never_doubled():
    assert [text("{group}班组", group=group) for group in ("攀登", "维修班", "晨光班组")] == [
        "攀登班组",
        "维修班",
        "晨光班组",
    ]


def test_award_title_behind_the_name_is_not_taken_for_a_suffix():
    assert text("{group}质量信得过班组", group="晨光班组") == "晨光班组质量信得过班组"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 9, 12), "二〇二四年九月十二日"),
        (date(2030, 10, 10), "二〇三〇年十月十日"),
        (date(2024, 11, 20), "二〇二四年十一月二十日"),
        (date(2024, 1, 31), "二〇二四年一月三十一日"),
    ],
)
def test_date_is_written_in_chinese_numerals(day: date, expected: str):
    assert chinese_date(day) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("烛龙常羲汽车零部件股\v份有限公司", "烛龙常羲汽车零部件股份有限公司"),
        ("  总装车间\r\n 晨光QC小组  ", "总装车间晨光QC小组"),
        ("ACME\nLtd", "ACME Ltd"),
        ("望远镜 QC　小组", "望远镜 QC　小组"),
        ("𬀩·ＱＣ", "𬀩·ＱＣ"),
        (" \n ", ""),
    ],
)
def test_only_line_breaks_of_the_cell_leave_a_name(name: str, expected: str):
    assert unbroken(name) == expected


def test_digest_changes_with_what_is_granted_but_not_with_a_reprint():
    original = a_print()

    assert original.digest == a_print(reprint_note="补发", heading="证书").digest
    assert len({original.digest, a_print(group_name="领航").digest, a_print(issuers=("甲乙",)).digest}) == 3


def test_signature_becomes_a_query_value_of_an_escaped_address():
    assert signed_url("https://example.test/c/证 1", "Ab_-") == "https://example.test/c/%E8%AF%81%201?s=Ab_-"
    assert signed_url("https://example.test/c?n=1", "Ab") == "https://example.test/c?n=1&s=Ab"
