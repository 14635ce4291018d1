"""Names in pinyin, and the words by which people are found."""

from __future__ import annotations

import pytest

from eventapp.services.attendee_words import words_of
from eventapp.services.pinyin import full, initials, sort_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("单雄信", "shan xiong xin"),
        ("单于复", "chan yu fu"),
        ("曾庆红", "zeng qing hong"),
        ("仇和", "qiu he"),
        ("解缙", "xie jin"),
        ("查良镛", "zha liang yong"),
        ("区文", "ou wen"),
        ("朴永日", "piao yong ri"),
        ("乐毅", "yue yi"),
        ("翟志刚", "zhai zhi gang"),
        ("缪荃孙", "miao quan sun"),
        ("尉迟恭", "yu chi gong"),
        ("万俟卨", "mo qi xie"),
        ("吕布", "lv bu"),
        ("朱镕基", "zhu rong ji"),
        ("阿不都·买买提", "a bu dou mai mai ti"),
        ("John Smith", "john smith"),
        ("ＡＢ", "ab"),
        ("", ""),
    ],
)
def test_people_are_sorted_as_their_names_are_said(name: str, key: str) -> None:
    assert sort_key(name) == key


def test_units_are_said_by_the_dictionary_and_keep_their_letters() -> None:
    assert (full("单位"), full("汤谷鹿蜀（A12）")) == ("danwei", "tanggulushua12")
    assert initials("重庆汤谷机床") == "cqtgjc"


def test_a_person_has_at_most_twelve_words_each_read_from_its_beginning() -> None:
    assert words_of("单雄信", "13800001234") == {
        "单雄信", "雄信", "信", "shanxiongxin", "xiongxin", "xin", "sxx", "xx", "#43210000831",
    }  # fmt: skip
    assert max(len(words_of(name, "13800001234")) for name in ("欧阳修文", "阿不都热合曼·买买提", "John A B C D")) == 12
    assert words_of("", "") == set()


@pytest.mark.parametrize("name", ["𡈼𠮷", "张" * 80, "·", "{name}", "=1+1", "👍", "Ö-ß"])
def test_odd_names_have_words_that_fit_the_table(name: str) -> None:
    assert all(0 < len(word) <= 80 for word in words_of(name, "13800001234"))
    assert len(sort_key(name)) <= 200
