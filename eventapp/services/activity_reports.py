"""Annex 5, the work summaries: found by their words, read one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventapp.domain.activity_bodies import Body, BodyFinder
from eventapp.domain.activity_search import Passage, count_hits, passages_of, words_of_query
from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound
from eventapp.domain.submissions import SubmissionState
from eventapp.extensions import db
from eventapp.models.annex import Annex
from eventapp.services.activity_forms import body_of, list_bodies, name_of, newest_forms, owned

SECTIONS = ("basic_situation", "experience_and_practice", "problems_and_improvement")


@dataclass(frozen=True)
class Report:
    """One work summary in its newest version."""

    annex_id: int
    name: str
    body: Body
    state: SubmissionState
    sent_at: datetime
    sections: dict[str, str]
    may_open: bool  # the actor may open the annex itself

    @property
    def texts(self) -> dict[str, str]:
        """What is searched: the name of the unit and the sections."""
        return {"company_name": self.name, **self.sections}

    @property
    def length(self) -> int:
        return sum(map(len, self.sections.values()))


@dataclass(frozen=True)
class Hit:
    """A report that was found: how often, and where."""

    report: Report
    number: int = 0
    passages: tuple[Passage, ...] = ()


def list_reports(
    edition: Edition, *, actor: Actor, text: str = "", page: int = 1, size: int = 20
) -> tuple[Sequence[Hit], int]:
    """A page of the reports that hold every word of `text`, those that hold most first; and how many there are.

    The texts are compared here and not by the database: no two of them agree on width, case and Chinese words, and an
    edition has a few hundred reports.
    """
    words = words_of_query(text)
    found = [
        (hits, report)
        for report in read_reports(edition, actor=actor)
        if (hits := count_hits(report.texts.values(), words)) is not None
    ]
    found.sort(key=lambda one: (-one[0], one[1].body.name, one[1].name))
    shown = found[(page - 1) * size : page * size]
    return [Hit(report, hits, passages_of(report.texts, words)) for hits, report in shown], len(found)


def get_report(edition: Edition, annex_id: int, *, actor: Actor) -> Report:
    """One report; raises `NotFound` for one that is not the actor's."""
    only = next(read_reports(edition, actor=actor, annex_id=annex_id), None)
    if only is None:
        raise NotFound("找不到这份工作总结。")
    return only


def read_reports(edition: Edition, *, actor: Actor, annex_id: int | None = None) -> Iterator[Report]:
    """The reports that the actor may see: two statements."""
    finder = BodyFinder(list_bodies(edition))
    query = newest_forms(edition, FormKind.WORK_SUMMARY)
    if annex_id is not None:
        query = query.where(Annex.id == annex_id)
    for annex, version, unit in db.session.execute(query):
        body = body_of(finder, annex, version, unit)
        if owned(body, actor):
            yield Report(
                annex.id, name_of(version, unit), body, annex.state, version.submitted_at,
                {name: str(version.fields.get(name) or "") for name in SECTIONS},
                may_open=actor.is_staff or annex.recommender_id in actor.recommender_ids,
            )  # fmt: skip
