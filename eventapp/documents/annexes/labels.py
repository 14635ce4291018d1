"""The labels of one form, recognized however they are spaced, broken, numbered, starred, translated or combined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from eventapp.documents.annexes.label_words import label_key, label_keys
from eventapp.documents.annexes.statistics_items import ITEM_FIELDS
from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annex_pieces import piece_of
from eventapp.domain.annexes import FieldSpec, FieldType, FormKind
from eventapp.domain.text import key

BRACKETS = r"(?:\s*[（(][^（）()\n]*[）)])?"
NUMBERING = r"第[一二三四五六七八九十]+(?:部分|章|节)\s*|[（(]?[一二三四五六七八九十]+[)）、.．]\s*|[（(]?\d{1,2}\s*[、.．)）]\s*|[①-⑳]\s*|[壹贰叁肆伍]\s*[、.．]\s*|[IVXⅠ-Ⅻ]{1,4}\s*[.、．]\s*"
LEAD = rf"[*＊]?\s*(?:{NUMBERING})?[【\[〔]?\s*"
COLON = r"\s*(?:[】\]〕]\s*[:：]?|[:：]|[=＝]\s|[—–]{1,2}\s)"
LABEL_LENGTH = 60
JOINTS = re.compile(r"[、,，/／及和与＋+&]+|(?<=[\u4e00-\u9fff])[ \u3000\n]+(?=[\u4e00-\u9fff])")
COLUMNS = re.compile(r"\t+| {2,}|\u3000+")
JOINED = "+"
CHAPTER = re.compile(r"第?([一二三])(?:部分|章|节)?[、.．:：\s]\s*(\S{2,20}?)[:：]?")
# The headings printed in annex 5, and what must be in others that stand at their number.
CHAPTERS: Mapping[str, tuple[str, re.Pattern[str]]] = {
    "一": ("基本情况", re.compile(r"情况|概况")),
    "二": ("推进经验和做法", re.compile(r"经验|做法|措施|举措")),
    "三": ("存在问题及改进方向", re.compile(r"问题|改进|不足|打算|建议")),
}


@dataclass(frozen=True)
class Labelled:
    """A stretch of text that begins with a label: the label's key and what follows it."""

    key: str
    value: str


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Which labels of a form lead to which fields, and which switch the section.

    `literal` has the known wordings to the letter, where small words still count: 联系人及手机 asks for two things.
    """

    kind: FormKind
    literal: frozenset[str]
    fields: Mapping[str, tuple[FieldSpec, ...]]
    sections: Mapping[str, str]
    inline: re.Pattern[str]
    opening: re.Pattern[str]

    @property
    def sectioned(self) -> set[str]:
        """Fields whose labels stand in several sections of the form: 手机 of the contact and of the speaker."""
        shared = (specs for specs in self.fields.values() if len({spec.section for spec in specs}) > 1)
        return {spec.name for specs in shared for spec in specs}

    def specs(self, label: str, section: str) -> tuple[FieldSpec, ...]:
        """The fields a label asks for in a section: those of the section, else general ones, else any."""
        if JOINED in label:
            asked = [spec for part in label.split(JOINED) for spec in self.specs(part, section)]
            return tuple(replace(spec, part=piece_of(spec)) for spec in asked)
        known = self.fields.get(label, ())
        for wanted in (section, ""):
            here = tuple(spec for spec in known if spec.section == wanted)
            if here:
                return here
        return tuple(spec for spec in known if spec.section == known[0].section)

    def known(self, label: str) -> tuple[FieldSpec, ...]:
        """Every field that a label may ask for, in whatever section."""
        return tuple(spec for part in label.split(JOINED) for spec in self.fields.get(part, ()))

    def exact(self, text: str) -> str:
        """Key of the label that a whole cell consists of, or an empty string."""
        if len(text) > LABEL_LENGTH or not text.strip():
            return ""
        return _exact(self, text)

    def is_literal(self, text: str) -> bool:
        """Whether a cell is a label as it is printed or commonly worded, without any rule helping."""
        return key(text).upper() in self.literal

    def find(self, text: str) -> str:
        """`exact` without its memory: the wording itself, else two labels joined, else the closest wording."""
        if self.is_literal(text):
            return label_key(text)
        return (
            self._chapter(text)
            or self._joined(text)
            or next((found for found in label_keys(text) if found in self.fields), "")
        )

    def _chapter(self, text: str) -> str:
        """The key of a numbered heading of annex 5 in words of the sender's own: 一、小组活动开展情况."""
        heading = CHAPTER.fullmatch(text.strip()) if self.kind is FormKind.WORK_SUMMARY else None
        if not heading or not CHAPTERS[heading[1]][1].search(heading[2]):
            return ""
        return label_key(CHAPTERS[heading[1]][0])

    def _joined(self, text: str) -> str:
        """The key of a cell that asks two things at once: 联系人及手机, 电话/传真."""
        asked = re.sub(r"[（(][^（）()]*[）)]", "", text.strip(" :：*"))
        parts = [part for part in JOINTS.split(asked) if part.strip()]
        keys = [next((found for found in label_keys(part) if found in self.fields), "") for part in parts]
        if len(keys) != 2 or not all(keys) or set(self.fields[keys[0]]) & set(self.fields[keys[1]]):  # noqa: PLR2004
            return ""
        return JOINED.join(keys)

    def begins(self, text: str) -> bool:
        """Whether a text opens with a label that something follows."""
        return bool(self.opening.match(text) or self.inline.match(text.lstrip()))

    def split(self, text: str) -> Iterator[Labelled]:
        """The labelled stretches of a cell such as 「填表人：张三  联系电话：010-55501234」."""
        columns = list(self._columns(text))
        if columns:
            yield from columns
            return
        starts = list(self.inline.finditer(text))
        opening = self.opening.match(text)
        if opening:
            starts = [opening, *(start for start in starts if start.start() >= opening.end())]
        starts = self._without_body(starts)
        for number, start in enumerate(starts):
            end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
            yield Labelled(_key_of(start), text[start.end() : end])

    def _columns(self, text: str) -> Iterator[Labelled]:
        """Labels and values set apart by wide spaces only: 「联系人  张三    手机  13800001234」."""
        pieces = [piece for piece in COLUMNS.split(text.strip()) if piece] if len(text) < LABEL_LENGTH * 5 else []
        labels = [self.exact(piece) for piece in pieces]
        if len(pieces) < 4 or not labels[0] or sum(map(bool, labels)) < 2:  # noqa: PLR2004 two labels, two values
            return
        for number, label in enumerate(labels):
            if label:
                following = next((n for n in range(number + 1, len(labels)) if labels[n]), len(labels))
                yield Labelled(label, " ".join(pieces[number + 1 : following]))

    def _without_body(self, starts: list[re.Match[str]]) -> list[re.Match[str]]:
        """Drop what looks like a label inside of a long text; only the seal line may end one."""
        kept: list[re.Match[str]] = []
        in_body = False
        for start in starts:
            types = {spec.type for spec in self.fields[_key_of(start)]}
            if in_body and types != {FieldType.DATE} and not start.groupdict().get("head"):
                continue
            in_body = in_body or FieldType.LONG in types
            kept.append(start)
        return kept


@lru_cache(maxsize=20_000)
def _exact(labels: Lexicon, text: str) -> str:
    return labels.find(text)


@cache
def lexicon(kind: FormKind) -> Lexicon:
    """The labels of the fields of a form (not of the rows of annex 3)."""
    return build_lexicon(kind, tuple(field for field in FORMS[kind].fields if field.name not in ITEM_FIELDS))


def spellings_of(field: FieldSpec) -> tuple[str, ...]:
    """The printed label and its other wordings."""
    return (field.label, *field.synonyms)


def build_lexicon(kind: FormKind, asked: tuple[FieldSpec, ...]) -> Lexicon:
    """The wordings of some questions of a form."""
    spec = FORMS[kind]
    fields: dict[str, list[FieldSpec]] = {}
    spellings: dict[str, bool] = {}
    for field in asked:
        for spelling in spellings_of(field):
            here = fields.setdefault(label_key(spelling), [])
            here.extend([field] if field not in here else [])
            spellings[spelling] = field.type == FieldType.DATE
    sections = {label_key(trigger): name for name, triggers in spec.sections.items() for trigger in triggers}
    every, dates = _alternatives(spellings), _alternatives([text for text, is_date in spellings.items() if is_date])
    seal = rf"|(?P<seal>{dates}){BRACKETS}(?=[\s\d:：年〇二]|$)" if dates else ""
    # Where a form is nothing but headings and text (annex 5), a heading may have a line of its own inside of a cell.
    longs = _alternatives(wording for field in asked if field.type == FieldType.LONG for wording in spellings_of(field))
    heads = rf"|(?P<head>{longs}){BRACKETS}[ \t\u3000]*$" if kind == FormKind.WORK_SUMMARY else ""
    label = rf"(?P<label>{every}){BRACKETS}{COLON}{seal}{heads}"
    return Lexicon(
        kind,
        frozenset(key(spelling).upper() for spelling in spellings),
        {name: tuple(specs) for name, specs in fields.items()},
        sections,
        re.compile(rf"(?:^|(?<=[\s，,；;|]))(?:{LEAD})(?:{label})", re.M | re.I),
        re.compile(rf"\s*{LEAD}(?P<label>{every}){BRACKETS}(?:{COLON}|\s+(?=\S))", re.I),
    )


def _key_of(start: re.Match[str]) -> str:
    found = start.groupdict()
    return label_key(found["label"] or found.get("seal") or found.get("head") or "")


def _alternatives(spellings: Iterable[str]) -> str:
    """A pattern of all spellings, longest first, that allows spaces and line breaks between the letters."""
    bare = (re.sub(r"\s|[（(].*?[）)]", "", spelling) for spelling in spellings)
    longest_first = sorted(set(bare), key=len, reverse=True)
    return "|".join(r"\s*".join(re.escape(letter) for letter in spelling) for spelling in longest_first)
