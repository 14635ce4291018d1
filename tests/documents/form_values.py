"""Values in normal form for every field of the six forms, with what people and attackers really type.

A value is in normal form when the reader of its field reads it as itself; whatever is not is no value of the schema:
texts in 《》 as a whole, words for nothing such as 无, characters that are dropped or narrowed.
"""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from eventapp.documents.annexes.seals import without_stamp
from eventapp.documents.forms.answers import shown
from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annex_reading import Typed
from eventapp.domain.annex_values import read_value
from eventapp.domain.annexes import FieldSpec, FieldType, FormKind, Part, Value

LETTERS = "质量管理小组班长江镕喆䶮㐂𠮷𪚥𫍽𬀩𮧵aZ09 -_·•“”‘’（）()《》、，。：:；;／/\\=+@<>&%{}'\"|!#~^$*[]?é€①Ⅱ☑□"
SAYINGS = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+8613800001234",
    "-2+3",
    '=HYPERLINK("http://example.com","点这里")',
    "<b>粗体</b>",
    "<w:t>]]>",
    "{{x}}{% y %}",
    "%s%(name)s%",
    "_x0041_",
    "#N/A",
    "朱镕喆𬀩",
    "“利刃”QC小组",
    "某某（集团）有限公司",
    "第10班组",
    "00012",
    "1/2",
    "2024-07-05",
    "2024年7月",
    "True",
)
# What looks like a part of the form itself.
PRINTED_ALIKE = (
    "联系人：",
    "联系人",
    "手机：13800001234",
    "合计",
    "合计：12",
    "QC小组",
    "一、质量信得过班组",
    "一、基本情况",
    "二、推进经验和做法",
    "1. 班组基础管理情况。",
    "成果发表会情况。",
    "注：见下表",
    "附件一：",
    "质量文化品牌故事推荐表",
    "全国机械工业优秀质量管理小组成果表",
    "单位盖章 2023年1月1日",
    "单位盖章",
    "日期：2023年1月1日",
    "填表人：甲",
    "地区或集团、单位：乙",
    "评委：丙",
    "企业名称",
    "备注",
    "数量",
    "□品牌战略 ☑品牌体系",
)


def is_normal(spec: FieldSpec, value: Value) -> bool:
    """Whether reading the value as an answer to the question gives the same value."""
    return read_value(spec, Typed(shown(value))).value == value


def texts(spec: FieldSpec, sayings: tuple[str, ...]) -> st.SearchStrategy[str]:
    free = st.text(LETTERS, min_size=1, max_size=40)
    whole = st.sampled_from(sayings)
    mixed = st.tuples(free, whole).map("".join)
    found = st.one_of(whole, free, mixed).map(lambda text: read_value(spec, Typed(text)).value).filter(bool)
    # the line that a form prints for an answer is made of underscores: around one they are no part of it
    found = found.filter(lambda value: str(value).strip("_ ") == value)
    # nor is the place of the seal behind the name of a unit: 某某公司（盖章）
    return found.filter(lambda value: without_stamp(str(value)) == value) if spec.name == "company_name" else found


def long_texts(sayings: tuple[str, ...]) -> st.SearchStrategy[str]:
    line = st.one_of(st.sampled_from(sayings), st.text(LETTERS, min_size=1, max_size=60))
    few = st.lists(line, min_size=1, max_size=6)
    many = st.builds(lambda one, times: [one] * times, line, st.integers(50, 120))
    return st.one_of(few, few, many).map("\n".join)


NAMES = st.text("张李王欧阳司马龘䶮镕喆𬀩阿", min_size=2, max_size=4) | st.sampled_from(
    ("阿不都·热合曼", "John Smith", "买买提·艾力·𠮷")
)
MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
FIXED = st.builds(
    lambda area, number, extension: f"{area}-{number}" + (f"-{extension}" if extension else ""),
    st.sampled_from(("010", "0311", "027")),
    st.from_regex(r"[2-8][0-9]{7}", fullmatch=True),
    st.sampled_from(("", "8001", "12")),
)
PHONES = MOBILES | FIXED | st.builds("{}/{}".format, FIXED, MOBILES)
DAYS = st.dates().filter(lambda day: day.year >= 1900).map(lambda day: day.isoformat())
MONTHS = st.builds("{}-{:02d}".format, st.integers(1950, 2099), st.integers(1, 12))
COUNTS = st.integers(0, 10**9)
MAILS = st.from_regex(r"[a-z][a-z0-9._%+\-]{0,20}@[a-z0-9\-]{1,12}(\.[a-z]{2,5}){1,2}", fullmatch=True)


def decimals(most: int, places: int) -> st.SearchStrategy[float | int]:
    """Numbers with a few decimals, whole ones as int, as people write and as the reader gives them."""
    return st.integers(0, most * 10**places).map(lambda number: whole(number / 10**places))


def whole(number: float) -> float | int:
    return int(number) if number == int(number) else number


BY_TYPE: Mapping[FieldType, st.SearchStrategy[Value]] = {
    FieldType.NAME: NAMES | st.lists(NAMES, min_size=2, max_size=3).map("、".join),
    FieldType.NAMES: st.lists(NAMES, min_size=1, max_size=4),
    FieldType.PHONE: PHONES,
    FieldType.POSTCODE: st.from_regex("[0-9]{6}", fullmatch=True) | st.just("050000"),
    FieldType.INT: COUNTS,
    FieldType.NUMBER: decimals(5000, 1),
    FieldType.PERCENT: decimals(100, 3),
    FieldType.MONEY: decimals(10**8, 4),
    FieldType.GRADE: st.sampled_from((1, 2)),
    FieldType.DATE: DAYS | MONTHS,
    FieldType.MONTH: MONTHS,
    FieldType.EMAIL: MAILS | st.from_regex("[1-9][0-9]{5,9}", fullmatch=True),
    FieldType.GENDER: st.sampled_from(("男", "女")),
    FieldType.KIND: st.sampled_from(("qc", "team")),
}


def values_of(spec: FieldSpec, sayings: tuple[str, ...]) -> st.SearchStrategy[Value]:
    """Values of one field that are in normal form."""
    if spec.type is FieldType.CHOICES:
        return st.sets(st.sampled_from(spec.options), min_size=1).map(
            lambda chosen: [option for option in spec.options if option in chosen]
        )
    if spec.part in (Part.PEOPLE, Part.HOURS, Part.SESSIONS, Part.POSTCODE, Part.DATE):
        return BY_TYPE[spec.type]  # taken out of a shared cell by its unit
    if spec.type is FieldType.TEXT:
        found: st.SearchStrategy[Value] = texts(spec, sayings)
    elif spec.type is FieldType.LONG:
        found = long_texts(sayings).map(lambda text: read_value(spec, Typed(text)).value)
    else:
        found = BY_TYPE[spec.type]
    return found.filter(lambda value: value is not None and is_normal(spec, value))


def filled(
    kind: FormKind, sayings: tuple[str, ...] = (*SAYINGS, *PRINTED_ALIKE), always: tuple[str, ...] = ()
) -> st.SearchStrategy[dict[str, Value]]:
    """The fields of a form, each with a value or empty; the required ones and those named always filled in."""
    return st.fixed_dictionaries(
        {
            spec.name: values_of(spec, sayings)
            if spec.required or spec.name in always
            else st.none() | values_of(spec, sayings)
            for spec in FORMS[kind].fields
        }
    )


def rows_of(kind: FormKind, sayings: tuple[str, ...]) -> st.SearchStrategy[list[dict[str, Value]]]:
    """Rows of annex 3, teams first as the form is written."""
    row = st.fixed_dictionaries(
        {
            spec.name: values_of(spec, sayings)
            if spec.name in ("kind", "seq", "company_name", "group_name")
            else st.none() | values_of(spec, sayings)
            for spec in FORMS[kind].row_fields
        }
    )
    return st.lists(row, min_size=1, max_size=5).map(lambda rows: sorted(rows, key=lambda row: row["kind"] != "team"))
