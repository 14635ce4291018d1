"""Annex 3, the recommendation summary: the entry list and the basis of every certificate, on A4 landscape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eventapp.documents.forms.answers import Answers, Filling
from eventapp.documents.forms.layout import (
    Cell,
    Form,
    Line,
    Look,
    Piece,
    Row,
    answer,
    asked_on_one_line,
    covered,
    heading,
    label,
    merged,
    notes,
    printed,
)
from eventapp.domain.annex_fields import RECOMMENDATION_SUMMARY

WIDTHS = (16, 45, 10, 45, 41, 18, 39, 12, 18, 29)
COLUMNS = (
    *("postcode", "sort_unit_name", "seq", "company_name", "group_name", "recommended_grade", "topic_name"),
    *("member_count", "contact_person", "contact_phone"),
)
NUMBERS = ("seq", "recommended_grade", "member_count")
SECTIONS: Mapping[str, str] = {"team": "一、质量信得过班组", "qc": "二、QC小组"}
BLANK_ROWS = 5  # in each section of a blank form
HEADER_HEIGHTS = (7.5, 9.5, 7)
ROW_HEIGHT = 7.2
BLANK = "_" * 16  # where a name is written by hand


def recommendation_summary(filling: Filling) -> Form:
    """The summary, teams and QC groups apart (note 2), the rows of each in the order given.

    Rows without a number are numbered within their section; a number given as None stays an empty place.
    """
    form = RECOMMENDATION_SUMMARY
    above = (
        *heading(form),
        printed("*（此表为参加交流大会的成果填报，不参加的成果不填）", Look.SUBTITLE),
    )
    rows = (*_header(filling.values), *_sections(filling.rows))
    return Form(form, above, WIDTHS, rows, (_footer(filling.values), *_notes(filling)), is_landscape=True)


def _header(values: Answers) -> tuple[Row, ...]:
    first, second, third = HEADER_HEIGHTS
    basis = label("*以下2项为制作证书依据\n务必填写正确并用word版本", 2)
    named = ("企业推荐\n等级\n1、2", "课题名称\n（简写）", "小组\n人数", "联系人", "联系电话")
    return (
        Row((merged(label("*\n邮编")), merged(label("* 单位名称")), _body(values)), first, is_header=True),
        Row(
            (covered(), covered(), merged(label("序")), basis, *(merged(label(text)) for text in named)),
            second,
            is_header=True,
        ),
        Row(
            (
                covered(),
                covered(),
                covered(),
                label("单位名称"),
                label("QC小组（信组）名称"),
                *[covered()] * len(named),
            ),
            third,
            is_header=True,
        ),
    )


def _body(values: Answers) -> Cell:
    """Which region or group recommends, and its judges."""
    region, judges = values["region_or_group"], values["judges"]
    return Cell((asked_on_one_line(("地区或集团、单位：", region), ("　　　　评委：", judges), look=Look.LEFT),), 8)


def _sections(rows: tuple[Answers, ...]) -> Iterator[Row]:
    known = {kind: [row for row in rows if row["kind"].text == kind] for kind in SECTIONS}
    yield from _numbered([row for row in rows if row["kind"].text not in SECTIONS])
    for kind, title in SECTIONS.items():
        if rows and not known[kind]:
            continue
        yield Row((label(title, len(WIDTHS), Look.SECTION),), ROW_HEIGHT)
        yield from _numbered(known[kind] if rows else [Answers({"seq": None})] * BLANK_ROWS)


def _numbered(rows: list[Answers]) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        yield _row(row, row["seq"] if row.is_given("seq") else Piece(str(number), ("seq",)))


def _row(row: Answers, number: Piece) -> Row:
    answered = (number if name == "seq" else row[name] for name in COLUMNS)
    cells = (answer(piece, look=Look.SMALL, is_text=piece.names[0] not in NUMBERS) for piece in answered)
    return Row(tuple(cells), ROW_HEIGHT)


def _footer(values: Answers) -> Line:
    by, phone = values["filled_by"], values["filled_by_phone"]
    return asked_on_one_line(("填表人：", by), ("　　　　联系电话：", phone), blank=BLANK)


def _notes(filling: Filling) -> tuple[Line, ...]:
    words = filling.words
    return notes(
        "1、此表按各“成果表”汇总；邮编必填以便排序；",
        "2、信组和QC成果分别汇总；",
        f"3、成果须经评审后择优推荐，比例为{words.first_level}{words.first_share:.0%}；",
        f"4、请于{words.due_day}前发至邮箱 {words.email}",
    )
