"""The annexes 5 and 6 of an edition as values: the newest content of each, by region or group."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Select, func, select

from eventapp.domain.activity import figures_of
from eventapp.domain.activity_bodies import Body, BodyFinder, Sender
from eventapp.domain.activity_checks import problems_of
from eventapp.domain.activity_tree import UnitForm
from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.submissions import SubmissionState
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexVersion
from eventapp.models.organization import Organization, Recommender

SENT = (SubmissionState.SUBMITTED, SubmissionState.RETURNED, SubmissionState.ACCEPTED)


def newest_forms(edition: Edition, kind: FormKind) -> Select[Annex, AnnexVersion, Organization]:
    """The annexes of a kind that were sent and not withdrawn, each with its newest version and its unit."""
    newest = (
        select(func.max(AnnexVersion.number))
        .where(AnnexVersion.annex_id == Annex.id)
        .correlate(Annex)
        .scalar_subquery()
    )
    return (
        select(Annex, AnnexVersion, Organization)
        .join(AnnexVersion, AnnexVersion.annex_id == Annex.id)
        .outerjoin(Organization, Organization.id == Annex.organization_id)
        .where(Annex.event_id == edition.id, Annex.kind == kind, Annex.state.in_(SENT), AnnexVersion.number == newest)
        .order_by(Annex.id)
    )


def list_bodies(edition: Edition) -> list[Body]:
    """The recommending bodies, by name."""
    query = select(Recommender).where(Recommender.event_id == edition.id).order_by(Recommender.name)
    return [Body(str(body.id), body.name, body.id) for body in db.session.scalars(query)]


def owned(body: Body, actor: Actor) -> bool:
    """Whether the actor may see what came from this body."""
    return actor.is_staff or body.recommender_id in actor.recommender_ids


def body_of(finder: BodyFinder, annex: Annex, version: AnnexVersion, unit: Organization | None) -> Body:
    sender = Sender(
        name_of(version, unit), unit.region if unit else "", annex.recommender_id, unit.recommender_id if unit else None
    )
    return finder.find(sender)


def name_of(version: AnnexVersion, unit: Organization | None) -> str:
    """The name of the sender."""
    return unit.name if unit else str(version.fields.get("company_name") or "")


def read_forms(edition: Edition, bodies: list[Body], *, actor: Actor) -> Iterator[UnitForm]:
    """Every annex 6 that the actor may see: one statement."""
    finder = BodyFinder(bodies)
    for annex, version, unit in db.session.execute(newest_forms(edition, FormKind.ACTIVITY_STATISTICS)):
        body = body_of(finder, annex, version, unit)
        if owned(body, actor):
            yield UnitForm(
                annex.id, name_of(version, unit), body, annex.state, figures_of(version.fields),
                problems_of(version.fields, edition.year),
                may_open=actor.is_staff or annex.recommender_id in actor.recommender_ids,
            )  # fmt: skip
