"""The labels of one form, recognized however they are spaced, broken, numbered or starred."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from eventapp.documents.annexes.statistics_items import ITEM_FIELDS
from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FieldSpec, FieldType, FormKind
from eventapp.domain.text import key

BRACKETS = r"(?:\s*[（(][^（）()\n]*[）)])?"
LEAD = r"[*＊]?\s*(?:第[一二三四五六七八九十]+(?:部分|章|节)\s*|[（(]?[一二三四五六七八九十]+[)）、.．]\s*|\d+\s*[、.．)]\s*)?"

SMALL_WORDS = re.compile("[、,/及和与的%:]")


@dataclass(frozen=True)
class Labelled:
    """A stretch of text that begins with a label: the label's key and what follows it."""

    key: str
    value: str


@dataclass(frozen=True)
class Lexicon:
    """Which labels of a form lead to which fields, and which switch the section."""

    fields: Mapping[str, tuple[FieldSpec, ...]]
    sections: Mapping[str, str]
    inline: re.Pattern[str]
    opening: re.Pattern[str]

    def specs(self, label: str, section: str) -> tuple[FieldSpec, ...]:
        """The fields a label asks for in a section: those of the section, else general ones, else any."""
        known = self.fields.get(label, ())
        for wanted in (section, ""):
            here = tuple(spec for spec in known if spec.section == wanted)
            if here:
                return here
        return tuple(spec for spec in known if spec.section == known[0].section)

    def exact(self, text: str) -> str:
        """Key of the label that a whole cell consists of, or an empty string."""
        if len(text) > 60:
            return ""
        found = label_key(text)
        return found if found in self.fields else ""

    def split(self, text: str) -> Iterator[Labelled]:
        """The labelled stretches of a cell such as 「填表人：张三  联系电话：010-55501234」."""
        starts = list(self.inline.finditer(text))
        opening = self.opening.match(text)
        if opening:
            starts = [opening, *(start for start in starts if start.start() >= opening.end())]
        starts = self._without_body(starts)
        for number, start in enumerate(starts):
            end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
            yield Labelled(_key_of(start), text[start.end() : end])

    def _without_body(self, starts: list[re.Match[str]]) -> list[re.Match[str]]:
        """Drop what looks like a label inside of a long text; only the seal line may end one."""
        kept: list[re.Match[str]] = []
        in_body = False
        for start in starts:
            types = {spec.type for spec in self.fields[_key_of(start)]}
            if in_body and types != {FieldType.DATE}:
                continue
            in_body = in_body or FieldType.LONG in types
            kept.append(start)
        return kept


@cache
def lexicon(kind: FormKind) -> Lexicon:
    """The labels of the fields of a form (not of the rows of annex 3)."""
    spec = FORMS[kind]
    fields: dict[str, list[FieldSpec]] = {}
    spellings: dict[str, bool] = {}
    for field in (field for field in spec.fields if field.name not in ITEM_FIELDS):
        for spelling in (field.label, *field.synonyms):
            here = fields.setdefault(label_key(spelling), [])
            here.extend([field] if field not in here else [])
            spellings[spelling] = field.type == FieldType.DATE
    sections = {label_key(trigger): name for name, triggers in spec.sections.items() for trigger in triggers}
    every, dates = _alternatives(spellings), _alternatives([text for text, is_date in spellings.items() if is_date])
    seal = rf"|(?P<seal>{dates}){BRACKETS}(?=[\s\d:：年〇二]|$)" if dates else ""
    label = rf"(?P<label>{every}){BRACKETS}\s*[:：]{seal}"
    return Lexicon(
        {name: tuple(specs) for name, specs in fields.items()},
        sections,
        re.compile(rf"(?:^|(?<=[\s，,；;|])){LEAD}(?:{label})", re.M | re.I),
        re.compile(rf"\s*{LEAD}(?P<label>{every}){BRACKETS}(?:\s*[:：]|\s+(?=\S))", re.I),
    )


def label_key(text: str) -> str:
    """The key of a label, alike for wordings that differ in small words: 年度培训人数及时长, 年培训人数、时长."""
    return SMALL_WORDS.sub("", key(text).upper()).replace("年度", "年")


def _key_of(start: re.Match[str]) -> str:
    found = start.groupdict()
    return label_key(found["label"] or found.get("seal", ""))


def _alternatives(spellings: Iterable[str]) -> str:
    """A pattern of all spellings, longest first, that allows spaces and line breaks between the letters."""
    bare = (re.sub(r"\s|[（(].*?[）)]", "", spelling) for spelling in spellings)
    longest_first = sorted(set(bare), key=len, reverse=True)
    return "|".join(r"\s*".join(re.escape(letter) for letter in spelling) for spelling in longest_first)
