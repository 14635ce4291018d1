"""The six official forms as files: blank, pre-filled or filled, as Word and, annexes 3 and 6, as Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eventapp.documents.forms.lay_out import NOTICE, lay_out
from eventapp.domain.annexes import FormKind, Value
from eventapp.domain.official_words import OfficialWords
from eventapp.domain.refusals import Refusal

__all__ = ["write_word", "write_workbook"]

WITH_WORKBOOK = frozenset({FormKind.RECOMMENDATION_SUMMARY, FormKind.ACTIVITY_STATISTICS})


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
    from eventapp.documents.forms import word

    return word.write_form(lay_out(kind, fields, rows, words, remarks, written))


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
    from eventapp.documents.forms import workbook

    return workbook.write_form(lay_out(kind, fields, rows, words, remarks, written))
