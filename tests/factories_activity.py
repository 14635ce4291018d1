"""Annexes 5 and 6 as they stand after they came in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.submissions import SubmissionState
from eventapp.models.annex import Annex, AnnexVersion
from tests.factories import NOW, an_organization, saved

FIGURES: dict[str, Any] = {
    "period_start": "2023-07", "period_end": "2024-06", "cumulative_teams": 100, "cumulative_qc": 1000, "year_teams": 10,
    "year_qc": 100, "participation_rate": 40, "active_teams": 10, "active_qc": 90, "cumulative_benefit": 5000,
    "year_benefit": 1000.5, "result_rate_teams": 70, "result_rate_qc": 90, "funding_teams": 3, "funding_qc": 8.5,
    "award_teams": 1, "award_qc": 2.5, "training_sessions": 6, "training_people": 200,
}  # fmt: skip
REPORT = {
    "basic_situation": "2023年度共注册QC小组100个。\n召开了成果发表会。",
    "experience_and_practice": "建立“课题池”，完成率达100%，_记录_齐全。",
    "problems_and_improvement": "统计方法应用不够准确。",
}


def an_annex(edition: Edition, kind: FormKind, name: str, fields: dict[str, Any], **overrides: Any) -> Annex:
    """One annex of a unit with one version; `unit` holds columns of the unit, `sent_at` is the moment of the version."""
    unit = an_organization(edition, name, **overrides.pop("unit", {}))
    sent_at: datetime = overrides.pop("sent_at", NOW)
    columns = {"state": SubmissionState.SUBMITTED, "subject_key": name, "created_at": NOW} | overrides
    annex = saved(Annex(event_id=edition.id, kind=kind, organization_id=unit.id, **columns))
    a_version(annex, {"company_name": name, **fields}, sent_at)
    return annex


def a_version(annex: Annex, fields: dict[str, Any], sent_at: datetime = NOW, *, number: int = 1) -> None:
    """One filling of an annex."""
    saved(AnnexVersion(annex_id=annex.id, number=number, fields=fields, rows=[], submitted_at=sent_at))


def an_annex_6(
    edition: Edition, name: str = "河北省机械质协", *, annex: dict[str, Any] | None = None, **fields: Any
) -> Annex:
    return an_annex(edition, FormKind.ACTIVITY_STATISTICS, name, {**FIGURES, **fields}, **(annex or {}))


def an_annex_5(
    edition: Edition, name: str = "河北省机械质协", *, annex: dict[str, Any] | None = None, **fields: Any
) -> Annex:
    return an_annex(edition, FormKind.WORK_SUMMARY, name, {**REPORT, **fields}, **(annex or {}))
