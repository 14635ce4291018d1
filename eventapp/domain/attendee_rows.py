"""One row of a list of people: read into a registration with all its faults, and written back as the same words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from eventapp.domain.attendee_columns import ENTRY_CODE, ROLES, SUBJECT
from eventapp.domain.attendee_role_words import KnownRole, role_words, roles_in
from eventapp.domain.entry_codes import is_proved
from eventapp.domain.organizations import name_key
from eventapp.domain.refusals import Fault, Severity
from eventapp.domain.registration import NewAttendee, RoleChoice, RoleNeed
from eventapp.domain.registration_fields import NEVER_HIDDEN, FieldSpec, read_answers, said_value, texts_of
from eventapp.domain.text import key
from eventapp.domain.words import N_

BETWEEN = "、"
NO_ROLE = N_("请填写参会身份。")
UNKNOWN_ROLE = N_("没有“%(typed)s”这种参会身份，请从下拉列表中选择；兼有几种身份的用顿号隔开。")
NO_SUBJECT = {
    RoleNeed.RESULT: N_("成果发表人请填写所发表成果的小组（班组）名称。"),
    RoleNeed.STORY: N_("故事演讲人请填写品牌故事名称。"),
}
WRONG_CODE = N_("选择码不正确，请向推荐单位联络员索取，并核对成果或故事是否一致。")
UNKNOWN_SUBJECT = N_("推荐汇总表里没有找到本单位的“%(typed)s”，请核对单位名称和小组、班组或故事名称。")


@dataclass(frozen=True)
class Subject:
    """A result (by the name of its group) or a story that somebody may come for."""

    id: int
    unit_key: str
    name: str


@dataclass(frozen=True)
class Rules:
    """What the rows of a list are read by: questions, roles, what may be presented.

    Lists of the organizers (`is_trusted`) may lack what people themselves must answer, and name what a unit of
    another spelling presents.
    """

    fields: tuple[FieldSpec, ...]
    roles: tuple[KnownRole, ...]
    results: tuple[Subject, ...] = ()
    stories: tuple[Subject, ...] = ()
    today: date = date.max
    begins: date | None = None
    is_trusted: bool = False
    needs_code: bool = False  # from the recommender, to present something
    secret_key: str = ""  # by which codes are checked

    @cached_property
    def role_words(self) -> dict[str, KnownRole]:
        return role_words(self.roles)

    @cached_property
    def role_names(self) -> dict[str, str]:
        return {role.code: role.name for role in self.roles}

    @cached_property
    def subject_names(self) -> dict[tuple[RoleNeed, int], str]:
        return {(need, one.id): one.name for need in NO_SUBJECT for one in self.subjects(need)}

    @cached_property
    def by_unit(self) -> dict[tuple[RoleNeed, str], list[Subject]]:
        found: dict[tuple[RoleNeed, str], list[Subject]] = {}
        for need in NO_SUBJECT:
            for one in self.subjects(need):
                found.setdefault((need, one.unit_key), []).append(one)
        return found

    @cached_property
    def by_name(self) -> dict[tuple[RoleNeed, str], list[Subject]]:
        found: dict[tuple[RoleNeed, str], list[Subject]] = {}
        for need in NO_SUBJECT:
            for one in self.subjects(need):
                found.setdefault((need, subject_key(one.name)), []).append(one)
        return found

    def subjects(self, need: RoleNeed) -> tuple[Subject, ...]:
        return self.results if need is RoleNeed.RESULT else self.stories


@dataclass(frozen=True)
class ReadRow:
    """What a row says: a registration where nothing is wrong, else the faults; a fault's `field` is its column."""

    new: NewAttendee | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Held:
    """What is kept of a person already, by code as `texts_of` gives it, and their roles."""

    texts: Mapping[str, str] = field(default_factory=dict)
    roles: tuple[RoleChoice, ...] = ()


NOTHING_HELD = Held()


def subject_key(name: str) -> str:
    """A group's or story's name as compared: without quotation marks, blanks and width."""
    return name_key(name).translate(QUOTES)


QUOTES = dict.fromkeys(map(ord, "“”\"'‘’《》「」"))


def read_row(rules: Rules, texts: Mapping[str, str], held: Held = NOTHING_HELD) -> ReadRow:
    """Read one row; columns that it does not have say what is held."""
    typed = {**held.texts, **{code: text for code, text in texts.items() if code not in (ROLES, SUBJECT, ENTRY_CODE)}}
    unit = name_key(typed.get("unit_name", ""))
    choices = list(held.roles)
    faults: list[Fault] = []
    if texts.get(ROLES) or texts.get(SUBJECT) or not held.roles:
        choices, faults = read_roles(rules, texts, held, unit)
    codes = [choice.code for choice in choices]
    answered = read_answers(
        rules.fields, typed, codes, today=rules.today, begins=rules.begins, held=held.texts or None
    )  # fmt: skip
    faults = [*(fault for fault in answered.faults if counts(rules, fault)), *faults]
    if faults:
        return ReadRow(None, tuple(faults))
    return ReadRow(NewAttendee(answered.person, tuple(choices), answered.stay, answered.answers))


def counts(rules: Rules, fault: Fault) -> bool:
    """Whether a fault keeps the row out: the organizers may leave open what people themselves must say."""
    return not (rules.is_trusted and fault.code == "missing_required" and fault.field not in NEVER_HIDDEN)


def read_roles(rules: Rules, texts: Mapping[str, str], held: Held, unit: str) -> tuple[list[RoleChoice], list[Fault]]:
    """The roles that a row names, with what they are about, and everything that is wrong with them."""
    said = texts.get(ROLES, "") or BETWEEN.join(dict.fromkeys(rules.role_names[one.code] for one in held.roles))
    roles, unknown = roles_in(said, rules.role_words)
    faults = [role_fault(UNKNOWN_ROLE, ROLES, typed=word[:40]) for word in unknown]
    if not roles and not unknown:
        faults.append(role_fault(NO_ROLE, ROLES, "missing_required"))
    choices: list[RoleChoice] = []
    for role in roles:
        found, fault = choices_of(rules, role, texts.get(SUBJECT, ""), held, unit)
        choices += [replace(one, entry_code=texts.get(ENTRY_CODE, "")) for one in found]
        faults += [fault] if fault else []
    if any(is_unproved(rules, one, held) for one in choices):
        faults.append(role_fault(WRONG_CODE, ENTRY_CODE))
    return choices, faults


def is_unproved(rules: Rules, choice: RoleChoice, held: Held) -> bool:
    """Whether somebody newly comes for a result or story without its code, where codes are asked for."""
    is_about = choice.result_id is not None or choice.story_id is not None
    return rules.needs_code and is_about and choice not in held.roles and not is_proved(rules.secret_key, choice)


def choices_of(
    rules: Rules, role: KnownRole, said: str, held: Held, unit: str
) -> tuple[list[RoleChoice], Fault | None]:
    """One role with each of its subjects; nothing said means what is held, else the unit's only one."""
    if role.need is RoleNeed.NOTHING:
        return [RoleChoice(role.code)], None
    if not said:
        kept = [one for one in held.roles if one.code == role.code]
        own = rules.by_unit.get((role.need, unit), [])
        found = [choice_for(role, own[0].id)] if len(own) == 1 and not kept else kept
        return found, None if found else role_fault(NO_SUBJECT[role.need], SUBJECT, "missing_required")
    found = [choice_for(role, one.id) for one in subjects_in(rules, role.need, said, unit)]
    return found, None if found else role_fault(UNKNOWN_SUBJECT, SUBJECT, typed=said[:60])


def choice_for(role: KnownRole, number: int) -> RoleChoice:
    if role.need is RoleNeed.RESULT:
        return RoleChoice(role.code, result_id=number)
    return RoleChoice(role.code, story_id=number)


def subjects_in(rules: Rules, need: RoleNeed, said: str, unit: str) -> list[Subject]:
    """What a cell names, whole or parted by 、; parts that mean something else, as a story beside a result, are left."""
    whole = find_subject(rules, need, said, unit)
    if whole:
        return [whole]
    found = (find_subject(rules, need, part, unit) for part in said.replace("\n", BETWEEN).split(BETWEEN))
    return list(dict.fromkeys(one for one in found if one))


def find_subject(rules: Rules, need: RoleNeed, name: str, unit: str) -> Subject | None:
    """The unit's own of this name; organizers may mean the only one of this name in the whole edition."""
    meant = rules.by_name.get((need, subject_key(name)), []) if key(name) else []
    own = [one for one in meant if one.unit_key == unit]
    if own:
        return own[0]
    return meant[0] if rules.is_trusted and len(meant) == 1 else None


def role_fault(sentence: str, column: str, code: str = "invalid_format", **params: object) -> Fault:
    return Fault(code, sentence, field=column, severity=Severity.ERROR, params=params)


def words_of(rules: Rules, new: NewAttendee) -> dict[str, str]:
    """A registration in the words of a list, as `read_row` reads it back; what is empty is left out."""
    kept = texts_of(new.person, new.stay, new.answers)
    words = {spec.code: said_value(spec, kept[spec.code]) for spec in rules.fields if kept.get(spec.code)}
    words[ROLES] = BETWEEN.join(dict.fromkeys(rules.role_names.get(one.code, one.code) for one in new.roles))
    words[SUBJECT] = BETWEEN.join(dict.fromkeys(subject_names(rules, new.roles)))
    return {code: word for code, word in words.items() if word}


def subject_names(rules: Rules, roles: Sequence[RoleChoice]) -> Iterator[str]:
    for one in roles:
        for need, number in ((RoleNeed.RESULT, one.result_id), (RoleNeed.STORY, one.story_id)):
            if number is not None and (need, number) in rules.subject_names:
                yield rules.subject_names[need, number]
