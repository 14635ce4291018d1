"""Pages of files and annexes: upload, what was read, every fault with its place."""

from __future__ import annotations

import io
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models import Annex, FileReading, Recommender, SummaryRow
from tests.client import Client
from tests.factories import an_account, an_edition
from tests.factories_annexes import NASTY, a_row, a_sample, a_workbook, import_now, rows_up_to


@pytest.fixture
def edition(app: Flask, client: Client) -> Edition:
    """An edition whose secretary is signed in."""
    edition = an_edition()
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    client.sign_in("secretary")
    return edition


def upload(client: Client, status: int = 302, **contents: bytes) -> str:
    """Post files to the drop page as a browser without scripts does; returns where it leads."""
    parts = [(io.BytesIO(content), ".".join(name.rsplit("_", 1))) for name, content in contents.items()]
    answer = client.post("annexes.import_files", edition="43", status=status, data={"files": parts or ""})
    return answer.location or answer.text


def reading_of(name: str) -> int:
    readings = db.session.scalars(select(FileReading)).all()
    return next(reading.id for reading in readings if reading.file.name == name)


def text_of(client: Client, endpoint: str, **values: object) -> str:
    return unescape(client.get(endpoint, edition="43", **values).text)


def test_many_files_are_dropped_at_once_and_listed_with_their_outcomes(client: Client, edition: Edition) -> None:
    place = upload(client, a_xlsx=a_workbook(rows_up_to(2)), locked_docx=a_sample("encrypted.docx"))

    assert "/jobs/" in place
    assert client.open(place).status_code == 200
    text = text_of(client, "annexes.list_readings")
    assert "a.xlsx" in text
    assert "附件三 推荐汇总表" in text
    assert "没有录入" in text
    assert len(db.session.scalars(select(SummaryRow)).all()) == 2


def test_the_drop_page_takes_many_and_asks_for_at_least_one(client: Client, edition: Edition) -> None:
    page = client.get("annexes.import_files", edition="43").text
    assert 'type="file"' in page
    assert "multiple" in page

    assert "还没有选择文件" in upload(client, status=400)


def test_folders_in_a_file_name_are_left_out(client: Client, edition: Edition) -> None:
    part = (io.BytesIO(a_workbook(rows_up_to(1))), "..\\河北省/附件三.xlsx")
    client.post("annexes.import_files", edition="43", data={"files": [part]})

    assert reading_of("附件三.xlsx")


def test_faults_stand_with_sheet_and_cell_and_what_to_do(client: Client, edition: Edition) -> None:
    import_now(edition, half_xlsx=a_workbook([a_row(1, postcode=""), a_row(2, group="")]))

    text = text_of(client, "annexes.show_reading", reading_id=reading_of("half.xlsx"))

    assert "Sheet · B6" in text
    assert "第 1 项 邮编" in text
    assert "“邮编”没有填写，请补上。" in text
    assert "请推荐单位补填，改好后整份重新上传。" in text
    assert "这一行缺少单位名称或小组名称" in text


def test_a_refused_file_says_how_to_mend_it(client: Client, edition: Edition) -> None:
    import_now(edition, locked_docx=a_sample("encrypted.docx"))

    text = text_of(client, "annexes.show_reading", reading_id=reading_of("locked.docx"))

    assert "密码" in text


def test_files_are_filtered_by_outcome(client: Client, edition: Edition) -> None:
    import_now(edition, locked_docx=a_sample("encrypted.docx"), good_xlsx=a_workbook(rows_up_to(1)))

    text = text_of(client, "annexes.list_readings", outcome="rejected")

    assert "locked.docx" in text
    assert "good.xlsx" not in text


def test_an_annex_shows_values_places_and_versions(client: Client, edition: Edition) -> None:
    import_now(edition, one_docx=a_sample("import_qc_result.docx"), a_xlsx=a_workbook(rows_up_to(1)))
    import_now(edition, b_xlsx=a_workbook(rows_up_to(2)))
    numbers = {annex.kind.value: annex.id for annex in db.session.scalars(select(Annex))}

    details = text_of(client, "annexes.show_annex", annex_id=numbers["qc_result"])
    summary = text_of(client, "annexes.show_annex", annex_id=numbers["recommendation_summary"], version=1)

    assert "主轴箱体防错工装的研制" in details
    assert "表1 · " in details
    assert "这是旧版本，现在以第 2 版为准。" in summary
    assert "铁砧2QC小组" not in summary


def test_the_original_is_downloaded_unchanged_and_never_shown_inside(client: Client, edition: Edition) -> None:
    content = a_sample("import_summary.xlsx")
    [number] = import_now(edition, sum_xlsx=content)

    answer = client.get("annexes.download_file", edition="43", file_id=number)

    assert answer.data == content
    assert answer.headers["Content-Disposition"] == "attachment; filename=sum.xlsx"
    assert answer.mimetype == "application/octet-stream"
    answer.close()


def test_names_with_signs_pass_through_every_page(client: Client, edition: Edition) -> None:
    row = a_row(1, company=f"={NASTY}", group=NASTY, topic=NASTY, contact=NASTY, level=1)
    import_now(edition, **{"{a}<b>“x”_xlsx": a_workbook([row], NASTY)})
    reading = db.session.scalars(select(FileReading)).one()
    summary = db.session.scalars(select(SummaryRow)).one()
    body = db.session.scalars(select(Recommender)).one()
    assert body.name == NASTY

    pages = [
        client.get("annexes.list_readings", edition="43"),
        client.get("annexes.show_reading", edition="43", reading_id=reading.id),
        client.get("annexes.show_annex", edition="43", annex_id=reading.forms[0]["annex_id"]),
        client.get("recommendations.list_summaries", edition="43"),
        client.get("recommendations.show_summary", edition="43", summary_id=summary.summary_id),
        client.get("recommendations.list_results", edition="43", q=NASTY),
        client.get("recommendations.show_result", edition="43", result_id=summary.result_id),
    ]

    for page in pages:
        assert "<b>" not in page.text
        assert NASTY in unescape(page.text) or "{a}<b>“x”.xlsx" in unescape(page.text)


def test_another_edition_has_neither_file_nor_annex(client: Client, edition: Edition) -> None:
    [number] = import_now(edition, a_xlsx=a_workbook(rows_up_to(1)))
    other = an_edition(slug="44", number=44, is_default=False)
    an_account("second", StaffRole.SECRETARY, edition=other)
    client.sign_in("second")
    annex = db.session.scalars(select(Annex.id)).one()

    client.get("annexes.show_reading", edition="44", reading_id=reading_of("a.xlsx"), status=404)
    client.get("annexes.show_annex", edition="44", annex_id=annex, status=404)
    client.get("annexes.download_file", edition="44", file_id=number, status=404)
