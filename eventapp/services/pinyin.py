"""Names in pinyin: what Chinese lists are sorted by, and what people type to find somebody."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin import lazy_pinyin

from eventapp.domain.text import IDEOGRAPH

LONGEST_KEY = 200
PIECES = re.compile(rf"[{IDEOGRAPH}]+|[^\W\d_]+|\d+")
CHINESE = re.compile(rf"[{IDEOGRAPH}]")
# Characters that sound otherwise as surnames than elsewhere; the dictionary knows them as words only.
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "盖": "ge", "朴": "piao",
    "乐": "yue", "翟": "zhai", "缪": "miao", "覃": "qin", "黑": "he", "召": "shao", "祭": "zhai",
    "折": "she", "员": "yun", "秘": "bi", "繁": "po", "句": "gou", "不": "fou", "牟": "mu",
    "种": "chong", "重": "chong", "隗": "wei", "都": "du", "能": "nai", "佴": "nai", "郇": "xun",
    "卜": "bu", "阚": "kan", "长": "chang", "薄": "bo", "藏": "zang",
}  # fmt: skip
# Surnames of two characters that begin with one of these, and sound as the dictionary says.
LONG_SURNAMES = frozenset({"单于", "长孙"})


@lru_cache(maxsize=4096)
def syllables(text: str, *, is_person: bool = False) -> tuple[str, ...]:
    """The sounds of a text without tones, ü as v; letters and digits stand as whole words, marks are dropped.

    Whoever is registered is said three times: as a line of lists, by their words, by those of their unit.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    known = surname_of(plain) if is_person else []
    said = list(known)
    for piece in PIECES.findall(plain[len(known) :]):
        said += lazy_pinyin(piece) if CHINESE.match(piece) else [piece]
    return tuple(said)


def surname_of(name: str) -> list[str]:
    """How a surname that sounds otherwise than the character is said; nothing for all others."""
    is_long = len(name) > 2 and name[:2] in LONG_SURNAMES
    return [SURNAMES[name[0]]] if len(name) > 1 and name[0] in SURNAMES and not is_long else []


def sort_key(name: str) -> str:
    """What a list of people is sorted by: syllables parted by blanks, so that 单 comes under shan."""
    return " ".join(syllables(name, is_person=True))[:LONGEST_KEY]


def full(text: str, *, is_person: bool = False) -> str:
    """All syllables joined: 汤谷鹿蜀 is tanggulushu."""
    return "".join(syllables(text, is_person=is_person))


def initials(text: str, *, is_person: bool = False) -> str:
    """The first letter of each syllable: 汤谷鹿蜀 is tgls."""
    return "".join(one[0] for one in syllables(text, is_person=is_person))
