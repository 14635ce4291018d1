"""Plain functions that make what a test needs, with overrides; everything goes through the services or the tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import select

from eventapp.documents.sealing import seal
from eventapp.documents.tickets import new_key
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.recommendations import GroupKind
from eventapp.extensions import db
from eventapp.models import Group, Judge, Membership, Organization, Recommender, Result, Role, Story
from eventapp.services import accounts, events
from eventapp.services.organizations import pinyin_of
from eventapp.settings import Settings
from eventapp.web.accounts.passwords import hash_password
from tests.client import PASSWORD

NOW = datetime(2024, 9, 11, 1, 0, tzinfo=UTC)
Row = TypeVar("Row")
SECRETARY = Actor(account_id=None, name="秘书", roles=frozenset({StaffRole.SECRETARY}))
TRACKS = [
    {"code": code, "name": name, "name_en": code, "speak_minutes": 10, "question_minutes": 4, "change_minutes": 1,
     "panel_min": 3, "panel_target": 3, "sort": sort}
    for sort, (code, name) in enumerate((("qc", "QC小组"), ("team", "质量信得过班组"), ("story", "品牌故事")))
]  # fmt: skip
SETTINGS = {
    "contact": {"organization": "中国机械工业质量管理协会", "email": "office@example.com", "people": ["甲", "乙"]},
    "levels": {"names": {"1": "一等", "2": "二等"}, "first_share": "0.5", "rounding": "down"},
    "certificates": {
        "heading": "荣誉证书",
        "number_pattern": "机质协[{year}]{kind}{sequence:04d}",
        "bodies": {
            "qc": "{unit}{group}：在第{edition}次交流活动中，课题《{topic}》评定为{level}。特发此证。",
            "team": "{unit}{group}：在第{edition}次交流活动中评定为{level}。特发此证。",
            "story": "{unit}：品牌故事《{topic}》在第{edition}次交流活动中发布。特发此证。",
        },
        "kind_codes": {"qc": "Q", "team": "X", "story": "G"},
    },
}


def an_edition(**overrides: Any) -> Edition:
    """An edition with tracks and keys, open for registration."""
    key = new_key()
    values: dict[str, Any] = {
        "slug": "43", "number": 43, "year": 2024, "name": "第43次全国机械工业质量管理小组交流活动", "short_name": "第43次交流活动",
        "name_en": "43rd exchange conference", "document_number": "中机质协[2024]6号", "issuers": ["中国机械工业质量管理协会"],
        "place": "汤谷市", "timezone": "Asia/Shanghai", "starts_on": date(2024, 9, 11), "ends_on": date(2024, 9, 13),
        "materials_due_at": datetime(2024, 7, 30, 16, tzinfo=UTC), "is_default": True, "settings": SETTINGS,
    } | overrides  # fmt: skip
    sealed = seal(key.private, secret_key=Settings.secret_key)
    return events.create_event(
        values=values, tracks=TRACKS, public_key=key.public, sealed_private_key=sealed, actor=SECRETARY, now=NOW
    )


def an_account(
    login: str, *roles: StaffRole, edition: Edition | None = None, recommender_id: int | None = None,
    judge_id: int | None = None, is_administrator: bool = False,
) -> int:  # fmt: skip
    """An account with `tests.client.PASSWORD`, and its roles in `edition`."""
    number = accounts.create_account(
        login=login, name=login, password_hash=hash_password(PASSWORD), is_administrator=is_administrator,
        actor=SECRETARY, now=NOW,
    )  # fmt: skip
    for role in roles:
        assert edition is not None
        a_membership(
            number, edition, role, recommender_id=recommender_id if role is StaffRole.LIAISON else None,
            judge_id=judge_id if role is StaffRole.JUDGE else None,
        )  # fmt: skip
    return number


def a_membership(account_id: int, edition: Edition, role: StaffRole, **ties: int | None) -> None:
    """The account's role in the edition, as a row: tests need liaisons and judges that are tied to nothing, too."""
    saved(Membership(account_id=account_id, event_id=edition.id, role=role, **ties))


def saved(row: Row) -> Row:
    """Put one row into the database and leave no transaction open."""
    db.session.add(row)
    db.session.commit()
    return row


def a_recommender(edition: Edition, name: str = "河北省") -> Recommender:
    return saved(Recommender(event_id=edition.id, name=name, name_key=name))


def an_organization(edition: Edition, name: str = "汤谷鹿蜀机床有限公司", **overrides: Any) -> Organization:
    known = db.session.scalar(
        select(Organization).where(Organization.event_id == edition.id, Organization.name == name)
    )
    sounds = pinyin_of(name)
    return known or saved(Organization(event_id=edition.id, name=name, name_key=name, pinyin=sounds, **overrides))


def a_result(
    edition: Edition, group_name: str = "铁砧QC小组", *, kind: GroupKind = GroupKind.QC, unit: str = "汤谷鹿蜀机床有限公司",
    **overrides: Any,
) -> Result:  # fmt: skip
    organization = an_organization(edition, unit)
    group = saved(
        Group(event_id=edition.id, organization_id=organization.id, kind=kind, name=group_name, name_key=group_name)
    )
    values: dict[str, Any] = {
        "topic_name": "降低轴承座表面划伤率", "result_type": "", "member_count": 8, "advisor": "",
        "contact_person": "谭景", "contact_phone": "13800001234",
    } | overrides  # fmt: skip
    return saved(Result(event_id=edition.id, group_id=group.id, **values))


def a_story(
    edition: Edition, name: str = "深夜两点的试车", *, unit: str = "汤谷夔牛仪表股份有限公司", **overrides: Any
) -> Story:
    values: dict[str, Any] = {
        "name_key": name, "categories": [], "brand_types": [], "speaker_name": "石知岑", "contact_person": "石知岑",
        "contact_phone": "13800004321",
    } | overrides  # fmt: skip
    return saved(Story(event_id=edition.id, organization_id=an_organization(edition, unit).id, name=name, **values))


def a_judge(edition: Edition, name: str = "崔亦峤", *, unit: str = "天津市机械质协", **overrides: Any) -> Judge:
    values: dict[str, Any] = {"mobile": "13800008393", "region": "", "speciality": "", "job_title": ""} | overrides
    return saved(
        Judge(
            event_id=edition.id, name=name, unit_name=unit, organization_id=an_organization(edition, unit).id, **values
        )
    )


def a_role(edition: Edition, code: str = "guest", **overrides: Any) -> Role:
    values: dict[str, Any] = {"section": "其他", "name": "嘉宾", "name_en": "Guest", "sort": 0} | overrides
    return saved(Role(event_id=edition.id, code=code, **values))
