"""Annex 6, the statistics of a year, as the notice prints it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eventapp.documents.forms.answers import Answers, Filling, day_in_words
from eventapp.documents.forms.layout import (
    Cell,
    Form,
    Line,
    Look,
    Piece,
    Row,
    answer,
    answers,
    asked,
    asked_on_one_line,
    covered,
    heading,
    label,
    merged,
    notes,
    printed,
)
from eventapp.domain.annex_fields import ACTIVITY_STATISTICS

WIDTHS = (36, 22, 46, 15, 27, 20)
ITEM_COLUMNS = 3  # of the six: the words of an item; then unit, amount, remark
BLANK = "_" * 30
ITEM_HEIGHT, FEATURES_HEIGHT = 7.4, 44


@dataclass(frozen=True)
class Single:
    """An item of one line; several fields share its amount, each with its unit behind it."""

    words: str
    unit: str
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Pair:
    """An item of two lines, one for teams and one for QC groups, under one heading over `span` columns."""

    words: str
    unit: str
    stem: str
    span: int = 1
    teams: tuple[str, ...] = ("信组",)
    qc: tuple[str, ...] = ("QC",)


ITEMS: tuple[Single | Pair, ...] = (
    Pair("历年来已登记注册\n累计数", "个", "cumulative", teams=("信得过班组",), qc=("QC小组",)),
    Pair("本年度已登记\n注册数", "个", "year", teams=("信得过班组",), qc=("QC小组",)),
    Single(
        "本年度普及率=参加活动人数（含信组、QC、合理化建议等质量改进活动）/职工总数×100%",
        "%",
        (("participation_rate", ""),),
    ),
    Pair("本年度坚持活动的\n小组数", "个", "active"),
    Single("历年来累计QC、信组可创计算的经济效益", "万元", (("cumulative_benefit", ""),)),
    Single("本年度QC、信组可创计算的经济效益", "万元", (("year_benefit", ""),)),
    Pair(
        "本年度\n成果率",
        "%",
        "result_rate",
        teams=("信组", "取得成果小组数/\n信得过班组注册数×100%"),
        qc=("QC", "取得成果小组数/\nQC小组注册数×100%"),
    ),
    Pair("本年度对活动经费的投入\n（培训、交流、书籍、规范化等）", "万元", "funding", span=2),
    Pair("本年度企业对活动奖励费用", "万元", "award", span=2),
    Single(
        "省、市质协、集团公司、企业组织的培训交流次数与人数",
        "个",
        (("training_sessions", "次"), ("training_people", "人")),
    ),
)


def activity_statistics(filling: Filling) -> Form:
    """The statistics; the period is always printed, that of the edition where the values name none."""
    form, words = ACTIVITY_STATISTICS, filling.words
    below = notes(
        f"本统计表务于{words.due_day}前，同工作总结、各项材料一并发至邮箱 {words.email}", f"电话：{words.phone}"
    )
    rows = (_columns(), *(row for item in ITEMS for row in _item_rows(item, filling)), *_closing(filling.values))
    return Form(form, (*heading(form), *_above(filling)), WIDTHS, rows, below)


def _above(filling: Filling) -> Iterator[Line]:
    values = filling.values
    first, last = (
        Piece(day_in_words(values[name].text or month), (name,))
        for name, month in zip(("period_start", "period_end"), filling.words.period, strict=True)
    )
    yield Line((Piece("（"), first, Piece("~"), last, Piece("）")), Look.SUBTITLE)
    # ruled where nothing is filled in: a reader would look for the answer of a bare label below it
    yield asked_on_one_line(("填报单位：", values["company_name"]), blank=BLANK)
    yield asked_on_one_line(("联系人：", values["contact_person"]), blank=BLANK)
    yield asked_on_one_line(("电话：", values["phone"]), blank=BLANK)


def _columns() -> Row:
    return Row((label("统计项目", ITEM_COLUMNS), label("单位"), label("数量"), label("备注")), ITEM_HEIGHT)


def _item_rows(item: Single | Pair, filling: Filling) -> Iterator[Row]:
    if isinstance(item, Single):
        yield _line((label(item.words, ITEM_COLUMNS),), label(item.unit), item.names, filling)
        return
    for kind, words in (("teams", item.teams), ("qc", item.qc)):
        is_first = kind == "teams"
        lead = merged(label(item.words, item.span)) if is_first else covered(item.span)
        rest = (label(word, (ITEM_COLUMNS - item.span) // len(words)) for word in words)
        unit = merged(label(item.unit)) if is_first else covered()
        yield _line((lead, *rest), unit, ((f"{item.stem}_{kind}", ""),), filling)


def _line(words: tuple[Cell, ...], unit: Cell, names: tuple[tuple[str, str], ...], filling: Filling) -> Row:
    amount = filling.values.together(*names, between="，")
    is_rate = unit.text == "%" or names[0][0].startswith("result_rate")
    remark = filling.remark(names[0][0])
    cells = (*words, unit, answer(amount, is_text=is_rate or len(names) > 1), answer(remark, look=Look.SMALL))
    return Row(cells, ITEM_HEIGHT)


def _closing(values: Answers) -> tuple[Row, ...]:
    question = printed("本年度QC小组活动主要特点与建议：", Look.LEFT)
    place = values.together(("address", ""), ("postcode", ""), between="，")
    features = Cell((question, *answers(values["features_and_suggestions"])), 6, is_top=True)
    return (
        Row((features,), FEATURES_HEIGHT, may_break=True),
        Row(
            (
                _asked("群众性质量管理活动管理部门：", values["department"], 3),
                _asked("联系人：", values["department_contact"], 3),
            )
        ),
        Row(
            (
                _asked("联系方式：手机 ", values["mobile"], 2),
                *(_asked("传真 ", values["fax"], 1), _asked("邮箱或QQ ", values["email_or_qq"], 3)),
            )
        ),
        Row((_asked("通信地址、邮编：", place, 6),)),
    )


def _asked(question: str, value: Piece, span: int) -> Cell:
    return Cell((asked(question, value),), span)
