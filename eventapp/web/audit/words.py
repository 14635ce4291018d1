"""Audit entries in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from eventapp.domain.words import N_
from eventapp.web.language import gettext

ACTION_NAMES = {
    "attendee.cancel": N_("取消报名"),
    "attendee.edit": N_("修改报名"),
    "attendee.register": N_("报名"),
    "award.change_level": N_("调整等级"),
    "award.confirm": N_("确认等级"),
    "award.propose": N_("提出等级"),
    "certificate.issue": N_("制作证书"),
    "certificate.print": N_("打印证书"),
    "certificate.withdraw": N_("作废证书"),
    "checkpoint.create": N_("设立签到点"),
    "event.create": N_("建立会议"),
    "panel.assign": N_("编排评审组"),
    "result.enter": N_("录入成果"),
    "role.ship": N_("设立参会角色"),
    "scan.undo": N_("撤销签到"),
    "schedule.make": N_("编排日程"),
    "schedule.publish": N_("发布日程"),
    "score.submit": N_("提交评分"),
    "score_sheet.ship": N_("设立评分表"),
    "story.enter": N_("录入品牌故事"),
    "summary.enter": N_("录入推荐汇总表"),
}


def action_name(action: str) -> str:
    """What was done, in the reader's language; an action without a name shows its code."""
    return gettext(ACTION_NAMES[action]) if action in ACTION_NAMES else action


def pairs_of(values: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """Fields and values of one side of a change, for a definition list."""
    return [(name, in_words(value)) for name, value in (values or {}).items()]


def in_words(value: object) -> str:
    """Text stays text; anything else is written like JSON, so that nothing is hidden."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
