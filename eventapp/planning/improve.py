"""After the first plan: free a few sessions at a time, divide their talks anew, keep what is not worse."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from eventapp.domain.schedule import Instance, Talk
from eventapp.planning.draft import Draft, Session, may_judge, talks_by_person
from eventapp.planning.engine import Engine, Verdict
from eventapp.planning.order import put_in_order
from eventapp.planning.panels import seat
from eventapp.planning.placement import place
from eventapp.planning.progress import Stage
from eventapp.planning.scoring import score

NEIGHBORS = 4
EFFORT = 0.1
LATE_EFFORT = 0.3
MIXING = 0.75  # share of the budget before panels and order get theirs
ENOUGH_IN_VAIN = 60


def improve(instance: Instance, engine: Engine, draft: Draft) -> Draft:
    """The best draft found until the budget is spent, somebody stops, or long nothing has become better."""
    chance, in_vain = Random(engine.seed), 0
    engine.score = score(instance, draft.to_plan(instance))
    while in_vain < ENOUGH_IN_VAIN and engine.spent < MIXING * engine.seconds and engine.may_go_on():
        before = engine.score
        draft = _better(instance, engine, draft, _mixed(instance, engine, draft, chance))
        in_vain = 0 if engine.score < before else in_vain + 1
    for finish in (_reseated, _spaced):
        if engine.may_go_on():
            draft = _better(instance, engine, draft, finish(instance, engine, draft))
    return draft


def _better(instance: Instance, engine: Engine, draft: Draft, other: Draft | None) -> Draft:
    """The other draft if it is not worse; equal ones are taken because they lead out of dead ends."""
    engine.say(Stage.IMPROVE, max(0.2, engine.spent / engine.seconds))
    worth = score(instance, other.to_plan(instance)) if other else None
    if other is None or worth is None or (engine.score is not None and worth > engine.score):
        return draft
    engine.score = worth
    return other


def _reseated(instance: Instance, engine: Engine, draft: Draft) -> Draft | None:
    seats = seat(instance, engine, draft.sessions, draft.members, effort=LATE_EFFORT)
    return replace(draft, seats=seats) if seats is not None else None


def _spaced(instance: Instance, engine: Engine, draft: Draft) -> Draft | None:
    slots = put_in_order(instance, engine, draft.sessions, draft.members, effort=LATE_EFFORT, spacing=True)
    return replace(draft, slots=slots) if slots is not None else None


def _mixed(instance: Instance, engine: Engine, draft: Draft, chance: Random) -> Draft | None:
    """Divide the talks of a few sessions of one track anew, under the panels that sit there."""
    track = chance.choice(draft.sessions).track
    of_track = [s for s in draft.sessions if s.track == track]
    freed = chance.sample(of_track, min(NEIGHBORS, len(of_track)))
    talks = [talk for session in freed for talk in draft.members.get(session.number, [])]
    at = {talk.id: session.number for session in freed for talk in draft.members.get(session.number, [])}
    tied = _tied(instance)

    def fits(talk: Talk, session: Session) -> bool:
        if talk.id in tied or at[talk.id] == session.number:
            return at[talk.id] == session.number
        return all(may_judge(instance, judge, [talk]) for judge in draft.seats.get(session.number, ()))

    verdict, members = place(instance, engine, freed, talks, efforts=(EFFORT,), fits=fits, start=at)
    if verdict is not Verdict.FOUND:
        return None
    others = {number: group for number, group in draft.members.items() if number not in {s.number for s in freed}}
    members = others | members
    slots = put_in_order(instance, engine, draft.sessions, members, blocks={s.block for s in freed})
    return replace(draft, members=members, slots=draft.slots | slots) if slots is not None else None


def _tied(instance: Instance) -> frozenset[str]:
    """Talks of people who also present elsewhere or judge: a quick exchange is not careful enough for them."""
    judging = {judge.person for judge in instance.judges if judge.person}
    several = {talk.id for theirs in talks_by_person(instance.talks).values() for talk in theirs}
    return frozenset(several | {talk.id for talk in instance.talks if judging & set(talk.persons)})
