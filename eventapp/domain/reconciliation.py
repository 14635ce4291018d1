"""Annex 3 against the groups' own forms (annexes 1 and 2): what counts as a difference, and how one is settled.

Certificates print two fields of annex 3 (通知附件三：以下2项为制作证书依据): there every character counts. The other
fields are compared by their meaning: a topic may be shortened, a telephone may be any that the form names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from eventapp.domain.duplicate_search import candidates
from eventapp.domain.duplicates import DOUBTFUL, Submission, judge
from eventapp.domain.refusals import Refusal
from eventapp.domain.text import plain_digits, to_the_letter
from eventapp.domain.words import N_

PRINTED = ("company_name", "group_name")
COMPARED = (*PRINTED, "topic_name", "postcode", "member_count", "contact_person", "contact_phone")
NEEDED = frozenset({"postcode"})  # 邮编必填以便排序: where annex 3 leaves it out, the form's is offered
FIELD_NAMES = {
    "company_name": N_("单位名称"),
    "group_name": N_("小组或班组名称"),
    "topic_name": N_("课题"),
    "postcode": N_("邮编"),
    "member_count": N_("人数"),
    "contact_person": N_("联系人"),
    "contact_phone": N_("联系电话"),
}
SHORTEST_LOCAL = 7  # digits of a number without its area code


NAMES_OPEN = N_(
    "还有 %(count)s 处单位名称或小组（班组）名称与成果表写法不一致。这两项印在证书上，请先在“核对”页逐处确认，再评定等级。"
)


class NamesOpen(Refusal):
    """Awards wait until the two fields that certificates print are settled; `count` differences are open."""

    def __init__(self, count: int) -> None:
        super().__init__(NAMES_OPEN, count=count)


class Choice(StrEnum):
    """Which side holds where annex 3 and the group's own form differ."""

    LISTED = "listed"
    REPORTED = "reported"


@dataclass(frozen=True)
class Reported:
    """What annex 1 or 2 says of the fields of annex 3, as texts; `phones` are all its numbers."""

    values: Mapping[str, str]
    phones: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settled:
    """A decision of before; it holds while both sides say what they said then."""

    listed: str
    reported: str
    choice: Choice
    value: str


@dataclass(frozen=True)
class Difference:
    """One field on which both sides differ; `settled` is the decision that holds, None while it is open."""

    field: str
    listed: str
    reported: str
    settled: Settled | None = None

    @property
    def is_open(self) -> bool:
        return self.settled is None

    @property
    def is_printed(self) -> bool:
        return self.field in PRINTED


def reported_of(fields: Mapping[str, object], written: Mapping[str, str]) -> Reported:
    """The answers of an annex 1 or 2 under the names of annex 3; names to the letter where they were kept."""
    named = "team_name" if "team_name" in fields else "group_name"
    phones = tuple(text_of(fields.get(name)) for name in ("mobile", "contact_phone", "phone"))
    values = {
        "company_name": text_of(written.get("company_name", fields.get("company_name"))),
        "group_name": text_of(written.get(named, fields.get(named))),
        "contact_phone": next((phone for phone in phones if phone), ""),
    }
    rest = {name: text_of(fields.get(name)) for name in COMPARED if name not in values}
    return Reported(values | rest, tuple(phone for phone in phones if phone))


def compare(
    now: Mapping[str, str], reported: Reported, settled: Mapping[str, Settled], fields: Sequence[str] = COMPARED
) -> Iterator[Difference]:
    """Every field of `fields` on which a row of annex 3 and the form differ, in the order of the form.

    `now` is what the row says with all settlements in it. A settlement whose other side has changed since is no
    longer one: its field is open again, even where both sides have come to agree and only the row still differs.
    """
    for field in fields:
        earlier = settled.get(field)
        listed, told = earlier.listed if earlier else now[field], reported.values[field]
        if earlier and earlier.reported == told:
            yield Difference(field, listed, told, earlier)
        elif not agrees(field, listed, reported) or now[field] != listed:
            yield Difference(field, listed, told)


def holds(settled: Settled, listed: str, reported: str) -> bool:
    """Whether a decision still stands on what both sides say now."""
    return (settled.listed, settled.reported) == (listed, reported)


def agrees(field: str, listed: str, reported: Reported) -> bool:
    """Whether a row of annex 3 and the form say the same in one field."""
    told = reported.values[field]
    if field in PRINTED:
        return to_the_letter(listed) == to_the_letter(told)
    if not told or not listed:
        return not told or field not in NEEDED
    if field == "contact_phone":
        return any(share_number(listed, phone) for phone in reported.phones)
    return SAME.get(field, same_digits)(listed, told)


def is_short_for(short: str, whole: str) -> bool:
    """Whether a topic is the other one or its short form (annex 3 asks for 课题名称（简写）): letters left out, none new."""
    rest = iter(letters(whole))
    return all(letter in rest for letter in letters(short))


def letters(text: str) -> str:
    """A text without blanks, quotation marks and other signs, for comparing."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def people(text: str) -> set[str]:
    """The persons in one cell, each by the letters of the name."""
    return {letters(name) for name in re.split(r"[、,，;；/]", text) if letters(name)}


def same_people(listed: str, told: str) -> bool:
    """Whether everybody named in annex 3 is named in the form."""
    return people(listed) <= people(told)


def same_digits(listed: str, told: str) -> bool:
    return plain_digits(listed) == plain_digits(told)


SAME: Mapping[str, Callable[[str, str], bool]] = {"topic_name": is_short_for, "contact_person": same_people}


def share_number(one: str, other: str) -> bool:
    """Whether two cells have a telephone number in common."""
    return any(same_number(mine, theirs) for mine in numbers(one) for theirs in numbers(other))


def numbers(text: str) -> list[str]:
    """The telephone numbers in one cell as digits: without +86 and extension."""
    found = []
    for part in re.split(r"[/、,，;；\s]+", unicodedata.normalize("NFKC", text)):
        without = re.sub(r"^\+?86-?(?=1\d{10}$|0)", "", part)
        match = re.match(r"(0\d{2,3}-?)?\d{7,11}", without)
        found.append(re.sub(r"\D", "", match[0] if match else without))
    return [number for number in found if number]


def same_number(one: str, other: str) -> bool:
    """The same number, or one of them without its area code."""
    short, whole = sorted((one, other), key=len)
    return short == whole or (len(short) >= SHORTEST_LOCAL and whole.startswith("0") and whole.endswith(short))


def text_of(value: object) -> str:
    """A value of a form as text; nothing is an empty text."""
    return "" if value is None else str(value)


def likely_pairs(rows: Mapping[int, Submission], forms: Mapping[int, Submission]) -> dict[int, int]:
    """For a row without a form the form without a row that most likely is its own, by their numbers.

    Each is proposed once, the likeliest first. Only proposed: a person decides.
    """
    every = {("row", number): row for number, row in rows.items()} | {
        ("form", number): form for number, form in forms.items()
    }
    scored = sorted(
        (-judge(every[first], every[second]).score, first[1], second[1])
        for first, second in candidates(every)  # rows stand before forms, so each pair comes in this order
        if (first[0], second[0]) == ("row", "form")
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, row_id, form_id in scored:
        if -score >= DOUBTFUL and row_id not in pairs and form_id not in taken:
            pairs[row_id] = form_id
            taken.add(form_id)
    return pairs
