"""Annex 6 rolled up to regions and the nation, beside the year before; who has not sent annexes 5 and 6."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import load_only

from eventapp.domain.activity_bodies import Body, BodyFinder
from eventapp.domain.activity_tree import Basis, BodyFigures, Statistics, YearBefore, roll_up
from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition, is_same_series
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.refusals import NotFound
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexVersion
from eventapp.models.event import Event
from eventapp.services.activity_forms import SENT, body_of, list_bodies, newest_forms, owned, read_forms
from eventapp.services.events import edition_of

EVERYBODY = Actor(roles=frozenset({StaffRole.ORGANIZER}))  # sums of the year before; bodies are chosen by name after


def gather_statistics(edition: Edition, *, actor: Actor, basis: Basis = Basis.WHOLE) -> Statistics:
    """The whole tree as far as the actor may see it: at most six statements, however many units sent a form."""
    known = list_bodies(edition)
    bodies, nation = roll_up(read_forms(edition, known, actor=actor), basis)
    own = [body for body in known if owned(body, actor)]
    reporting = list_reporting(edition, known)
    before = year_before(edition, {name_key(body.name) for body in own}, actor=actor, basis=basis)
    return Statistics(
        bodies=tuple(beside(one, before, reporting) for one in bodies),
        nation=nation,
        basis=basis,
        before=before,
        without_statistics=missing(own, {one.body.key for one in bodies}),
        without_report=missing(own, reporting),
    )


def get_body(edition: Edition, key: str, *, actor: Actor, basis: Basis = Basis.WHOLE) -> tuple[Statistics, BodyFigures]:
    """One body within the whole; raises `NotFound` for one that sent nothing or is not the actor's."""
    statistics = gather_statistics(edition, actor=actor, basis=basis)
    found = next((one for one in statistics.bodies if one.body.key == key), None)
    if found is None:
        raise NotFound("找不到这个地区或集团的活动统计。")
    return statistics, found


def beside(one: BodyFigures, before: YearBefore | None, reporting: set[str]) -> BodyFigures:
    """A body with its year before."""
    earlier = before.bodies.get(name_key(one.body.name)) if before else None
    return replace(one, before=earlier, has_report=one.body.key in reporting)


def missing(own: Iterable[Body], there: set[str]) -> tuple[str, ...]:
    return tuple(body.name for body in own if body.key not in there)


def list_reporting(edition: Edition, bodies: list[Body]) -> set[str]:
    """Keys of the bodies from which an annex 5 came."""
    finder = BodyFinder(bodies)
    query = newest_forms(edition, FormKind.WORK_SUMMARY).options(
        load_only(AnnexVersion.number)
    )  # without the long texts
    return {body_of(finder, annex, version, unit).key for annex, version, unit in db.session.execute(query)}


def year_before(edition: Edition, own: set[str], *, actor: Actor, basis: Basis) -> YearBefore | None:
    """The sums of the year before, of the actor's bodies only; None when there was no edition or no annex 6."""
    earlier = find_edition_before(edition)
    if earlier is None:
        return None
    bodies, nation = roll_up(read_forms(earlier, list_bodies(earlier), actor=EVERYBODY), basis)
    if not actor.is_staff:
        kept = [form for one in bodies if name_key(one.body.name) in own for form in one.forms]
        bodies, nation = roll_up(kept, basis)
    figures = {name_key(one.body.name): one.figures for one in bodies}
    return YearBefore(earlier.name, nation, figures) if bodies else None


def find_edition_before(edition: Edition) -> Edition | None:
    """The edition of the year before in the same series; of several the one with the most annexes 6."""
    count = func.count(Annex.id)
    query = (
        select(Event, count)
        .outerjoin(
            Annex, (Annex.event_id == Event.id) & (Annex.kind == FormKind.ACTIVITY_STATISTICS) & Annex.state.in_(SENT)
        )
        .where(Event.year == edition.year - 1, Event.is_demonstration == edition.is_demonstration)
        .group_by(Event.id)
        .order_by(count.desc(), Event.id)
    )
    candidates = (edition_of(event) for event, _number in db.session.execute(query))
    return next((one for one in candidates if is_same_series(edition, one)), None)
