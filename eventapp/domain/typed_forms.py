"""What somebody types into the page of a form: kept as typed, read by the same reader and checker as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from eventapp.domain.activity_checks import CHECKED_ANEW, rate_conflicts
from eventapp.domain.annex_checks import codes_of, fault
from eventapp.domain.annex_fields import FORMS, PRINTED_FIELDS
from eventapp.domain.annex_reading import Reading, Typed
from eventapp.domain.annex_values import read_value
from eventapp.domain.annexes import FieldSpec, FieldType, FormKind, ReadForm, Value
from eventapp.domain.form_pages import page_specs, row_specs
from eventapp.domain.refusals import Fault, Refusal, Severity
from eventapp.domain.text import is_nothing, one_line, to_the_letter
from eventapp.domain.words import N_

TYPED_HERE = N_("网页填写")
TICK = "☑"
KIND_TEXTS = {"team": N_("信组"), "qc": "QC"}
LONGEST_TEXT = 20_000  # characters of one answer; a whole work summary has three
MOST_ROWS = 1000  # of annex 3 on a page; longer lists come as files
REQUIRED = N_("“%(label)s”没有填写：这是必填栏，不填不能提交。")
PRINTED = N_("“%(label)s”没有填写：证书按这一栏打印，不填不能提交。")

Texts = Mapping[str, str]


class Incomplete(Refusal):
    """The page lacks what the form cannot do without; `faults` say all of it at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("还有 %(number)s 处必填内容没有填写，补上后才能提交。", number=len(faults))
        self.faults = faults


@dataclass(frozen=True)
class Source:
    """What a file said to one question: the text, its place, and what the reader doubted."""

    text: str
    place: str
    doubts: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Draft:
    """Texts by field and rows of texts. `read` remembers what a file said until somebody changes it."""

    texts: Texts = field(default_factory=dict)
    rows: tuple[Texts, ...] = ()
    read: Mapping[str, Source] = field(default_factory=dict)

    def says(self, other: Draft) -> bool:
        """Whether both say the same; blanks and blank rows say nothing."""
        return filled(self.texts) == filled(other.texts) and filled_rows(self) == filled_rows(other)

    @property
    def is_blank(self) -> bool:
        return not filled(self.texts) and not filled_rows(self)


def filled(texts: Texts) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text.strip()}


def filled_rows(draft: Draft) -> list[dict[str, str]]:
    """Rows in which more is filled in than the kind of group, which a page chooses by itself."""
    return [filled(row) for row in draft.rows if any(text.strip() for name, text in row.items() if name != "kind")]


def kept(draft: Draft) -> dict[str, Any]:
    """A draft as a column holds it."""
    read = {name: asdict(source) for name, source in draft.read.items()}
    return {"texts": filled(draft.texts), "rows": filled_rows(draft), "read": read}


def draft_of(column: Mapping[str, Any]) -> Draft:
    """A draft from its column."""
    read = {
        name: Source(one["text"], one["place"], tuple(fault_from(each) for each in one["doubts"]))
        for name, one in column.get("read", {}).items()
    }
    return Draft(column.get("texts", {}), tuple(column.get("rows", ())), read)


def fault_from(column: Mapping[str, Any]) -> Fault:
    return Fault(**{**column, "severity": Severity(column["severity"])})


def draft_from(
    kind: FormKind, fields: Mapping[str, Value], rows: Iterable[Mapping[str, Value]], written: Texts | None = None
) -> Draft:
    """Values in normal form as somebody would type them; `written` has the certificate names to the letter."""
    letters, specs, columns = written or {}, page_specs(kind), row_specs(kind)
    texts = {name: letters.get(name) or text_for(spec, fields.get(name)) for name, spec in specs.items()}
    lines = (
        {name: letters.get(f"rows[{number}].{name}") or text_for(spec, row.get(name)) for name, spec in columns.items()}
        for number, row in enumerate(rows)
    )
    return Draft(filled(texts), tuple(lines))


def text_for(spec: FieldSpec, value: Value) -> str:
    """A value as text that is read back as the same value."""
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(TICK + one for one in value) if spec.type is FieldType.CHOICES else "、".join(value)
    return KIND_TEXTS.get(str(value), str(value)) if spec.type is FieldType.KIND else str(value)


def read_draft(kind: FormKind, draft: Draft) -> ReadForm:
    """The form that a draft fills in, with every fault; an error keeps it from being submitted, a warning does not.

    Indexes of rows count the rows that are not blank.
    """
    answers = [Answer(name, spec, draft.texts.get(name, "")) for name, spec in page_specs(kind).items()]
    rows, columns = filled_rows(draft), row_specs(kind)
    cells = [
        [Answer(f"rows[{number}].{name}", spec, row.get(name, "")) for name, spec in columns.items()]
        for number, row in enumerate(rows)
    ]
    every = [*answers, *(cell for row in cells for cell in row)]
    extra = {spec.name for spec in FORMS[kind].supporting}
    values = {one.name: one.reading.value for one in answers if one.name not in extra}
    supporting = {one.name: one.reading.value for one in answers if one.name in extra and one.reading.value is not None}
    faults = [fault for one in every for fault in faults_of(one, draft) if fault.message not in CHECKED_ANEW]
    return ReadForm(
        kind,
        values,
        tuple({cell.spec.name: cell.reading.value for cell in row} for row in cells),
        {one.name: place_of(one, draft) for one in every if one.reading.value is not None},
        (*faults, *rate_conflicts(values, supporting, TYPED_HERE)),
        {one.name: one.letters for one in every if one.letters},
        supporting=supporting,
    )


def read_alike(kind: FormKind, one: Draft, other: Draft) -> bool:
    """Whether two drafts give the same answers, however they are spelled; certificate names to the letter."""
    first, second = read_draft(kind, one), read_draft(kind, other)
    return (first.fields, first.rows, first.written, first.supporting) == (
        second.fields, second.rows, second.written, second.supporting
    )  # fmt: skip


def faults_of(answer: Answer, draft: Draft) -> list[Fault]:
    """What is wrong with an answer; what the reader of a file doubted holds until somebody types something else."""
    found, source = list(answer.faults()), draft.read.get(answer.name)
    doubts = source.doubts if source and source.text == answer.text else ()
    return [*found, *(doubt for doubt in doubts if doubt.code not in {one.code for one in found})]


@dataclass(frozen=True)
class Answer:
    """One answer of a page: path, question, what was typed."""

    name: str
    spec: FieldSpec
    text: str

    @cached_property
    def reading(self) -> Reading:
        """What the text says; a text that says nothing to the reader is kept and asked about."""
        found = read_value(self.spec, Typed(self.text.strip()))
        if found.value is None and not found.code and not is_nothing(self.text):
            return Reading(one_line(self.text), "invalid_format")
        return found

    @cached_property
    def letters(self) -> str:
        """A name that certificates print, where its normal form is not the same to the letter."""
        letters = to_the_letter(self.text) if self.spec.name in PRINTED_FIELDS else ""
        return letters if letters != (self.reading.value or "") else ""

    def faults(self) -> Iterator[Fault]:
        reading = self.reading
        for code in codes_of(self.spec, reading.value, reading.code):
            found = fault(code, self.spec, field=self.name, where=TYPED_HERE, typed=self.text, value=reading.value)
            yield as_error(found, self.spec) if code == "missing_required" else found


def as_error(found: Fault, spec: FieldSpec) -> Fault:
    """A missing answer with the reason why it cannot be left out."""
    message = PRINTED if spec.name in PRINTED_FIELDS else REQUIRED
    return replace(found, message=message, severity=Severity.ERROR)


def place_of(answer: Answer, draft: Draft) -> str:
    """Where an answer came from: the file, while nobody has changed it since."""
    source = draft.read.get(answer.name)
    return source.place if source and source.text == answer.text else TYPED_HERE


def require_complete(form: ReadForm) -> None:
    """Raise `Incomplete` with everything that is missing; doubts never stand in the way."""
    missing = [fault for fault in form.faults if fault.severity is Severity.ERROR]
    if missing:
        raise Incomplete(missing)


def require_bounded(draft: Draft) -> None:
    """Raise `Refusal` for more than a form can hold: the text stays in the browser, and is not kept here."""
    if len(draft.rows) > MOST_ROWS:
        raise Refusal("一份汇总表最多填 %(most)s 行，请分成几份。", most=MOST_ROWS)
    texts = [*draft.texts.values(), *(text for row in draft.rows for text in row.values())]
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise Refusal("有一栏超过 %(most)s 个字，没有保存，请精简。", most=LONGEST_TEXT)
