"""Units and recommending bodies: found by name, written down once."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import insert, select

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.extensions import db
from eventapp.models.organization import Organization, Recommender


class Directory:
    """All units and recommending bodies of an edition, loaded once for a use case that needs many."""

    def __init__(self, edition: Edition) -> None:
        self.event_id = edition.id
        units = db.session.scalars(select(Organization).where(Organization.event_id == edition.id))
        bodies = db.session.scalars(select(Recommender).where(Recommender.event_id == edition.id))
        self.units = {unit.name_key: unit for unit in units}
        self.bodies = {body.name_key: body for body in bodies}

    def enlist(self, names: Iterable[str]) -> None:
        """Add all units that are new at once: two statements, however many they are."""
        fresh = {key: name for name in names if (key := name_key(name)) not in self.units}
        if not fresh:
            return
        columns = {"event_id": self.event_id, "postcode": "", "region": ""}
        db.session.execute(
            insert(Organization), [{"name": name[:400], "name_key": key, **columns} for key, name in fresh.items()]
        )
        for unit in db.session.scalars(select(Organization).where(Organization.event_id == self.event_id)):
            self.units[unit.name_key] = unit

    def organization(
        self, name: str, *, postcode: str = "", region: str = "", recommender_id: int | None = None
    ) -> Organization:
        """The unit of this name, added when new; blanks that are known now are filled, nothing is overwritten."""
        unit = self.units.get(name_key(name))
        if unit is None:
            unit = Organization(
                event_id=self.event_id, name=name[:400], name_key=name_key(name), postcode="", region=""
            )
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
        found = Organization(event_id=edition.id, name=name[:400], name_key=key, postcode="", region="")
        db.session.add(found)
        db.session.flush()
    return found


def list_recommenders(edition: Edition) -> list[Recommender]:
    """All recommending bodies, by name."""
    query = select(Recommender).where(Recommender.event_id == edition.id).order_by(Recommender.name)
    return list(db.session.scalars(query))


def suggest_organizations(edition: Edition, text: str, *, most: int = 10) -> list[Organization]:
    """Units whose name holds `text`, for a form that helps while one types."""
    key = name_key(text)
    if not key:
        return []
    query = select(Organization).where(
        Organization.event_id == edition.id, Organization.name_key.contains(key, autoescape=True)
    )
    return list(db.session.scalars(query.order_by(Organization.name).limit(most)))
