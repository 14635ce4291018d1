"""Badge classes: their names, colors and designs, in the order in which they count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventapp.domain.badges import COLOR
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.extensions import db
from eventapp.models.attendee import Role
from eventapp.models.badge import BadgeClass, BadgeDesign
from eventapp.services.audit import record
from eventapp.services.transactions import lost_race, transactional

LONGEST_NAME = 40
lost_race(
    ("uq_badge_class_event_id_code", "badge_class.event_id, badge_class.code"),
    "另一个人刚刚修改了证件类别，请刷新后重试。",
)


@dataclass(frozen=True)
class ClassSetting:
    """What organizers set for one badge class; `code` is empty for a new one."""

    code: str
    name: str
    name_en: str
    color: str
    design_id: int | None = None


def list_classes(edition: Edition) -> list[BadgeClass]:
    """The classes in their order: who has several roles wears the first."""
    query = select(BadgeClass).where(BadgeClass.event_id == edition.id)
    return list(db.session.scalars(query.order_by(BadgeClass.sort, BadgeClass.id)))


@transactional
def save_classes(edition: Edition, settings: Sequence[ClassSetting], *, actor: Actor, now: datetime) -> int:
    """Write the classes in the given order; one without a code is new. Returns how many changed.

    Classes that are not named stay as they are. Raises `Refusal` without a name, or for what is no color.
    """
    rows = {row.code: row for row in list_classes(edition)}
    designs = set(db.session.scalars(select(BadgeDesign.id).where(BadgeDesign.event_id == edition.id)))
    changed = []
    for place, setting in enumerate(settings):
        row = rows.get(setting.code)
        if row is None:
            row = BadgeClass(event_id=edition.id, code=fresh_code(rows))
            rows[row.code] = row
            db.session.add(row)
        before = facts_of(row)
        require_class(setting)
        row.name, row.name_en, row.color, row.sort = setting.name, setting.name_en, setting.color, place
        row.design_id = setting.design_id if setting.design_id in designs else None
        if facts_of(row) != before:
            changed.append((row.code, before, facts_of(row)))
    if changed:
        record(
            edition.slug, "badge.save_classes", edition.slug, actor=actor, now=now,
            before={code: old for code, old, _new in changed}, after={code: new for code, _old, new in changed},
        )  # fmt: skip
    return len(changed)


@transactional
def remove_class(edition: Edition, code: str, *, actor: Actor, now: datetime) -> None:
    """Take a class away that no role uses."""
    row = db.session.scalar(select(BadgeClass).where(BadgeClass.event_id == edition.id, BadgeClass.code == code))
    if row is None:
        raise NotFound("找不到这个证件类别。")
    if db.session.scalar(select(Role.id).where(Role.event_id == edition.id, Role.badge_class == code).limit(1)):
        raise Refusal("还有参会身份使用这个证件类别，请先在参会身份里换一个。")
    record(edition.slug, "badge.remove_class", edition.slug, actor=actor, now=now, before={"name": row.name})
    db.session.delete(row)


def require_class(setting: ClassSetting) -> None:
    if not setting.name or len(setting.name) > LONGEST_NAME or len(setting.name_en) > LONGEST_NAME:
        raise Refusal("请填写证件类别的名称，中英文各不超过%(most)s个字。", most=LONGEST_NAME)
    if not COLOR.fullmatch(setting.color):
        raise Refusal("证件类别的颜色应像 #1f4a73 这样。")


def facts_of(row: BadgeClass) -> list[object]:
    return [row.name, row.name_en, row.color, row.sort, row.design_id]


def fresh_code(known: Mapping[str, object]) -> str:
    return next(code for number in range(1, 1000) if (code := f"own{number}") not in known)
