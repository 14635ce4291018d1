"""Stage 2: which talk goes into which session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from eventapp.domain.schedule import Instance, Talk
from eventapp.planning.draft import Members, Session
from eventapp.planning.engine import Engine, Verdict
from eventapp.planning.placement_rules import Care, Placement, add_hard_rules

TOPIC_MIX, LEVEL1_OFF, UNIT_PARALLEL = 10, 40, 3


def place(
    instance: Instance,
    engine: Engine,
    sessions: Sequence[Session],
    talks: Sequence[Talk],
    *,
    care: Care = Care.BLOCKS,
    efforts: tuple[float, ...],
    fits: Callable[[Talk, Session], bool] = lambda talk, session: True,
    start: dict[str, int] | None = None,
) -> tuple[Verdict, Members]:
    """Divide `talks` among `sessions`; `fits` forbids pairs.

    With an earlier answer as `start` the talks are divided as well as possible; without one, as quickly as possible
    and near a plain cut of the sorted list, since the search for a good division needs a legal one to begin from.
    """
    placement = Placement(instance, sessions, talks)
    add_hard_rules(placement, care, fits)
    if start is None and care is not Care.LAYOUT:
        _add_cut(placement)
    elif start is not None:
        _add_wishes(placement, start)
    placement.model.minimize(sum(placement.cost))
    tries = engine.search if start is None else engine.solve
    verdict, solver = tries(placement.model, *efforts)
    return verdict, _members(placement, solver) if verdict is Verdict.FOUND else {}


def _members(placement: Placement, solver: Any) -> Members:
    members: Members = defaultdict(list)
    for (talk_id, number), var in placement.at.items():
        if solver.value(var):
            members[number].append(placement.instance.talk[talk_id])
    return dict(members)


def _add_cut(placement: Placement) -> None:
    """Neighbors in the list by topic, region and unit share a session: few topics, few recusals, no parallel kin."""
    for track in placement.instance.tracks:
        talks = [talk for talk in placement.talks if talk.track == track.id]
        queue = sorted(talks, key=lambda talk: (talk.topic, talk.region, talk.unit, talk.order_key, talk.id))
        for session in placement.sessions:
            if session.track == track.id:
                here, queue = queue[: session.size], queue[session.size :]
                placement.cost += [1 - var for var in placement.placed(here, session)]
                for var in placement.placed(here, session):
                    placement.model.add_hint(var, True)


def _add_wishes(placement: Placement, start: dict[str, int]) -> None:
    _add_fairness(placement)
    _add_topics(placement)
    _add_units(placement)
    for (talk_id, number), var in placement.at.items():
        placement.model.add_hint(var, start[talk_id] == number)


def _add_fairness(placement: Placement) -> None:
    """The level-1 talks of a session lie between floor and ceil of its fair share (exact, linear)."""
    for track in placement.instance.tracks:
        total = sum(talk.track == track.id for talk in placement.instance.talks)
        first = sum(talk.track == track.id and talk.level1 for talk in placement.instance.talks)
        if not track.competitive or first in (0, total):
            continue
        for session in placement.sessions:
            if session.track == track.id:
                _add_share(placement, session, first, total)


def _add_share(placement: Placement, session: Session, first: int, total: int) -> None:
    off = placement.model.new_int_var(0, len(placement.talks), "")
    size = sum(placement.placed(placement.talks, session))
    count = sum(placement.placed([talk for talk in placement.talks if talk.level1], session))
    placement.model.add(total * (count - off) <= first * size + total - 1)
    placement.model.add(total * (count + off) >= first * size - total + 1)
    placement.cost.append(LEVEL1_OFF * off)


def _add_topics(placement: Placement) -> None:
    by_topic: dict[str, list[Talk]] = defaultdict(list)
    for talk in placement.talks:
        by_topic[talk.topic].append(talk)
    for talks in by_topic.values() if len(by_topic) > 1 else ():
        for session in placement.sessions:
            present = _any_of(placement, talks, session)
            if present is not None:
                placement.cost.append(TOPIC_MIX * present)


def _add_units(placement: Placement) -> None:
    """Each further session of one unit in one block costs, so that its delegates can follow their own."""
    by_unit: dict[str, list[Talk]] = defaultdict(list)
    for talk in placement.talks:
        by_unit[talk.unit].append(talk)
    for unit, talks in by_unit.items():
        if not unit or len(talks) < 2:
            continue
        for block in placement.instance.blocks:
            here = [_any_of(placement, talks, s) for s in placement.sessions if s.block == block.id]
            present = [var for var in here if var is not None]
            if len(present) > 1:
                more = placement.model.new_int_var(0, len(present), "")
                placement.model.add(more >= sum(present) - 1)
                placement.cost.append(UNIT_PARALLEL * more)


def _any_of(placement: Placement, talks: list[Talk], session: Session) -> Any | None:
    here = placement.placed(talks, session)
    if not here:
        return None
    present = placement.model.new_bool_var("")
    for var in here:
        placement.model.add_implication(var, present)
    return present
