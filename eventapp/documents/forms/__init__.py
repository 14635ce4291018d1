"""The six official forms as files: blank, pre-filled or filled, as Word and, annexes 3 and 6, as Excel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from eventapp.documents.forms import word, workbook
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
from eventapp.domain.refusals import Refusal

__all__ = ["write_word", "write_workbook"]

FORMS: Mapping[FormKind, Callable[[Filling], Form]] = {
    FormKind.QC_RESULT: qc_result,
    FormKind.TEAM_RESULT: team_result,
    FormKind.RECOMMENDATION_SUMMARY: recommendation_summary,
    FormKind.BRAND_STORY: brand_story,
    FormKind.WORK_SUMMARY: work_summary,
    FormKind.ACTIVITY_STATISTICS: activity_statistics,
}
WITH_WORKBOOK = frozenset({FormKind.RECOMMENDATION_SUMMARY, FormKind.ACTIVITY_STATISTICS})
NOTICE = OfficialWords()


def write_word(
    kind: FormKind,
    fields: Mapping[str, Value],
    rows: Sequence[Mapping[str, Value]] = (),
    words: OfficialWords = NOTICE,
    remarks: Mapping[str, str] | None = None,
    written: Mapping[str, str] | None = None,
) -> bytes:
    """The form as .docx in the layout of the notice; without values it is the blank one.

    Values are those of `annex_fields` in normal form; `written` has the names that certificates print to the letter,
    by field or `rows[3].group_name`, as `ReadForm.written`. `remarks` go into the column 备注 of annex 6, by the name
    of the field of the line. Characters that XML cannot hold are dropped.
    """
    return word.write_form(_form(kind, _to_the_letter(fields, "", written), _rows(rows, written), words, remarks))


def write_workbook(
    kind: FormKind,
    fields: Mapping[str, Value],
    rows: Sequence[Mapping[str, Value]] = (),
    words: OfficialWords = NOTICE,
    remarks: Mapping[str, str] | None = None,
    written: Mapping[str, str] | None = None,
) -> bytes:
    """The form as .xlsx in the same layout; nothing that a user typed becomes a formula.

    Raises Refusal for a form that the notice does not give as a table (all but annexes 3 and 6), and for a text that
    is longer than a cell of Excel can hold.
    """
    if kind not in WITH_WORKBOOK:
        raise Refusal("只有附件三和附件六可以导出为 Excel，其他附件请导出 Word 版。")
    return workbook.write_form(_form(kind, _to_the_letter(fields, "", written), _rows(rows, written), words, remarks))


def _form(
    kind: FormKind,
    fields: Mapping[str, Value],
    rows: Sequence[Mapping[str, Value]],
    words: OfficialWords,
    remarks: Mapping[str, str] | None,
) -> Form:
    return FORMS[kind](Filling(Answers(fields), tuple(Answers(row) for row in rows), words, remarks or {}))


def _rows(rows: Sequence[Mapping[str, Value]], written: Mapping[str, str] | None) -> list[Mapping[str, Value]]:
    return [_to_the_letter(row, f"rows[{number}].", written) for number, row in enumerate(rows)]


def _to_the_letter(values: Mapping[str, Value], path: str, written: Mapping[str, str] | None) -> Mapping[str, Value]:
    letters = {name: text for name in PRINTED_FIELDS if (text := (written or {}).get(path + name))}
    return {**values, **letters} if letters else values
