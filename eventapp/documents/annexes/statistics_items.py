"""The counted lines of annex 6 as data."""

from __future__ import annotations

# Words that tell a line, then the fields for teams and for QC groups, or the fields that share the one cell.
ITEMS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (r"^历年.*(?:登记|注册)", ("cumulative_teams",), ("cumulative_qc",)),
    (r"^本年度?已?.*(?:登记|注册)数(?!.*100)", ("year_teams",), ("year_qc",)),
    (r"普及率", ("participation_rate",), ("participation_rate",)),
    (r"坚持活动", ("active_teams",), ("active_qc",)),
    (r"^历年.*效益", ("cumulative_benefit",), ("cumulative_benefit",)),
    (r"^本年.*效益", ("year_benefit",), ("year_benefit",)),
    (r"成果率", ("result_rate_teams",), ("result_rate_qc",)),
    (r"经费", ("funding_teams",), ("funding_qc",)),
    (r"奖励", ("award_teams",), ("award_qc",)),
    (r"培训交流", ("training_sessions", "training_people"), ("training_sessions", "training_people")),
)
ITEM_FIELDS = frozenset(name for _, teams, qc in ITEMS for name in (*teams, *qc))
