"""Which module lays out which form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from eventapp.documents.forms.activity_statistics import activity_statistics
from eventapp.documents.forms.answers import Answers, Filling
from eventapp.documents.forms.brand_story import brand_story
from eventapp.documents.forms.layout import Form
from eventapp.documents.forms.qc_result import qc_result
from eventapp.documents.forms.recommendation_summary import recommendation_summary
from eventapp.documents.forms.team_result import team_result
from eventapp.documents.forms.work_summary import work_summary
from eventapp.domain.annex_fields import PRINTED_FIELDS
from eventapp.domain.annexes import FormKind, Value
from eventapp.domain.official_words import OfficialWords

FORMS: Mapping[FormKind, Callable[[Filling], Form]] = {
    FormKind.QC_RESULT: qc_result,
    FormKind.TEAM_RESULT: team_result,
    FormKind.RECOMMENDATION_SUMMARY: recommendation_summary,
    FormKind.BRAND_STORY: brand_story,
    FormKind.WORK_SUMMARY: work_summary,
    FormKind.ACTIVITY_STATISTICS: activity_statistics,
}
NOTICE = OfficialWords()


def lay_out(
    kind: FormKind,
    fields: Mapping[str, Value],
    rows: Sequence[Mapping[str, Value]] = (),
    words: OfficialWords = NOTICE,
    remarks: Mapping[str, str] | None = None,
    written: Mapping[str, str] | None = None,
) -> Form:
    """The form with everything in its place; `written` has the names that certificates print to the letter."""
    letters = written or {}
    lines = (_to_the_letter(row, f"rows[{number}].", letters) for number, row in enumerate(rows))
    filling = Filling(
        Answers(_to_the_letter(fields, "", letters)), tuple(Answers(line) for line in lines), words, remarks or {}
    )
    return FORMS[kind](filling)


def _to_the_letter(values: Mapping[str, Value], path: str, written: Mapping[str, str]) -> Mapping[str, Value]:
    letters = {name: text for name in PRINTED_FIELDS if (text := written.get(path + name))}
    return {**values, **letters} if letters else values
