"""Entering annexes: what a file says becomes recommenders, rows, results and stories, once and in order."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.documents.annexes import read_file
from eventapp.domain.annexes import Outcome
from eventapp.domain.events import Edition
from eventapp.domain.recommendations import EntryState, GroupKind
from eventapp.extensions import db
from eventapp.models import (
    Annex,
    AnnexVersion,
    AuditEntry,
    FileReading,
    Group,
    Organization,
    RecommendationSummary,
    Recommender,
    Result,
    Story,
    SummaryRow,
)
from eventapp.services import annexes, entries
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, a_recommender, a_result, an_edition, an_organization
from tests.factories_annexes import NASTY, a_kept_file, a_row, a_sample, a_workbook, import_now, rows_up_to

TABLES = (Annex, AnnexVersion, FileReading, Group, Organization, RecommendationSummary, Recommender, Result, SummaryRow)


def counts() -> dict[str, int]:
    return {one.__name__: db.session.scalar(select(func.count()).select_from(one)) or 0 for one in TABLES}


def listed() -> list[tuple[str, str, int | None]]:
    """Group, unit and level of every row, in order."""
    rows = db.session.scalars(select(SummaryRow).order_by(SummaryRow.summary_id, SummaryRow.position))
    return [(row.group_name, row.company_name, row.recommended_level) for row in rows]


def states() -> dict[str, EntryState]:
    return {result.group.name: result.state for result in db.session.scalars(select(Result))}


def only_reading() -> FileReading:
    return db.session.scalars(select(FileReading)).one()


def test_rows_of_a_real_summary_are_kept_to_the_letter(app: Flask) -> None:
    content = a_sample("import_summary.xlsx")
    import_now(an_edition(), import_summary_xlsx=content)

    [form] = read_file("x.xlsx", content).forms
    names = ("kind", "postcode", "company_name", "group_name", "topic_name", "member_count", "contact_phone")
    rows = db.session.scalars(select(SummaryRow).order_by(SummaryRow.position)).all()
    assert [[getattr(row, name) for name in names] for row in rows] == [
        [row[name] for name in names] for row in form.rows
    ]
    assert [row.recommended_level for row in rows] == [row["recommended_grade"] for row in form.rows]
    assert rows[0].place == "汇总表 · D8"
    assert db.session.scalars(select(Recommender.name)).all() == ["应龙乘黄轨道装备有限公司"]


def test_annex_1_tells_the_details_of_the_result_that_a_summary_lists(app: Flask) -> None:
    edition = an_edition()
    import_now(edition, summary_xlsx=a_sample("import_summary.xlsx"), one_docx=a_sample("import_qc_result.docx"))

    result = db.session.scalars(select(Result).join(Group).where(Group.name == "百炼QC小组")).one()
    assert (result.topic_name, result.result_type, result.advisor) == ("主轴箱体防错工装的研制", "创新型", "熊启")
    assert result.member_count == 12
    assert result.annex_id is not None
    assert len(result.rows) == 1


def test_a_summary_that_comes_after_annex_1_does_not_overwrite_its_details(app: Flask) -> None:
    edition = an_edition()
    import_now(edition, one_docx=a_sample("import_qc_result.docx"), summary_xlsx=a_sample("import_summary.xlsx"))

    result = db.session.scalars(select(Result).join(Group).where(Group.name == "百炼QC小组")).one()
    assert result.topic_name == "主轴箱体防错工装的研制"  # the summary says it shorter


def test_annex_2_makes_a_team_that_no_summary_lists(app: Flask) -> None:
    import_now(an_edition(), two_xls=a_sample("team_result_percent_cells.xls"))

    result = db.session.scalars(select(Result)).one()
    assert (result.group.kind, result.group.name, result.result_type) == (GroupKind.TEAM, "焊装车间检验班", "服务类")
    assert (result.member_count, result.rows, result.state) == (34, [], EntryState.ENTERED)


def test_annex_4_becomes_a_story(app: Flask) -> None:
    import_now(an_edition(), story_docx=a_sample("import_story.docx"))

    story = db.session.scalars(select(Story)).one()
    assert (story.name, story.speaker_name, story.categories) == ("最后一道工序", "夏志朗", ["风险防范"])
    assert story.organization.name == "单狐天吴风电装备集团有限公司"


def test_an_old_word_file_is_refused_with_a_sentence_without_libreoffice(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventapp.documents.annexes.arrivals.find_program", lambda: None)
    import_now(an_edition(), old_doc=a_sample("old_word.doc"))

    reading = only_reading()
    assert (reading.outcome, reading.reasons, reading.forms) == (Outcome.REJECTED, ["unsupported_type"], [])
    assert str(annexes.fault_of(reading.faults[0])) == (
        "文件“old.doc”是旧版 Word 格式（.doc）；请用 Word 或 WPS 打开，另存为 .docx 后重新上传。"
    )


def test_the_same_file_again_changes_nothing(app: Flask) -> None:
    edition, content = an_edition(), a_sample("import_summary.xlsx")
    import_now(edition, summary_xlsx=content)
    before = counts()
    audited = db.session.scalar(select(func.count()).select_from(AuditEntry))

    import_now(edition, summary_xlsx=content)

    assert counts() == before
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == audited


def test_two_bodies_with_one_group_do_not_overwrite_each_other_when_read_again(app: Flask) -> None:
    edition = an_edition()
    both = {"a_xlsx": a_workbook([a_row(1, topic="甲")], "甲省"), "b_xlsx": a_workbook([a_row(1, topic="乙")], "乙省")}
    import_now(edition, **both)

    import_now(edition, a_xlsx=both["a_xlsx"])

    assert db.session.scalars(select(Result.topic_name)).all() == ["乙"]


def test_a_corrected_summary_replaces_the_list_and_withdraws_who_is_gone(app: Flask) -> None:
    edition = an_edition()
    import_now(edition, first_xlsx=a_workbook(rows_up_to(3)))

    import_now(edition, second_xlsx=a_workbook([a_row(3, level=1), a_row(1)]))

    assert [(name, level) for name, _, level in listed()] == [("铁砧3QC小组", 1), ("铁砧1QC小组", 2)]
    assert states() == {
        "铁砧1QC小组": EntryState.ENTERED, "铁砧2QC小组": EntryState.WITHDRAWN, "铁砧3QC小组": EntryState.ENTERED,
    }  # fmt: skip
    assert list(db.session.scalars(select(AnnexVersion.number).order_by(AnnexVersion.number))) == [1, 2]


def test_who_is_listed_again_comes_back(app: Flask) -> None:
    edition = an_edition()
    for name, rows in (("first", rows_up_to(2)), ("second", rows_up_to(1)), ("third", rows_up_to(2, members=9))):
        import_now(edition, **{f"{name}_xlsx": a_workbook(rows)})

    assert set(states().values()) == {EntryState.ENTERED}


def test_a_result_that_another_body_lists_or_that_has_its_annex_is_not_withdrawn(app: Flask) -> None:
    edition = an_edition()
    import_now(edition, a_xlsx=a_workbook(rows_up_to(2), "河北省"), b_xlsx=a_workbook([a_row(1)], "某某集团"))

    import_now(edition, c_xlsx=a_workbook([a_row(3)], "河北省"))

    assert states()["铁砧1QC小组"] is EntryState.ENTERED
    assert states()["铁砧2QC小组"] is EntryState.WITHDRAWN


def test_rows_keep_their_numbers_when_their_order_changes(app: Flask) -> None:
    edition = an_edition()
    import_now(edition, first_xlsx=a_workbook(rows_up_to(3)))
    before = {row.group_name: row.id for row in db.session.scalars(select(SummaryRow))}

    import_now(edition, second_xlsx=a_workbook(list(reversed(rows_up_to(3)))))

    assert {row.group_name: row.id for row in db.session.scalars(select(SummaryRow))} == before
    assert [name for name, _, _ in listed()] == ["铁砧3QC小组", "铁砧2QC小组", "铁砧1QC小组"]


def test_an_older_file_uploaded_again_does_not_undo_the_newer_one(app: Flask) -> None:
    edition, old = an_edition(), a_workbook(rows_up_to(3))
    import_now(edition, old_xlsx=old)
    import_now(edition, new_xlsx=a_workbook(rows_up_to(1)))

    [number] = import_now(edition, old_xlsx=old)

    assert len(listed()) == 1
    reading = db.session.scalars(select(FileReading).where(FileReading.file_id == number)).one()
    assert [fault["code"] for fault in reading.faults] == ["superseded"]


def test_a_summary_without_a_recommender_is_not_entered_and_asks_for_it(app: Flask) -> None:
    import_now(an_edition(), who_xlsx=a_workbook(rows_up_to(1), ""))

    reading = only_reading()
    assert (reading.outcome, reading.reasons) == (Outcome.REJECTED, ["not_entered"])
    assert [(fault["field"], fault["severity"]) for fault in reading.faults] == [("region_or_group", "error")]
    assert counts()["SummaryRow"] == counts()["Recommender"] == 0


def test_a_list_without_usable_rows_takes_nobody_off_the_list(app: Flask) -> None:
    edition = an_edition()
    import_now(edition, good_xlsx=a_workbook(rows_up_to(2)))

    import_now(edition, bad_xlsx=a_workbook([a_row(1, group="")]))

    assert len(listed()) == 2


def test_a_row_without_a_name_is_left_out_and_named_by_file_sheet_and_cell(app: Flask) -> None:
    import_now(an_edition(), half_xlsx=a_workbook([a_row(1), a_row(2, group="")]))

    assert [name for name, _, _ in listed()] == ["铁砧1QC小组"]
    errors = [fault for fault in only_reading().faults if fault["severity"] == "error"]
    assert [(fault["code"], fault["where"]) for fault in errors] == [("missing_required", "half.xlsx · Sheet · C7")]


def test_a_group_listed_twice_is_one_result_and_a_fault(app: Flask) -> None:
    import_now(an_edition(), twice_xlsx=a_workbook([a_row(1), a_row(1)]))

    assert counts()["Result"] == 1
    assert [(fault["code"], fault["where"]) for fault in only_reading().faults] == [
        ("conflict", "twice.xlsx · Sheet · D7")
    ]


def test_spaces_and_width_make_no_second_group(app: Flask) -> None:
    edition = an_edition()
    import_now(edition, a_xlsx=a_workbook([a_row(1, group="铁砧 QC小组")]))

    import_now(edition, b_xlsx=a_workbook([a_row(1, group="铁砧ＱＣ小组", level=1)]))

    assert counts()["Group"] == 1


def test_text_is_never_code(app: Flask) -> None:
    import_now(an_edition(), nasty_xlsx=a_workbook([a_row(1, group=NASTY, company=f"={NASTY}")]))

    assert listed() == [(NASTY, f"={NASTY}", 2)]


def test_units_and_bodies_of_another_edition_stay_apart(app: Flask) -> None:
    other = an_edition(slug="42", number=42, is_default=False)
    a_recommender(other), an_organization(other, "汤谷第1机床有限公司"), a_result(other, "铁砧1QC小组")

    import_now(an_edition(), a_xlsx=a_workbook(rows_up_to(1)))

    assert counts()["Result"] == counts()["Recommender"] == 2


def statements_for(edition: Edition, rows: int, statements: Statements, body: str) -> int:
    """What entering one read file sends; keeping it and the job's own beats come before and after."""
    content = a_workbook(rows_up_to(rows), body)
    number, read = a_kept_file(edition, "a.xlsx", content), read_file("a.xlsx", content)
    statements.clear()
    entries.enter_file(edition, number, read, job_id=None, actor=SECRETARY, now=NOW)
    return len(statements)


def test_a_summary_costs_less_than_two_statements_a_row_and_ten_times_more_rows_cost_the_same(
    app: Flask, statements: Statements
) -> None:
    edition = an_edition()
    statements_for(edition, 1, statements, "先行省")

    few = statements_for(edition, 15, statements, "甲省")
    many = statements_for(edition, 150, statements, "乙省")

    assert few < 2 * 15
    assert many <= few


def test_an_annex_is_found_by_its_edition_only(app: Flask) -> None:
    edition = an_edition()
    import_now(edition, a_xlsx=a_workbook(rows_up_to(1)))
    number = db.session.scalars(select(Annex.id)).one()

    assert annexes.get_annex(edition, number, actor=SECRETARY).versions[0].number == 1


def test_the_two_certificate_fields_keep_every_character_and_still_meet_their_group(app: Flask):
    edition = an_edition()
    written = a_row(company="智佳 丰隆（集团）有限公司", group="“启明”ＱＣ小组")
    import_now(edition, first_xlsx=a_workbook([written]))
    import_now(
        edition, second_xlsx=a_workbook([a_row(company="智佳丰隆(集团)有限公司", group="“启明”QC小组")], "山西省")
    )

    assert [(unit, group) for group, unit, _ in listed()] == [
        ("智佳 丰隆（集团）有限公司", "“启明”ＱＣ小组"),
        ("智佳丰隆(集团)有限公司", "“启明”QC小组"),
    ]
    assert counts()["Result"] == 1
