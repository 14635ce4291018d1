"""The page of a form: every question once, the same reader as for files, nothing typed lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FormKind, ReadForm
from eventapp.domain.form_offers import Difference, column_of, differences, merged, offer_from, offer_of
from eventapp.domain.form_pages import page_sections, page_specs
from eventapp.domain.refusals import Fault, Severity
from eventapp.domain.typed_forms import (
    TYPED_HERE,
    Draft,
    Incomplete,
    Source,
    draft_from,
    draft_of,
    kept,
    read_draft,
    require_complete,
)

STORY = FormKind.BRAND_STORY
QC = FormKind.QC_RESULT
SUMMARY = FormKind.RECOMMENDATION_SUMMARY


@pytest.mark.parametrize("kind", FormKind)
def test_every_question_stands_on_the_page_once(kind: FormKind) -> None:
    asked = Counter(name for section in page_sections(kind) for name in section.names)

    assert asked == Counter(list(page_specs(kind)))


@pytest.mark.parametrize("kind", [QC, FormKind.TEAM_RESULT, STORY, FormKind.WORK_SUMMARY])
def test_no_two_questions_of_a_section_have_one_label(kind: FormKind) -> None:
    specs = page_specs(kind)

    for section in page_sections(kind):
        labels = [specs[name].label for name in section.names]
        assert len(set(labels)) == len(labels)


def test_what_is_typed_is_read_like_a_file() -> None:
    form = read_draft(
        FormKind.TEAM_RESULT,
        Draft({"postcode": "５００４１", "annual_training_people": "15人", "annual_training_hours": "96", "fax": "无"}),
    )

    assert (form.fields["postcode"], form.fields["annual_training_people"]) == ("050041", 15)
    assert (form.fields["annual_training_hours"], form.fields["fax"]) == (96, None)
    assert "repaired" in {fault.code for fault in form.faults if fault.field == "postcode"}


def test_a_text_that_is_no_date_is_kept_and_asked_about() -> None:
    form = read_draft(QC, Draft({"stamp_date": "下周吧"}))

    assert form.fields["stamp_date"] == "下周吧"
    assert [fault.code for fault in form.faults if fault.field == "stamp_date"] == ["invalid_format"]


def test_missing_answers_are_errors_that_say_why_and_doubts_are_not() -> None:
    form = read_draft(QC, Draft({"group_name": "铁砧QC小组", "postcode": "12", "mobile": "13800001234"}))

    errors = [str(fault) for fault in form.faults if fault.severity is Severity.ERROR]

    assert errors == [
        "“课题名称”没有填写：这是必填栏，不填不能提交。",
        "“企业名称”没有填写：证书按这一栏打印，不填不能提交。",
        "“联系人”没有填写：这是必填栏，不填不能提交。",
    ]
    with pytest.raises(Incomplete, match="还有 3 处"):
        require_complete(form)


def test_names_keep_their_letters() -> None:
    form = read_draft(QC, Draft({"company_name": " 北冥 鲲鹏（集团）有限公司 ", "group_name": "“昆鹏”ＱＣ小组𬀩"}))

    assert form.written == {"company_name": "北冥 鲲鹏（集团）有限公司", "group_name": "“昆鹏”ＱＣ小组𬀩"}


def test_blank_rows_are_none_and_rows_are_checked_in_place() -> None:
    rows = ({"kind": "QC"}, {"kind": "QC", "company_name": "甲公司", "group_name": "乙小组", "recommended_grade": "3"})

    form = read_draft(SUMMARY, Draft({"region_or_group": "河北省"}, rows))

    assert [(row["kind"], row["company_name"]) for row in form.rows] == [("qc", "甲公司")]
    assert {(fault.field, fault.code) for fault in form.faults} == {
        ("rows[0].postcode", "missing_required"),
        ("rows[0].recommended_grade", "out_of_range"),
    }


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30)


@given(st.dictionaries(st.sampled_from(sorted(page_specs(STORY))), WORDS))
def test_reading_what_was_read_changes_nothing(texts: dict[str, str]) -> None:
    once = read_draft(STORY, Draft(texts))
    again = read_draft(STORY, draft_from(STORY, once.fields, once.rows, once.written))

    assert again.fields == once.fields


def test_ticks_of_a_page_are_read_back() -> None:
    every = list(FORMS[STORY].fields[8].options)
    draft = draft_from(STORY, {"content_categories": every, "brand_types": ["团队"], "speaker_gender": "女"}, ())

    assert read_draft(STORY, draft).fields["content_categories"] == every


def test_a_draft_is_kept_whole() -> None:
    doubt = Fault("ambiguous", "“%(label)s”", field="member_count", params={"label": "人数"})
    draft = Draft(
        {"member_count": "10"}, ({"kind": "QC", "group_name": "甲"},), {"member_count": Source("10", "表", (doubt,))}
    )

    assert draft_of(kept(draft)) == draft


def test_a_file_fills_blanks_and_keeps_its_places_and_doubts() -> None:
    doubt = Fault("ambiguous", "“%(label)s”", where="a.docx · 表1", field="member_count", params={"label": "人数"})
    read = ReadForm(
        QC, {"group_name": "铁砧", "member_count": 10}, provenance={"member_count": "表1 第2行"}, faults=(doubt,)
    )

    draft = merged(Draft({"group_name": "铁砧QC小组"}), offer_from(column_of(offer_of(read, "a.docx"))), ())
    form = read_draft(QC, draft)

    assert draft.texts == {"group_name": "铁砧QC小组", "member_count": "10"}
    assert (form.provenance["member_count"], form.provenance["group_name"]) == ("a.docx · 表1 第2行", TYPED_HERE)
    assert [fault.code for fault in form.faults if fault.field == "member_count"] == ["ambiguous"]


def test_a_doubt_goes_when_somebody_types_something_else() -> None:
    doubt = Fault("ambiguous", "“%(label)s”", field="member_count", params={"label": "人数"})

    form = read_draft(QC, Draft({"member_count": "12"}, (), {"member_count": Source("10", "表", (doubt,))}))

    assert [fault.code for fault in form.faults if fault.field == "member_count"] == []


def test_what_both_say_differently_is_shown_and_taken_only_when_chosen() -> None:
    typed = Draft({"group_name": "甲", "topic_name": "同"}, ())
    offer = offer_of(ReadForm(QC, {"group_name": "乙", "topic_name": "同", "postcode": "050000"}), "a.docx")

    assert differences(typed, offer) == [Difference("group_name", "QC小组名称", "甲", "乙")]
    assert merged(typed, offer, ()).texts["group_name"] == "甲"
    assert merged(typed, offer, ("group_name",)).texts["group_name"] == "乙"


def test_rows_of_a_file_replace_typed_ones_only_as_a_whole() -> None:
    mine = Draft({}, ({"kind": "QC", "group_name": "甲"},))
    offer = offer_of(
        ReadForm(SUMMARY, {}, ({"kind": "qc", "group_name": "乙"}, {"kind": "qc", "group_name": "丙"})), "a.xlsx"
    )

    assert [(one.name, one.typed, one.offered) for one in differences(mine, offer)] == [("rows", "1", "2")]
    assert [row["group_name"] for row in merged(mine, offer, ()).rows] == ["甲"]
    assert [row["group_name"] for row in merged(mine, offer, ("rows",)).rows] == ["乙", "丙"]


def test_a_rate_is_held_against_its_figures_anew_with_every_change():
    texts = {"participation_rate": "40", "participants": "1500", "employees": "3000"}

    def conflicts(**changed: str) -> list[str]:
        form = read_draft(FormKind.ACTIVITY_STATISTICS, Draft({**texts, **changed}))
        return [fault.field for fault in form.faults if fault.code == "conflict"]

    assert conflicts() == ["participation_rate"]
    assert conflicts(employees="3750") == []
