"""The columns of a list of people: what each is called, by whom it was named otherwise, how a heading is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from eventapp.domain.text import key

NUMBER, ROLES, SUBJECT, ENTRY_CODE = "number", "roles", "subject", "entry_code"
STATE, PROBLEM = "state", "problem"  # written for people to read; reading a list passes them over
HEADINGS_NEEDED = 3
ROWS_LOOKED_AT = 30  # titles and instructions stand above the headings
# What else people call a column; headings are compared without blanks, marks and what stands in brackets.
SYNONYMS: Mapping[str, str] = {
    NUMBER: "编号 报名编号 人员编号",
    STATE: "状态 报名状态",
    ROLES: "参会身份 身份 角色 参会角色 参会类型 参会类别 代表类型 人员类别 类别",
    SUBJECT: "成果或故事 所属小组 小组名称 QC小组名称 班组名称 小组班组名称 故事名称 发表成果 成果名称 发表小组",
    ENTRY_CODE: "选择码",
    "name": "姓名 名字 参会人 参会人员 参会人姓名 参会人员姓名 人员姓名 代表姓名 name",
    "gender": "性别",
    "unit_name": "单位 单位名称 工作单位 所在单位 单位全称 企业名称 企业全称 公司 公司名称",
    "department": "部门 所在部门 科室 处室",
    "job_title": "职务 职位 岗位 职称 职务职称 职务/职称 职务或职称 部门及职务 部门和职务 部门/职务 部门职务",
    "mobile": "手机 手机号 手机号码 移动电话 联系电话 联系手机 联系方式 电话",
    "email": "邮箱 电子邮箱 电子邮件 邮件 邮箱地址 E-mail Email",
    "wechat": "微信 微信号",
    "arrives_on": "到达日期 报到日期 抵达日期 到会日期 来程日期",
    "arrives_time": "到达时间 抵达时间 到站时间 来程时间",
    "arrives_by": "到达车次 到达航班 到达车次航班 到达车次/航班 到达车次或航班 来程车次 来程车次/航班 来程车次或航班",
    "departs_on": "返程日期 离会日期 离开日期 返回日期",
    "departs_time": "返程时间 离会时间 离开时间",
    "departs_by": "返程车次 返程航班 返程车次航班 返程车次/航班 返程车次或航班 离开车次/航班 离开车次或航班",
    "lodging": "住宿 住宿要求 住宿方式 住宿安排 住宿类型 房型 是否住宿",
    "roommate": "同住人 合住人 同住人员 合住对象 合住人员",
    "meal": "用餐 用餐要求 餐饮 餐饮要求 饮食 饮食要求 饮食习惯",
    "visit": "企业参观 参观 是否参观 参观企业 参加参观",
    "invoice_title": "发票抬头 抬头 开票名称 开票单位",
    "invoice_tax_id": "税号 纳税人识别号 统一社会信用代码 开票税号 社会信用代码",
    "invoice_kind": "发票类型 发票种类 开票类型",
}


class Dress(StrEnum):
    """How a column looks in a workbook: digits stay text, days are days."""

    TEXT = "text"
    DAY = "day"


@dataclass(frozen=True)
class Column:
    """One column; `choices` are the words that its drop-down offers, others may be typed where `is_open`."""

    code: str
    label: str
    note: str = ""
    choices: tuple[str, ...] = ()
    is_open: bool = False
    is_required: bool = False
    dress: Dress = Dress.TEXT
    width: int = 12  # characters

    @property
    def heading(self) -> str:
        """As it stands above the column; an asterisk says that it must be filled in."""
        return f"{self.label} *" if self.is_required else self.label

    @property
    def words(self) -> tuple[str, ...]:
        """Everything by which a heading is known to mean this column, as compared."""
        return tuple(dict.fromkeys(compared(word) for word in (self.label, *SYNONYMS.get(self.code, "").split())))


@dataclass(frozen=True)
class TypedRow:
    """One person as a list tells of them: texts by column, all columns of the list; `line` counts from 1."""

    texts: Mapping[str, str]
    line: int = 0


@dataclass(frozen=True)
class TypedSheet:
    """The people of one list. `places` name the column of a sheet by letters; `ignored` are headings unknown to us."""

    rows: tuple[TypedRow, ...]
    name: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()


def compared(heading: str) -> str:
    """A heading without blanks, marks, case and what stands in brackets."""
    return key(heading).casefold()


def people_in(name: str, rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> TypedSheet | None:
    """The people below the headings of one sheet, whatever the order of its columns; None without headings."""
    known = {word: column.code for column in reversed(columns) for word in column.words}
    for at, row in enumerate(rows[:ROWS_LOOKED_AT]):
        if headings := headings_in(row, known):
            told = tuple(typed_rows(rows, at + 1, headings, known))
            strange = (cell.strip() for place, cell in enumerate(row) if place not in headings and cell.strip())
            places = {code: letters_of(place) for place, code in headings.items()}
            return TypedSheet(told, name, places, tuple(one for one in strange if compared(one) not in RUNNING))
    return None


RUNNING = frozenset(compared(word) for word in ("序号", "序", "No.", "行号", "问题"))


def headings_in(row: Sequence[str], known: Mapping[str, str]) -> dict[int, str]:
    """The columns that a row of headings names, by place; nothing when it is no such row. The first of two counts."""
    found: dict[int, str] = {}
    for place, cell in enumerate(row):
        code = known.get(compared(cell)) if cell else None
        if code and code not in found.values():
            found[place] = code
    return found if len(found) >= min(HEADINGS_NEEDED, len(row)) and "name" in found.values() else {}


def typed_rows(
    rows: Sequence[Sequence[str]], first: int, headings: Mapping[int, str], known: Mapping[str, str]
) -> Iterator[TypedRow]:
    """The filled rows from `first` on; headings that are printed again on every page are no people."""
    for at in range(first, len(rows)):
        row = rows[at]
        texts = {code: row[place].strip() if place < len(row) else "" for place, code in headings.items()}
        if any(texts.values()) and not headings_in(row, known):
            yield TypedRow(texts, at + 1)


def letters_of(place: int) -> str:
    """A for 0, AA for 26."""
    letters = ""
    place += 1
    while place:
        place, digit = divmod(place - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
