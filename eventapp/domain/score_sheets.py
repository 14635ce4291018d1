"""Score sheets as data: shipped as editable defaults, kept in versions, never rules in code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from eventapp.domain.recommendations import GroupKind
from eventapp.domain.words import N_


class SheetKind(StrEnum):
    """What a sheet is for; problem-solving and innovative topics of QC groups are judged by different tables."""

    QC_PROBLEM = "qc_problem"
    QC_INNOVATIVE = "qc_innovative"
    TEAM = "team"
    STORY = "story"


PRESENTATION_PHASE = "presentation"
INNOVATIVE = "创新"  # annex 1 writes 创新型; the sub-kinds of problem solving (现场型, 攻关型 …) never hold it


@dataclass(frozen=True)
class ScoreItem:
    """One line of a sheet: points from 0 to `maximum` in steps of `step`."""

    code: str
    name: str
    maximum: Decimal
    step: Decimal = Decimal("0.5")
    guidance: str = ""

    def as_data(self) -> dict[str, str]:
        """Plain texts for the database; numbers as written, never as binary fractions."""
        return {
            "code": self.code,
            "name": self.name,
            "maximum": str(self.maximum),
            "step": str(self.step),
            "guidance": self.guidance,
        }


@dataclass(frozen=True)
class ShippedSheet:
    """A default sheet and where its points come from."""

    kind: SheetKind
    name: str
    source: str
    items: tuple[ScoreItem, ...]


def item_from(kept: Mapping[str, Any]) -> ScoreItem:
    """The item that `ScoreItem.as_data` wrote down."""
    return ScoreItem(
        code=str(kept["code"]),
        name=str(kept["name"]),
        maximum=Decimal(str(kept["maximum"])),
        step=Decimal(str(kept["step"])),
        guidance=str(kept.get("guidance", "")),
    )


def maximum_of(items: tuple[ScoreItem, ...]) -> Decimal:
    """The most points that a sheet can give."""
    return sum((item.maximum for item in items), Decimal(0))


def sheet_kind(group_kind: GroupKind | None, result_type: str) -> SheetKind:
    """Which sheet a presentation is judged by; a story has no group (`None`)."""
    if group_kind is None:
        return SheetKind.STORY
    if group_kind is GroupKind.TEAM:
        return SheetKind.TEAM
    return SheetKind.QC_INNOVATIVE if INNOVATIVE in result_type else SheetKind.QC_PROBLEM


def _items(*rows: tuple[str, str, int, str]) -> tuple[ScoreItem, ...]:
    return tuple(ScoreItem(code, name, Decimal(points), guidance=hint) for code, name, points, hint in rows)


SHIPPED_SHEETS = (
    ShippedSheet(
        SheetKind.QC_PROBLEM,
        N_("问题解决型课题成果评审表"),
        N_("T/CAQ 10201-2020 附录B 表B.2"),
        _items(
            ("topic", N_("选题"), 15, N_("课题来源、理由与现状、目标值有数据支持。")),
            ("causes", N_("原因分析"), 30, N_("针对症结逐层分析，主要原因逐条确认。")),
            ("measures", N_("对策与实施"), 20, N_("对策针对主要原因，逐条实施并及时验证。")),
            ("effect", N_("效果"), 20, N_("与目标比较，确认效益，巩固措施有效。")),
            ("report", N_("成果报告"), 5, N_("真实、简明、逻辑清楚，图表为主。")),
            ("features", N_("特点"), 10, N_("有特色，有启发和推广价值。")),
        ),
    ),
    ShippedSheet(
        SheetKind.QC_INNOVATIVE,
        N_("创新型课题成果评审表"),
        N_("T/CAQ 10201-2020 附录B 表B.3"),
        _items(
            ("topic", N_("选题"), 20, N_("需求明确，广泛借鉴，目标可测量。")),
            ("plan", N_("提出方案并确定最佳方案"), 30, N_("方案相互独立，用数据比较后确定。")),
            ("measures", N_("对策与实施"), 20, N_("按最佳方案制定对策，逐条实施并验证。")),
            ("effect", N_("效果"), 15, N_("目标达成，成果已标准化或推广。")),
            ("report", N_("成果报告"), 5, N_("真实、简明、逻辑清楚，图表为主。")),
            ("features", N_("特点"), 10, N_("体现创新，有启发和推广价值。")),
        ),
    ),
    ShippedSheet(
        SheetKind.TEAM,
        N_("质量信得过班组评审表"),
        N_("参照附件二的七个部分，默认表，由主办单位替换"),
        _items(
            ("culture", N_("班组构成、职责与文化"), 10, ""),
            ("management", N_("基础管理"), 20, ""),
            ("skills", N_("知识、技能与工具应用"), 15, ""),
            ("improvement", N_("改进与创新"), 20, ""),
            ("features", N_("特色、绩效与评价"), 15, ""),
            ("targets", N_("指标完成情况"), 15, ""),
            ("honors", N_("近三年获得的荣誉"), 5, ""),
        ),
    ),
    ShippedSheet(
        SheetKind.STORY,
        N_("品牌故事演讲评审表"),
        N_("演讲通用评分项，默认表，由主办单位替换"),
        _items(
            ("content", N_("内容"), 50, N_("真实感人，紧扣质量与品牌，结构完整。")),
            ("expression", N_("表达"), 30, N_("脱稿，普通话标准，语言有感染力。")),
            ("image", N_("形象"), 10, N_("仪表得体，台风自然。")),
            ("time", N_("时间"), 10, N_("在规定时间内讲完。")),
        ),
    ),
)
