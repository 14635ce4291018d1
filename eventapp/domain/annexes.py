"""The six official forms of the notice: what they ask, and what reading one of them yields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from eventapp.domain.refusals import Fault


class FormKind(StrEnum):
    """One of the annexes 1 to 6 of the notice, named by meaning."""

    QC_RESULT = "qc_result"
    TEAM_RESULT = "team_result"
    RECOMMENDATION_SUMMARY = "recommendation_summary"
    BRAND_STORY = "brand_story"
    WORK_SUMMARY = "work_summary"
    ACTIVITY_STATISTICS = "activity_statistics"


class FieldType(StrEnum):
    """What kind of value a field takes; `annex_values.read_value` knows the normal form of each."""

    TEXT = "text"
    LONG = "long"
    NAME = "name"
    NAMES = "names"
    PHONE = "phone"
    POSTCODE = "postcode"
    INT = "int"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    GRADE = "grade"
    DATE = "date"
    MONTH = "month"
    EMAIL = "email"
    CHOICES = "choices"
    GENDER = "gender"
    KIND = "kind"


class Part(StrEnum):
    """Which piece of a cell that asks two things at once (地址及邮编) belongs to a field."""

    WHOLE = ""
    ADDRESS = "address"
    POSTCODE = "postcode"
    PEOPLE = "people"
    HOURS = "hours"
    SESSIONS = "sessions"
    OPINION = "opinion"
    DATE = "date"
    PERSON = "person"
    MOBILE = "mobile"
    LANDLINE = "landline"
    EMAIL = "email"
    OTHER = "other"


@dataclass(frozen=True)
class FieldSpec:
    """One question of a form.

    `label` is the printed one, `synonyms` other wordings that people use. `section` parts equal labels of one form
    (the mobile of the contact and of the speaker); `part` says what to take out of a cell shared with another field.
    """

    name: str
    label: str
    type: FieldType
    required: bool = False
    synonyms: tuple[str, ...] = ()
    section: str = ""
    part: Part = Part.WHOLE
    options: tuple[str, ...] = ()
    max_length: int | None = None


@dataclass(frozen=True)
class FormSpec:
    """One form: title, questions, and the printed hints that are no answer.

    `supporting` are figures that the form does not ask for and that people may add: what a rate was worked out from.
    """

    kind: FormKind
    annex: str
    title: str
    fields: tuple[FieldSpec, ...]
    row_fields: tuple[FieldSpec, ...] = ()
    titles: tuple[str, ...] = ()
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prompts: tuple[str, ...] = ()
    supporting: tuple[FieldSpec, ...] = ()


class Outcome(StrEnum):
    """What became of a file."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_WARNINGS = "accepted_with_warnings"
    REJECTED = "rejected"
    IGNORED = "ignored"


Value = str | int | float | list[str] | None


class Sureness(StrEnum):
    """How sure the reader is of a value: `likely` where a rule had to help, `doubtful` where a person must look."""

    CERTAIN = "certain"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


# Codes that tell of something done by rule and certain: they are shown, and need nobody's decision.
NOTED_CODES = frozenset({"repaired"})


@dataclass(frozen=True)
class ReadForm:
    """One form found in a file: values in normal form, where each stood, and what a person must look at.

    `rows` are the rows of annex 3; `provenance` leads from a field name or `rows[3].postcode` to a place such as
    「Sheet1 · C5」. `written` has the names of units and groups to the letter where their normal form differs, under
    the same paths: certificates print them so. `sureness` has, under the same paths, what is not certain.
    """

    kind: FormKind
    fields: Mapping[str, Value]
    rows: tuple[Mapping[str, Value], ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    supporting: Mapping[str, Value] = field(default_factory=dict)  # only those that were given
    sureness: Mapping[str, Sureness] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadFile:
    """What was read from one file; a rejected file has one reason and one fault that says how to mend it."""

    name: str
    sha256: str
    outcome: Outcome
    reasons: tuple[str, ...] = ()
    forms: tuple[ReadForm, ...] = ()
    faults: tuple[Fault, ...] = ()
    is_container: bool = False  # an archive or mail, whose files are read apart
