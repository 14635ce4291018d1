"""The six forms as pages: the questions in the order of the official form, under its headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FieldSpec, FormKind, Part
from eventapp.domain.words import N_


@dataclass(frozen=True)
class PageSection:
    """Some questions under one heading; `is_open` ones stay blank for many."""

    title: str
    names: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Item:
    """One line of annex 6: what is counted, in which unit, and its figures by kind of group."""

    label: str
    unit: str
    cells: tuple[tuple[str, str], ...]  # heading and name of the field


@dataclass(frozen=True)
class ItemTable:
    """The table of annex 6."""

    title: str
    items: tuple[Item, ...]
    note: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for item in self.items for _, name in item.cells)


CONTACT = N_("联系方式")
TEAMS, QC, BOTH = N_("信得过班组"), N_("QC小组"), N_("合计")
PIECES, PER_CENT, TEN_THOUSAND = N_("个"), "%", N_("万元")

# Where one printed label asks for two things, or two fields share a label, a page needs one for each.
PAGE_LABELS: Mapping[FormKind, Mapping[str, str]] = {
    FormKind.TEAM_RESULT: {
        "annual_training_people": N_("年培训人数"),
        "annual_training_hours": N_("年培训时长（小时）"),
        "stamp_date": N_("盖章日期"),
    },
    FormKind.QC_RESULT: {"stamp_date": N_("盖章日期")},
    FormKind.BRAND_STORY: {
        "address": N_("地址"),
        "postcode": N_("邮编"),
        "summary_text": N_("故事主要特色简介（200字以内）"),
        "speaker_name": N_("演讲人"),
        "speaker_department_position": N_("演讲人部门职务"),
        "speaker_gender": N_("演讲人性别"),
        "speaker_mobile": N_("演讲人手机"),
        "speaker_email": N_("演讲人邮箱"),
        "speaker_wechat": N_("演讲人微信"),
        "opinion_date": N_("意见日期"),
        "stamp_date": N_("盖章日期"),
    },
    FormKind.ACTIVITY_STATISTICS: {
        "training_sessions": N_("培训交流次数"),
        "training_people": N_("培训交流人数"),
        "department_contact": N_("管理部门联系人"),
        "mobile": N_("手机"),
        "address": N_("通信地址"),
        "postcode": N_("邮编"),
    },
}

SECTIONS: Mapping[FormKind, tuple[PageSection | ItemTable, ...]] = {
    FormKind.QC_RESULT: (
        PageSection(
            N_("小组与课题"),
            ("group_name", "company_name", "topic_name", "result_type", "member_count", "activity_advisor"),
            N_("企业名称与公章一致；小组名称、企业名称按所填印在证书上。"),
        ),
        PageSection(
            CONTACT, ("address", "postcode", "contact_department", "contact_person", "mobile", "contact_phone")
        ),
        PageSection(N_("简介"), ("summary_text", "stamp_date")),
    ),
    FormKind.TEAM_RESULT: (
        PageSection(
            N_("班组"),
            ("team_name", "company_name", "team_leader", "member_count", "team_type"),
            N_("企业名称与公章一致；班组名称、企业名称按所填印在证书上。"),
        ),
        PageSection(
            CONTACT,
            ("address", "postcode", "contact_department", "phone", "fax", "contact_person", "mobile", "email"),
        ),
        PageSection(
            N_("年度指标"),
            (
                "work_completion_rate", "first_pass_rate", "improvement_participation_rate", "annual_complaints",
                "annual_incidents", "annual_training_people", "annual_training_hours",
            ),
        ),
        PageSection(N_("简介及创建活动结果"), ("summary_text", "stamp_date")),
    ),
    FormKind.RECOMMENDATION_SUMMARY: (
        PageSection(
            N_("推荐单位与填表人"), ("region_or_group", "judges", "filled_by", "filled_by_phone"),
        ),
    ),
    FormKind.BRAND_STORY: (
        PageSection(
            N_("推荐单位"),
            (
                "company_name", "address", "postcode", "contact_person", "mobile", "department_position", "email"
            ),
        ),
        PageSection(N_("故事"), ("story_name", "content_categories", "brand_types", "summary_text")),
        PageSection(
            N_("演讲人"),
            (
                "speaker_name", "speaker_gender", "speaker_department_position", "speaker_mobile", "speaker_email",
                "speaker_wechat",
            ),
            N_("拟参会演讲填写本栏，不参加演讲的不填。"),
        ),
        PageSection(N_("推荐部门意见"), ("recommendation_opinion", "opinion_date", "stamp_date")),
    ),
    FormKind.WORK_SUMMARY: (
        PageSection(N_("单位"), ("company_name",)),
        PageSection(
            N_("总结"),
            ("basic_situation", "experience_and_practice", "problems_and_improvement"),
            N_("认真总结一年来群众性质量管理活动的推进经验和具体做法，特色突出、数据详实。"),
        ),
    ),
    FormKind.ACTIVITY_STATISTICS: (
        PageSection(N_("填报单位"), ("company_name", "contact_person", "phone", "period_start", "period_end")),
        ItemTable(
            N_("统计项目"),
            (
                Item(N_("历年来已登记注册累计数"), PIECES, ((TEAMS, "cumulative_teams"), (QC, "cumulative_qc"))),
                Item(N_("本年度已登记注册数"), PIECES, ((TEAMS, "year_teams"), (QC, "year_qc"))),
                Item(N_("本年度普及率"), PER_CENT, ((BOTH, "participation_rate"),)),
                Item(N_("本年度坚持活动的小组数"), PIECES, ((TEAMS, "active_teams"), (QC, "active_qc"))),
                Item(N_("历年来累计可计算的经济效益"), TEN_THOUSAND, ((BOTH, "cumulative_benefit"),)),
                Item(N_("本年度可计算的经济效益"), TEN_THOUSAND, ((BOTH, "year_benefit"),)),
                Item(N_("本年度成果率"), PER_CENT, ((TEAMS, "result_rate_teams"), (QC, "result_rate_qc"))),
                Item(N_("本年度对活动经费的投入"), TEN_THOUSAND, ((TEAMS, "funding_teams"), (QC, "funding_qc"))),
                Item(N_("本年度企业对活动奖励费用"), TEN_THOUSAND, ((TEAMS, "award_teams"), (QC, "award_qc"))),
                Item(
                    N_("省、市质协、集团公司、企业组织的培训交流"), "",
                    ((N_("次数"), "training_sessions"), (N_("人数"), "training_people")),
                ),
            ),
            N_("普及率=参加活动人数÷职工总数；成果率=取得成果小组数÷注册小组数。"),
        ),
        PageSection(N_("主要特点与建议"), ("features_and_suggestions",)),
        PageSection(
            N_("群众性质量管理活动管理部门"),
            ("department", "department_contact", "mobile", "fax", "email_or_qq", "address", "postcode"),
        ),
    ),
}  # fmt: skip
BODY = "region_or_group"
# Short headings for the grid of annex 3.
COLUMN_LABELS = {
    "kind": N_("类别"),
    "group_name": N_("小组（信组）名称"),
    "recommended_grade": N_("推荐等级"),
    "topic_name": N_("课题（简写）"),
    "member_count": N_("人数"),
}
# What annex 6 may be asked beside the form: the figures that its rates were worked out from.
SUPPORTING = PageSection(
    N_("普及率和成果率的依据"), (), N_("选填：填了人数和小组数，普及率和成果率就能按地区汇总核对。")
)


def page_specs(kind: FormKind) -> dict[str, FieldSpec]:
    """The questions of a page by name: each cell holds one thing, under a label of its own.

    Whose list annex 3 is must be said: a file may tell by its name, a page cannot.
    """
    labels, form = PAGE_LABELS.get(kind, {}), FORMS[kind]
    return {
        spec.name: replace(
            spec, label=labels.get(spec.name, spec.label), part=Part.WHOLE, required=spec.required or spec.name == BODY
        )
        for spec in (*form.fields, *form.supporting)
    }


def row_specs(kind: FormKind) -> dict[str, FieldSpec]:
    """The columns of the grid; only annex 3 has one."""
    return {
        spec.name: replace(spec, label=COLUMN_LABELS.get(spec.name, spec.label), part=Part.WHOLE)
        for spec in FORMS[kind].row_fields
    }


def page_sections(kind: FormKind) -> tuple[PageSection | ItemTable, ...]:
    """The sections of a page, the optional figures last."""
    extra = tuple(spec.name for spec in FORMS[kind].supporting)
    return (*SECTIONS[kind], *([replace(SUPPORTING, names=extra)] if extra else []))
