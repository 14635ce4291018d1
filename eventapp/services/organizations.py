"""Units and recommending bodies: found by name, written down once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, insert, or_, select

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.extensions import db
from eventapp.models.organization import Organization, Recommender
from eventapp.services import pinyin

MOST_SUGGESTED = 10
LONGEST_PINYIN, LONGEST_INITIALS = 320, 79  # characters; together with a blank as much as the column holds


@dataclass(frozen=True)
class ToldUnit:
    """A unit as a list tells of it."""

    name: str
    postcode: str = ""
    recommender_id: int | None = None


@dataclass(frozen=True)
class KnownUnit:
    """A unit that is written down: its number, and its name as first spelled."""

    id: int
    name: str


class Directory:
    """All units and recommending bodies of an edition, loaded once for a use case that needs many."""

    def __init__(self, edition: Edition) -> None:
        self.event_id = edition.id
        units = db.session.scalars(select(Organization).where(Organization.event_id == edition.id))
        bodies = db.session.scalars(select(Recommender).where(Recommender.event_id == edition.id))
        self.units = {unit.name_key: unit for unit in units}
        self.bodies = {body.name_key: body for body in bodies}

    def enlist(self, told: Iterable[ToldUnit]) -> dict[str, KnownUnit]:
        """All these units by name key; new ones are added at once: two statements, however many they are.

        What is told first of a new unit holds; blanks of known ones are filled, nothing is overwritten.
        """
        fresh: dict[str, ToldUnit] = {}
        enlisted = {}
        for one in told:
            if (key := name_key(one.name)) in self.units:
                unit = self.organization(one.name, postcode=one.postcode, recommender_id=one.recommender_id)
                enlisted[key] = KnownUnit(unit.id, unit.name)
            else:
                known = fresh.setdefault(key, one)
                if one.postcode and not known.postcode:
                    fresh[key] = ToldUnit(known.name, one.postcode, known.recommender_id)
        return enlisted | self._added(fresh)

    def _added(self, fresh: Mapping[str, ToldUnit]) -> dict[str, KnownUnit]:
        """Units that were not there before. Objects of all of them would cost more than the rows."""
        if not fresh:
            return {}
        table = Organization.__table__
        rows = [
            {
                "event_id": self.event_id, "name": one.name[:400], "name_key": key, "postcode": one.postcode[:20],
                "region": "", "recommender_id": one.recommender_id, "pinyin": pinyin_of(one.name),
            }
            for key, one in fresh.items()
        ]  # fmt: skip
        db.session.execute(insert(table), rows)
        query = select(table.c.name_key, table.c.id, table.c.name).where(table.c.event_id == self.event_id)
        return {key: KnownUnit(number, name) for key, number, name in db.session.execute(query) if key in fresh}

    def organization(
        self, name: str, *, postcode: str = "", region: str = "", recommender_id: int | None = None
    ) -> Organization:
        """The unit of this name, added when new; blanks that are known now are filled, nothing is overwritten."""
        unit = self.units.get(name_key(name))
        if unit is None:
            unit = _new_unit(self.event_id, name)
            db.session.add(unit)
            self.units[unit.name_key] = unit
        unit.postcode = unit.postcode or postcode[:20]
        unit.region = unit.region or region[:80]
        unit.recommender_id = unit.recommender_id or recommender_id
        return unit

    def recommender(self, name: str) -> Recommender:
        """The recommending body of this name, added when new."""
        body = self.bodies.get(name_key(name))
        if body is None:
            body = Recommender(event_id=self.event_id, name=name[:400], name_key=name_key(name))
            db.session.add(body)
            self.bodies[body.name_key] = body
        return body


def organization_for(edition: Edition, name: str) -> Organization:
    """One unit by name, added when new, within the running use case."""
    key = name_key(name)
    found = db.session.scalar(
        select(Organization).where(Organization.event_id == edition.id, Organization.name_key == key)
    )
    if found is None:
        found = _new_unit(edition.id, name)
        db.session.add(found)
        db.session.flush()
    return found


def list_recommenders(edition: Edition) -> list[Recommender]:
    """All recommending bodies, by name."""
    query = select(Recommender).where(Recommender.event_id == edition.id).order_by(Recommender.name)
    return list(db.session.scalars(query))


def pinyin_of(name: str) -> str:
    """All syllables of a unit's name joined, then a blank and their initials: by both it is looked up."""
    return f"{pinyin.full(name)[:LONGEST_PINYIN]} {pinyin.initials(name)[:LONGEST_INITIALS]}"


def suggest_organizations(edition: Edition, text: str, *, most: int = MOST_SUGGESTED) -> list[Organization]:
    """Units whose name, pinyin or initials hold `text`, those that begin with it first; while somebody types."""
    key = name_key(text)
    if not key:
        return []
    begins = [Organization.name_key.startswith(key, autoescape=True)]
    if is_spelled(key):
        begins += [Organization.pinyin.startswith(key, autoescape=True), Organization.pinyin.contains(f" {key}")]
    query = select(Organization).where(Organization.event_id == edition.id, holds(key))
    return list(db.session.scalars(query.order_by(case((or_(*begins), 0), else_=1), Organization.name).limit(most)))


def holds(key: str) -> ColumnElement[bool]:
    """Whether a unit's name, its pinyin or its initials hold this name key."""
    names = Organization.name_key.contains(key, autoescape=True)
    return or_(names, Organization.pinyin.contains(key)) if is_spelled(key) else names


def is_spelled(key: str) -> bool:
    """Whether this may be pinyin: letters and digits only, nothing that a pattern would take for a sign."""
    return key.isascii() and key.isalnum()


def _new_unit(event_id: int, name: str) -> Organization:
    return Organization(
        event_id=event_id, name=name[:400], name_key=name_key(name), postcode="", region="", pinyin=pinyin_of(name)
    )
