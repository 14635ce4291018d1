"""What a run of badges needs to know of its edition: designs, pictures, classes, own questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from eventapp.domain.badges import ClassLook, Design, Side
from eventapp.domain.events import Edition
from eventapp.domain.refusals import NotFound
from eventapp.domain.registration_fields import SHIPPED_CODES, FieldSpec, fields_from
from eventapp.domain.shipped_badges import BADGE, SHIPPED_CLASSES
from eventapp.extensions import db
from eventapp.models.annex import StoredFile
from eventapp.models.badge import BadgeDesign
from eventapp.models.registration import RegistrationForm
from eventapp.services.badge_classes import list_classes
from eventapp.services.badges import design_of, list_designs


@dataclass(frozen=True)
class Wardrobe:
    """Everything a run needs: the designs, their pictures by position and side, and the classes in their order."""

    designs: Sequence[Design]
    pictures: Mapping[tuple[int, Side], str]  # SHA-256
    looks: Mapping[str, ClassLook]
    design_of_class: Mapping[str, int]

    def look(self, code: str) -> ClassLook:
        """The class of this code; a code that no class has any more shows the last one, which stands for everybody."""
        return self.looks.get(code) or list(self.looks.values())[-1]

    def only(self, place: int) -> Wardrobe:
        """The same with one design, for a badge by itself: other designs may need larger paper."""
        pictures = {(0, side): picture for (number, side), picture in self.pictures.items() if number == place}
        return replace(self, designs=[self.designs[place]], pictures=pictures, design_of_class={})


def open_wardrobe(edition: Edition, design_id: int | None = None) -> Wardrobe:
    """What a run wears: one design for everybody, or each class its own; the shipped ones where there are none.

    Three statements. Raises `NotFound` for a design that is not there.
    """
    rows = list_designs(edition)
    if design_id is not None:
        rows = [row for row in rows if row.id == design_id]
        if not rows:
            raise NotFound("找不到这个胸牌设计，可能已被删除。")
    places = {row.id: place for place, row in enumerate(rows)}
    classes = list_classes(edition)
    looks = {row.code: ClassLook(row.code, row.name, row.name_en, row.color) for row in classes}
    return Wardrobe(
        designs=[design_of(row) for row in rows] or [BADGE],
        pictures=find_pictures(edition, rows),
        looks=looks or {look.code: look for look in SHIPPED_CLASSES},
        design_of_class={row.code: places[row.design_id] for row in classes if row.design_id in places},
    )


def list_own_fields(edition: Edition) -> list[FieldSpec]:
    """The organizers' own questions, which badges can show."""
    query = select(RegistrationForm.fields).where(RegistrationForm.event_id == edition.id)
    newest = db.session.scalar(query.order_by(RegistrationForm.number.desc()).limit(1))
    return [spec for spec in fields_from(newest or []) if spec.code not in SHIPPED_CODES and not spec.is_removed]


def find_pictures(edition: Edition, rows: Sequence[BadgeDesign]) -> dict[tuple[int, Side], str]:
    """SHA-256 of the background pictures by the position of their design, in one statement."""
    wanted = {
        (place, side): number
        for place, row in enumerate(rows)
        for side, number in ((Side.FRONT, row.front_picture_id), (Side.BACK, row.back_picture_id))
        if number is not None
    }
    query = select(StoredFile.id, StoredFile.sha256).where(StoredFile.event_id == edition.id)
    known = {row.id: row.sha256 for row in db.session.execute(query.where(StoredFile.id.in_(wanted.values())))}
    return {place: known[number] for place, number in wanted.items() if number in known}
