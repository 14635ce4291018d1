"""What was written is read back to the letter, whatever was typed."""

from __future__ import annotations

import io

import pytest
from docx import Document
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from eventapp.documents.annexes import read_file
from eventapp.documents.forms import write_word, write_workbook
from eventapp.domain.activity_remarks import remarks_of
from eventapp.domain.annexes import FormKind
from eventapp.domain.text import is_nothing, to_the_letter
from tests.documents.form_values import PRINTED_ALIKE, SAYINGS, filled, rows_of

EVERYTHING = (*SAYINGS, *PRINTED_ALIKE)
PRINTED_PERIOD = ("period_start", "period_end")  # always printed, so an empty one comes back as the edition's
SUMMARY, STATISTICS = FormKind.RECOMMENDATION_SUMMARY, FormKind.ACTIVITY_STATISTICS
ENOUGH = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def read_back(content: bytes):
    (form,) = read_file("表", content).forms
    return form


@pytest.mark.parametrize("kind", [kind for kind in FormKind if kind is not SUMMARY])
@ENOUGH
@given(data=st.data())
def test_a_word_form_is_read_as_it_was_written(kind, data):
    fields = data.draw(filled(kind, EVERYTHING, always=PRINTED_PERIOD))

    form = read_back(write_word(kind, fields))

    assert (form.kind, form.fields) == (kind, fields)


@pytest.mark.parametrize("write", [write_word, write_workbook])
@ENOUGH
@given(fields=filled(SUMMARY, EVERYTHING), rows=rows_of(SUMMARY, EVERYTHING))
def test_a_summary_is_read_as_it_was_written(write, fields, rows):
    form = read_back(write(SUMMARY, fields, rows))

    assert (form.fields, [dict(row) for row in form.rows]) == (fields, rows)


@ENOUGH
@given(fields=filled(STATISTICS, EVERYTHING, always=PRINTED_PERIOD))
def test_a_statistics_sheet_is_read_as_it_was_written(fields):
    form = read_back(write_workbook(STATISTICS, fields))

    assert form.fields == fields


LETTERS_OF_NAMES = st.text("甲ＡＢＣabc１２（） 　“”《》·镕𬀩=<&", min_size=1, max_size=12).map(to_the_letter)


@pytest.mark.parametrize("write", [write_word, write_workbook])
@ENOUGH
@given(unit=LETTERS_OF_NAMES, group=LETTERS_OF_NAMES)
def test_names_for_certificates_come_back_to_the_letter(write, unit, group):
    assume(not is_nothing(unit) and not is_nothing(group) and unit.strip("《》") and group.strip("《》"))
    row = {"kind": "qc", "company_name": unit, "group_name": group}

    form = read_back(write(SUMMARY, {}, [row]))

    names = {name: form.written.get(f"rows[0].{name}", form.rows[0][name]) for name in ("company_name", "group_name")}
    assert names == {"company_name": unit, "group_name": group}


@pytest.mark.parametrize("write", [write_word, write_workbook])
def test_figures_beside_a_rate_come_back_with_it(write):
    figures = {"participants": 1200, "employees": 3000}

    form = read_back(write(STATISTICS, {"participation_rate": 40}, remarks=remarks_of(figures)))

    assert (form.fields["participation_rate"], form.supporting) == (40, figures)


def test_a_form_that_somebody_went_on_filling_in_is_read_by_meaning():
    document = Document(io.BytesIO(write_word(FormKind.QC_RESULT, {"group_name": "利刃QC小组"})))
    cells = document.tables[0].rows[4].cells
    cells[3].text, cells[5].text = "张 三", "138 0000 1234"
    changed = io.BytesIO()
    document.save(changed)

    form = read_back(changed.getvalue())

    assert [form.fields[name] for name in ("group_name", "contact_person", "mobile")] == [
        *("利刃QC小组", "张三", "13800001234")
    ]
