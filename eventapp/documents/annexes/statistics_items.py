"""The counted lines of annex 6 as data."""

from __future__ import annotations

# Words that tell a line, then the fields for teams and for QC groups, or the fields that share the one cell.
ITEMS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (r"^(?:历年|累计).*(?:登记|注册)", ("cumulative_teams",), ("cumulative_qc",)),
    (r"^(?:本年度?|当年|年度?)已?.*(?:登记|注册)(?:累计)?数(?!.*100)", ("year_teams",), ("year_qc",)),
    (r"普及率", ("participation_rate",), ("participation_rate",)),
    (r"坚持活动|^(?:本年度?)?活动的?小组数", ("active_teams",), ("active_qc",)),
    (r"^(?:历年|累计).*效益", ("cumulative_benefit",), ("cumulative_benefit",)),
    (r"^(?:本年|当年|年).*效益", ("year_benefit",), ("year_benefit",)),
    (r"成果率", ("result_rate_teams",), ("result_rate_qc",)),
    (r"经费", ("funding_teams",), ("funding_qc",)),
    (r"奖励", ("award_teams",), ("award_qc",)),
    (r"培训交流|培训、交流", ("training_sessions", "training_people"), ("training_sessions", "training_people")),
)
ITEM_FIELDS = frozenset(name for _, teams, qc in ITEMS for name in (*teams, *qc))
AMOUNTS = ("数量", "数值", "统计数据", "统计数", "数据", "填报数", "填报数据", "统计结果", "结果", "填写内容")
REMARKS = ("备注", "说明")
UNITS = ("个", "%", "％", "万元", "次", "人", "次、人", "次/人", "个/人", "次人", "个次", "")
TEAMS, QC_GROUPS = ("信得过班组", "质量信得过班组", "信组", "班组"), ("QC小组", "QC", "质量管理小组")
