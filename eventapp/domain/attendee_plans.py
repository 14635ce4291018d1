"""What a list of people would do: who is new, who changes and how, who stays, what is wrong; nothing is done yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from eventapp.domain.attendee_columns import NUMBER, ROLES, STATE, TypedRow
from eventapp.domain.attendee_rows import NOTHING_HELD, Held, Rules, read_row, words_of
from eventapp.domain.organizations import name_key
from eventapp.domain.refusals import Fault, Refusal, Severity
from eventapp.domain.registration import NewAttendee, is_mobile, normal_mobile
from eventapp.domain.registration_fields import texts_of
from eventapp.domain.registration_states import LIVING, AttendeeState
from eventapp.domain.words import N_

PersonKey = tuple[str, str]
LONGEST_NUMBER = 9  # digits
UNKNOWN_NUMBER = N_("名单里没有编号“%(typed)s”；新增人员请把编号留空，原有人员请用导出的编号。")
OVER = N_("编号“%(typed)s”的报名已经取消或未通过，不能更新；需要再次参会的请把编号留空。")
NUMBER_TWICE = N_("编号“%(typed)s”在名单里出现了两次，这一行的姓名或手机号与原来的不同；新增人员请把编号留空。")
NOT_THE_SAME = N_(
    "编号“%(typed)s”原来是“%(name)s”，这一行的姓名和手机号都变了；换人请在网页上办理，新增人员请把编号留空。"
)
TWICE = N_("与第%(line)s行是同一个人（姓名和手机号相同），请删去一行。")
SAME_UNIT = N_("这位同事已经报名，不会重复登记；需要修改的请由本人用自己的链接办理，或联系会务组。")
NOT_HERE = N_("这一位不能由本链接登记或修改，请由本人用自己的报名链接办理，或联系会务组。")


class RowKind(StrEnum):
    """What one row comes to."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAULTY = "faulty"


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who is registered. `is_own`: whoever brings the list may change them; `is_colleague`: may be told."""

    id: int
    registered: NewAttendee
    state: AttendeeState
    is_own: bool = True
    is_colleague: bool = True

    @property
    def key(self) -> PersonKey:
        return key_of(self.registered.person.name, self.registered.person.mobile)

    @property
    def is_living(self) -> bool:
        return self.state in LIVING

    @cached_property
    def held(self) -> Held:
        one = self.registered
        return Held(texts_of(one.person, one.stay, one.answers), one.roles)


@dataclass(frozen=True)
class PlannedRow:
    """One row and what it comes to; `before` and `after` are the person in the words of the list."""

    typed: TypedRow
    kind: RowKind
    known: KnownPerson | None = None
    new: NewAttendee | None = None
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Column, before and after of everything that changes."""
        codes = [code for code in dict.fromkeys([*self.before, *self.after]) if self.was(code) != self.becomes(code)]
        return [(code, self.was(code), self.becomes(code)) for code in codes]

    def was(self, code: str) -> str:
        return self.before.get(code, "")

    def becomes(self, code: str) -> str:
        return self.after.get(code, "")

    def refused(self, refusal: Refusal) -> PlannedRow:
        """The same row, which the office could not take."""
        fault = Fault("refused", refusal.message, field=ROLES, severity=Severity.ERROR, params=refusal.params)
        return replace(self, kind=RowKind.FAULTY, faults=(fault,))


def key_of(name: str, mobile: str) -> PersonKey:
    """By what somebody is the same person."""
    return name_key(name)[:80], mobile


def mobile_in(text: str) -> str:
    """The number that was typed, in normal form; as typed when it is none."""
    try:
        return normal_mobile(text)
    except Refusal:
        return text


def number_in(text: str) -> int | None:
    """The number of a registration, or None when the cell holds no such number."""
    plain = text.strip().removesuffix(".0")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= LONGEST_NUMBER else None


def count_kinds(rows: Iterable[PlannedRow]) -> dict[RowKind, int]:
    """How many rows come to what."""
    found = Counter(row.kind for row in rows)
    return {kind: found[kind] for kind in RowKind}


@dataclass
class Planner:
    """Plans the rows of one list against the people who are registered."""

    rules: Rules
    known: Sequence[KnownPerson]
    earlier: dict[PersonKey, int] = field(default_factory=dict)  # people of the list so far, and their lines
    numbers: Counter[int | None] = field(default_factory=Counter)  # of registrations in the list

    def __post_init__(self) -> None:
        self.by_id = {one.id: one for one in self.known}
        self.by_key = {one.key: one for one in self.known if one.is_living}

    def plan(self, rows: Sequence[TypedRow]) -> list[PlannedRow]:
        """Every row in its order."""
        renamed = self.renamed(rows)
        self.numbers = Counter(number_in(row.texts.get(NUMBER, "")) for row in rows)
        return [self.plan_row(row, renamed.get(at)) for at, row in enumerate(rows)]

    def renamed(self, rows: Sequence[TypedRow]) -> dict[int, KnownPerson]:
        """Rows without number whose name is new and whose mobile only one own person has: the name was mended."""
        keys = [key_of(row.texts.get("name", ""), mobile_in(row.texts.get("mobile", ""))) for row in rows]
        in_list, named = Counter(mobile for _name, mobile in keys), set(keys)
        own = [one for one in self.known if one.is_own and one.is_living]
        of_mobile = Counter(one.registered.person.mobile for one in own)
        free = {
            one.registered.person.mobile: one
            for one in own
            if of_mobile[one.registered.person.mobile] == 1 and one.key not in named
        }
        return {
            at: free[mobile]
            for at, (name, mobile) in enumerate(keys)
            if mobile in free and in_list[mobile] == 1 and name and not rows[at].texts.get(NUMBER)
        }

    def plan_row(self, row: TypedRow, renamed: KnownPerson | None) -> PlannedRow:
        """What one row comes to."""
        texts = {code: text for code, text in row.texts.items() if code not in (NUMBER, STATE)}
        key = key_of(texts.get("name", ""), mobile_in(texts.get("mobile", "")))
        if (line := self.earlier.setdefault(key, row.line)) != row.line and all(key):
            return faulty(row, TWICE, "name", line=line)
        if typed := row.texts.get(NUMBER, ""):
            return self.plan_numbered(row, texts, typed)
        known = self.by_key.get(key) or renamed
        if known is None:
            return self.read(row, texts, None)
        if not known.is_own:
            return faulty(row, SAME_UNIT if known.is_colleague else NOT_HERE, "name")
        return self.read(row, {code: text for code, text in texts.items() if text}, known)

    def plan_numbered(self, row: TypedRow, texts: Mapping[str, str], typed: str) -> PlannedRow:
        """A row with the number of a registration says everything of it: an empty cell empties."""
        number = number_in(typed)
        known = self.by_id.get(number) if number is not None else None
        if known is None or not known.is_own:
            return faulty(row, UNKNOWN_NUMBER, NUMBER, typed=typed[:20])
        if not known.is_living:
            before = words_of(self.rules, known.registered)
            is_same = says_the_same(texts, before) or row.texts.get(STATE, "")
            return PlannedRow(row, RowKind.UNCHANGED, known) if is_same else faulty(row, OVER, NUMBER, typed=typed[:20])
        if sentence := self.looks_like_another(known, texts):
            return faulty(row, sentence, NUMBER, typed=typed[:20], name=known.registered.person.name)
        return self.read(row, texts, known)

    def looks_like_another(self, known: KnownPerson, texts: Mapping[str, str]) -> str:
        """Why a row with somebody's number speaks of somebody else: their row was copied, or typed over to swap them."""
        name, mobile = key_of(texts.get("name") or known.key[0], mobile_in(texts.get("mobile") or known.key[1]))
        if (name, mobile) != known.key and self.numbers[known.id] > 1:
            return NUMBER_TWICE
        is_other = name != known.key[0] and mobile != known.key[1] and is_mobile(mobile)
        return NOT_THE_SAME if is_other else ""

    def read(self, row: TypedRow, texts: Mapping[str, str], known: KnownPerson | None) -> PlannedRow:
        """Read the row; one that says what is known already changes nothing, whatever is asked by now."""
        before = words_of(self.rules, known.registered) if known else {}
        if known and says_the_same(texts, before):
            return PlannedRow(row, RowKind.UNCHANGED, known, before=before, after=before)
        read = read_row(self.rules, texts, known.held if known else NOTHING_HELD)
        if read.new is None:
            return PlannedRow(row, RowKind.FAULTY, known, faults=read.faults)
        after = words_of(self.rules, read.new)
        kind = RowKind.NEW if known is None else RowKind.UNCHANGED if after == before else RowKind.CHANGED
        return PlannedRow(row, kind, known, read.new, before, after)


def says_the_same(texts: Mapping[str, str], before: Mapping[str, str]) -> bool:
    """Whether every cell says what is known, but for line breaks that an office program turns."""
    return all(text.split() == before.get(code, "").split() for code, text in texts.items())


def faulty(row: TypedRow, sentence: str, column: str, **params: object) -> PlannedRow:
    fault = Fault("refused", sentence, field=column, severity=Severity.ERROR, params=params)
    return PlannedRow(row, RowKind.FAULTY, faults=(fault,))
