"""Cells of annex 3 that are taken as they stand are those that reading would not change."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.summary_header import SPECS, Block
from eventapp.documents.annexes.summary_plain import READERS, PlainRows
from eventapp.domain.annex_checks import codes_of
from eventapp.domain.annex_reading import Reading, typed_of
from eventapp.domain.annex_values import read_value
from eventapp.domain.text import to_the_letter

NEARLY = st.text(
    alphabet="汤谷机床有限公司张三先生女士无暂没有第一二章QC小组AN/.-（）()“”《》 　１1230=+@，、\n·", max_size=12
)
NUMBERS = st.one_of(st.integers(-3, 20_000), st.floats(-3, 20_000), st.sampled_from([1.0, 2.0, 0.5, 12.0, True]))
TEXTS = st.one_of(
    NEARLY, st.from_regex(r"\A[0-9]{4,7}\Z"), st.from_regex(r"\A1[2-9][0-9]{8,10}\Z"),
    st.sampled_from(["1", "2", "3", "暂无", "没有", "张先生", "N.A.", "NA", "汤谷横公阀门制造有限公司", "谭景", "无"]),
)  # fmt: skip
CONTENTS = st.one_of(TEXTS, NUMBERS)
ROW = ("1", "050000", "汤谷机床有限公司", "铁砧QC小组", 1.0, "降低轴承座划伤率", 8.0, "谭景", "13800001234")
COLUMNS = (
    "seq", "postcode", "company_name", "group_name", "recommended_grade", "topic_name", "member_count",
    "contact_person", "contact_phone",
)  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_what_is_taken_as_it_stands_reads_the_same_without_a_doubt(name: str) -> None:
    taken = []

    @settings(max_examples=600, deadline=None)
    @given(CONTENTS)
    def holds(content: object) -> None:
        if (value := READERS[name](content)) is not None:
            taken.append(content)
            assert read_value(SPECS[name], typed_of(content)) == Reading(value)
            assert list(codes_of(SPECS[name], value)) == []
            assert not isinstance(value, str) or to_the_letter(str(content)) == value

    holds()
    assert taken != []


def plain_values(*contents: object) -> object:
    block = Block({name: column for column, name in enumerate(COLUMNS)})
    return PlainRows(Table("Sheet", [contents], is_sheet=True), block).values(0)


def test_a_plain_row_is_taken_whole() -> None:
    assert plain_values(1.0, *ROW[1:]) == {
        **dict.fromkeys(SPECS), "seq": 1, "postcode": "050000", "company_name": "汤谷机床有限公司",
        "group_name": "铁砧QC小组", "recommended_grade": 1, "topic_name": "降低轴承座划伤率", "member_count": 8,
        "contact_person": "谭景", "contact_phone": "13800001234",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("column", "content"),
    [(1, ""), (1, "50000"), (2, ""), (2, "合计"), (3, "同上"), (4, ""), (4, "一等"), (7, "谭景 "), (8, "010-55501234")],
)
def test_any_other_cell_sends_the_row_the_long_way(column: int, content: object) -> None:
    contents = list(ROW)
    contents[column] = content

    assert plain_values(*contents) is None
