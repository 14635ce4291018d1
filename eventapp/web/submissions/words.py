"""Words of the pages of submissions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from eventapp.domain.annexes import FormKind
from eventapp.domain.form_pages import page_specs, row_specs
from eventapp.domain.refusals import Fault
from eventapp.domain.submissions import SUBMISSION_STATE_NAMES, SubmissionState
from eventapp.domain.typed_forms import draft_of
from eventapp.services.drafts import SUBJECT_FIELDS, Annex
from eventapp.web.language import gettext, words_of

TONES = {
    SubmissionState.DRAFT: "neutral",
    SubmissionState.SUBMITTED: "info",
    SubmissionState.RETURNED: "warning",
    SubmissionState.ACCEPTED: "success",
    SubmissionState.WITHDRAWN: "neutral",
}
ROW = re.compile(r"rows\[(\d+)\](?:\.(\w+))?")
MOST_NAMED = 3


@dataclass(frozen=True)
class Told:
    """A fault on the page: the control it belongs to, the name of the question, the sentence."""

    anchor: str
    label: str
    text: str


def state_words(state: SubmissionState) -> tuple[str, str]:
    """Name and tone of a state."""
    return gettext(SUBMISSION_STATE_NAMES[state]), TONES[state]


def label_of(kind: FormKind, path: str) -> str:
    """The question that a path leads to; rows are counted from 1."""
    if path == "rows":
        return gettext("推荐行")
    row = ROW.fullmatch(path)
    spec = (row_specs(kind).get(row[2] or "") if row else page_specs(kind).get(path)) or None
    label = gettext(spec.label) if spec else ""
    if row is None:
        return label or path
    number = int(row[1]) + 1
    return gettext("第 %(number)s 行 %(label)s", number=number, label=label).strip()


def anchor_of(path: str) -> str:
    """The id of the control that a path leads to."""
    row = ROW.fullmatch(path)
    return f"rows-{row[1]}-{row[2] or 'company_name'}" if row else path


def told(kind: FormKind, faults: Iterable[Fault]) -> list[Told]:
    return [Told(anchor_of(one.field), label_of(kind, one.field), words_of(one)) for one in faults]


def missing_words(kind: FormKind, missing: tuple[str, ...]) -> str:
    """What is missing in a few words: the first of it by name."""
    if not missing:
        return ""
    names = "、".join(label_of(kind, path) for path in missing[:MOST_NAMED])
    if len(missing) <= MOST_NAMED:
        return names
    return gettext("%(names)s 等 %(number)s 处", names=names, number=len(missing))


def title_of(annex: Annex) -> str:
    """The group, story or unit that a form is about, by its newest version, else by what is typed."""
    version = annex.versions[-1] if annex.versions else None
    fields = {**version.fields, **version.written} if version else draft_of(annex.draft or {}).texts
    return next((str(fields[name]) for name in reversed(SUBJECT_FIELDS[annex.kind]) if fields.get(name)), "")
