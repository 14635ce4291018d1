"""Drafts that could be submitted, and annexes in every state of their life."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.typed_forms import Draft
from eventapp.extensions import db
from eventapp.models import Annex
from eventapp.services import drafts, submission_effects
from eventapp.services.drafts import Entrance
from tests.factories import NOW, SECRETARY

QC_TEXTS = {
    "group_name": "铁砧QC小组", "topic_name": "降低轴承座表面划伤率", "company_name": "汤谷鹿蜀机床有限公司", "postcode": "050000",
    "contact_person": "谭景", "mobile": "13800001234",
}  # fmt: skip
STORY_TEXTS = {
    "story_name": "深夜两点的试车", "company_name": "汤谷夔牛仪表股份有限公司", "contact_person": "石知岑", "mobile": "13800004321",
    "content_categories": "☑品牌战略", "brand_types": "☑产品 ☑企业", "email": "story@example.com",
}  # fmt: skip
TEXTS = {
    FormKind.QC_RESULT: QC_TEXTS,
    FormKind.TEAM_RESULT: {
        **{name: text for name, text in QC_TEXTS.items() if name not in ("group_name", "topic_name")},
        "team_name": "天枢班组",
    },
    FormKind.BRAND_STORY: STORY_TEXTS,
    FormKind.WORK_SUMMARY: {"company_name": "汤谷鹿蜀机床有限公司", "basic_situation": "全年注册小组 41 个。"},
    FormKind.ACTIVITY_STATISTICS: {"company_name": "汤谷鹿蜀机床有限公司", "cumulative_qc": "120"},
    FormKind.RECOMMENDATION_SUMMARY: {"region_or_group": "河北省", "judges": "崔亦峤"},
}
ON_TIME = {"materials_due_at": None}


def a_typed_row(number: int = 1, **overrides: str) -> dict[str, str]:
    """One row of annex 3 as somebody types it."""
    return {
        "kind": "QC", "postcode": f"05{number:04d}", "company_name": f"汤谷第{number}机床有限公司",
        "group_name": f"铁砧{number}QC小组", "recommended_grade": "2", "topic_name": "降低划伤率", "contact_person": "谭景",
    } | overrides  # fmt: skip


def a_draft(kind: FormKind = FormKind.QC_RESULT, rows: int = 1, **overrides: str) -> Draft:
    """What fills in a form completely."""
    lines = [a_typed_row(one) for one in range(1, rows + 1)] if kind is FormKind.RECOMMENDATION_SUMMARY else []
    return Draft({**TEXTS[kind], **overrides}, tuple(lines))


def an_open_annex(
    edition: Edition, kind: FormKind = FormKind.QC_RESULT, *, draft: Draft | None = None, recommender_id: int | None = None,
    actor: Actor = SECRETARY,
) -> Annex:  # fmt: skip
    """A page that is being filled in."""
    number = drafts.open_annex(
        edition, kind, recommender_id=recommender_id, actor=actor, now=NOW, draft=draft or a_draft(kind)
    )
    return db.session.get_one(Annex, number)


def a_submission(edition: Edition, kind: FormKind = FormKind.QC_RESULT, **options: Any) -> Annex:
    """A page that was submitted."""
    annex = an_open_annex(edition, kind, **options)
    submission_effects.submit(edition, Entrance(SECRETARY, annex.id), now=NOW)
    return db.session.get_one(Annex, annex.id)


def typed(edition: Edition, annex_id: int, draft: Draft, *, actor: Actor = SECRETARY) -> None:
    """Type into the page of an annex, whatever its revision."""
    revision = db.session.scalar(select(Annex.draft_revision).where(Annex.id == annex_id)) or 0
    drafts.save_draft(edition, Entrance(actor, annex_id), draft, revision=revision, now=NOW)


def a_liaison(*recommender_ids: int) -> Actor:
    return Actor(None, "联络员", frozenset({StaffRole.LIAISON}), frozenset(recommender_ids))
