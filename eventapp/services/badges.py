"""Designs of badges; and what a new edition starts with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from eventapp.domain.badge_data import as_data, elements_from
from eventapp.domain.badges import Design, Side, design_faults
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound, Refusal, Severity
from eventapp.domain.shipped_badges import SHIPPED_CLASSES, SHIPPED_DESIGNS
from eventapp.extensions import db
from eventapp.models.badge import BadgeClass, BadgeDesign
from eventapp.services.audit import record
from eventapp.services.badge_classes import LONGEST_NAME, list_classes
from eventapp.services.transactions import lost_race, transactional

lost_race(
    ("uq_badge_design_event_id_name", "badge_design.event_id, badge_design.name"),
    "已经有这个名字的设计，请换一个名字。",
)


class DesignChanged(Refusal):
    """Somebody else saved this design since it was opened."""


@transactional
def ship_badges(edition: Edition, *, actor: Actor, now: datetime) -> int:
    """Give the edition the shipped classes and, when it has none, the shipped designs. Twice changes nothing."""
    known = set(db.session.scalars(select(BadgeClass.code).where(BadgeClass.event_id == edition.id)))
    first = len(known)
    new = [look for look in SHIPPED_CLASSES if look.code not in known]
    db.session.add_all(
        BadgeClass(
            event_id=edition.id, code=look.code, name=look.name, name_en=look.name_en, color=look.color,
            sort=first + place,
        )
        for place, look in enumerate(new)
    )  # fmt: skip
    has_design = db.session.scalar(select(BadgeDesign.id).where(BadgeDesign.event_id == edition.id).limit(1))
    designs = () if has_design else SHIPPED_DESIGNS
    db.session.add_all(row_of(edition, design, now) for design in designs)
    if new or designs:
        after = {"codes": [look.code for look in new], "designs": [design.name for design in designs]}
        record(edition.slug, "badge.ship", edition.slug, actor=actor, now=now, after=after)
    return len(new) + len(designs)


def row_of(edition: Edition, design: Design, now: datetime) -> BadgeDesign:
    return BadgeDesign(
        event_id=edition.id, name=design.name, width_mm=design.width, height_mm=design.height,
        front=as_data(design.front), back=as_data(design.back), changed_at=now,
    )  # fmt: skip


def design_of(row: BadgeDesign) -> Design:
    """The facts of a design, free of the database."""
    return Design(row.name, row.width_mm, row.height_mm, elements_from(row.front), elements_from(row.back))


def list_designs(edition: Edition) -> list[BadgeDesign]:
    """The designs in use, the oldest first."""
    query = select(BadgeDesign).where(BadgeDesign.event_id == edition.id, BadgeDesign.removed_at.is_(None))
    return list(db.session.scalars(query.order_by(BadgeDesign.id)))


def get_design(edition: Edition, design_id: int) -> BadgeDesign:
    """One design of this edition; raises `NotFound`, for removed ones too."""
    query = select(BadgeDesign).where(BadgeDesign.event_id == edition.id, BadgeDesign.id == design_id)
    row = db.session.scalar(query.where(BadgeDesign.removed_at.is_(None)))
    if row is None:
        raise NotFound("找不到这个胸牌设计，可能已被删除。")
    return row


@transactional
def add_design(edition: Edition, design: Design, *, like: int | None = None, actor: Actor, now: datetime) -> int:
    """A new design; with `like` it takes over the pictures of that one. Raises `Refusal` for a faulty one."""
    require_good(design)
    row = row_of(edition, design, now)
    if like is not None:
        model = get_design(edition, like)
        row.front_picture_id, row.back_picture_id = model.front_picture_id, model.back_picture_id
    db.session.add(row)
    db.session.flush()
    record(edition.slug, "badge.add_design", subject_of(row.id), actor=actor, now=now, after={"name": row.name})
    return row.id


@transactional
def save_design(
    edition: Edition, design_id: int, design: Design, *, revision: int, pictures: Mapping[Side, int | None],
    actor: Actor, now: datetime,
) -> int:  # fmt: skip
    """Write a design over revision `revision`; returns the new one. `pictures` are files of sides that change.

    Raises `DesignChanged` when somebody saved in between, `Refusal` for a design that cannot be printed.
    """
    require_good(design)
    query = select(BadgeDesign).where(BadgeDesign.event_id == edition.id, BadgeDesign.id == design_id)
    row = db.session.scalar(query.where(BadgeDesign.removed_at.is_(None)).with_for_update())
    if row is None:
        raise NotFound("找不到这个胸牌设计，可能已被删除。")
    if row.revision != revision:
        raise DesignChanged("另一个人刚刚保存过这个设计。您的修改还在本页：可以另存为新设计，或确认后覆盖。")
    before = {"name": row.name, "size": [row.width_mm, row.height_mm], "front": row.front, "back": row.back}
    row.name, row.width_mm, row.height_mm = design.name, design.width, design.height
    row.front, row.back = as_data(design.front), as_data(design.back)
    for side, number in pictures.items():
        setattr(row, f"{side}_picture_id", number)
    row.revision, row.changed_at = revision + 1, now
    after = {"name": row.name, "size": [row.width_mm, row.height_mm], "front": row.front, "back": row.back}
    record(edition.slug, "badge.save_design", subject_of(row.id), actor=actor, now=now, before=before, after=after)
    return row.revision


@transactional
def remove_design(edition: Edition, design_id: int, *, actor: Actor, now: datetime) -> None:
    """Take a design out of use; classes that had it fall back to the first one. The last one stays."""
    row = get_design(edition, design_id)
    if len(list_designs(edition)) == 1:
        raise Refusal("至少要保留一个设计。")
    for each in list_classes(edition):
        each.design_id = None if each.design_id == row.id else each.design_id
    record(edition.slug, "badge.remove_design", subject_of(row.id), actor=actor, now=now, before={"name": row.name})
    row.removed_at, row.name = now, f"{row.name} ({row.id})"  # another design may have the name


def require_good(design: Design) -> None:
    if any(fault.severity is Severity.ERROR for fault in design_faults(design)):
        raise Refusal("设计里还有必须改正的地方，没有保存。")
    if len(design.name) > LONGEST_NAME:
        raise Refusal("设计的名字最多%(most)s个字。", most=LONGEST_NAME)


def subject_of(design_id: int) -> str:
    return f"badge_design:{design_id}"
