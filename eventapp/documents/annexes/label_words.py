"""How people decorate labels: what may stand around one without changing what it asks. Data, and the rules that use it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eventapp.domain.text import key

SMALL_WORDS = re.compile("[、,/及和与的%:·_]")
LATIN = re.compile(r"[A-Za-z][A-Za-z\s.&'/-]{2,}")
IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
NUMBER = re.compile(r"^(?:\(?\d{1,2}[).、．]|[①-⑳])")
ANSWERED = re.compile(r"[:：]\s*\S")  # 演讲人：John Smith is an answer, 演讲人 Speaker only a label
FRAMES = str.maketrans("", "", "【】[]〔〕〖〗{}<>「」\"'“”")
# Words that somebody puts before or behind a label, and that ask nothing more.
BEFORE = ("请填写", "填写", "申报", "参评", "参赛", "本", "该", "参加交流", "参加发表", "所在")
BEHIND = ("必填", "全称", "号码", "姓名", "情况", "数", "如实填写", "号", "名称")
FEW_LETTERS = 2  # a decorated label must keep as many letters


def label_key(text: str) -> str:
    """The key of a label, alike for wordings that differ in small words: 年度培训人数及时长, 年培训人数、时长."""
    return _small(key(text))


def label_keys(text: str) -> Iterator[str]:
    """The keys under which a cell may be a label, the closest wording first."""
    plain = label_key(text)
    yield plain
    bare = text.translate(FRAMES)
    if IDEOGRAPH.search(bare) and not ANSWERED.search(text):
        bare = LATIN.sub(" ", bare)
    bare = NUMBER.sub("", bare.strip())
    shorter = label_key(bare)
    yield shorter
    yield _small(key(re.sub("[（）()]", "", bare)))
    yield from _undecorated(shorter)


def _undecorated(label: str) -> Iterator[str]:
    for before in ("", *(word for word in BEFORE if label.startswith(word))):
        rest = label.removeprefix(before)
        for behind in ("", *(word for word in BEHIND if rest.endswith(word))):
            core = rest.removesuffix(behind) if behind else rest
            if core != label and len(core) >= FEW_LETTERS:
                yield core


def _small(plain: str) -> str:
    return SMALL_WORDS.sub("", plain.upper()).replace("年度", "年")
