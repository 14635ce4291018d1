"""Stage 2: which talk goes into which session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import combinations
from typing import Any

from eventapp.domain.schedule import Instance, Talk, possible_slots, too_close
from eventapp.domain.schedule_rules import can_sit
from eventapp.planning.draft import Members, Session, may_judge, starts_of, talks_by_person
from eventapp.planning.engine import Engine, Verdict, new_model

TOPIC_MIX, LEVEL1_OFF, UNIT_PARALLEL = 10, 40, 3


class Care(IntEnum):
    """How exactly the later stages are foreseen; each step costs time and is tried when the one before failed."""

    BLOCKS = 0  # a person with several talks stays in one session a block
    MINUTES = 1  # such a person's talks are placed to the minute
    JUDGES = 2  # panels are seated in the same model


@dataclass
class _Placement:
    instance: Instance
    sessions: Sequence[Session]
    talks: Sequence[Talk]
    model: Any = field(default_factory=new_model)
    at: dict[tuple[str, int], Any] = field(default_factory=dict)  # (talk, session) -> placed there
    slot_at: dict[tuple[str, int, int], Any] = field(default_factory=dict)  # only talks that cannot take every slot
    cost: list[Any] = field(default_factory=list)

    def placed(self, talks: Sequence[Talk], session: Session) -> list[Any]:
        keys = ((talk.id, session.number) for talk in talks)
        return [self.at[key] for key in keys if key in self.at]


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
    placement = _Placement(instance, sessions, talks)
    _add_talks(placement, care, fits)
    _add_sizes(placement)
    _add_people(placement, care)
    if start is None:
        _add_cut(placement)
    else:
        _add_wishes(placement, start)
    if care is Care.JUDGES:
        _add_judges(placement)
    placement.model.minimize(sum(placement.cost))
    quick = start is not None
    verdict, solver = engine.solve(placement.model, efforts[0]) if quick else engine.search(placement.model, *efforts)
    members: Members = defaultdict(list)
    if verdict is Verdict.FOUND:
        for (talk_id, number), var in placement.at.items():
            if solver.value(var):
                members[number].append(instance.talk[talk_id])
    return verdict, dict(members)


def _add_talks(placement: _Placement, care: Care, fits: Callable[[Talk, Session], bool]) -> None:
    instance, model = placement.instance, placement.model
    shared = {talk.id for theirs in talks_by_person(instance.talks).values() for talk in theirs}
    slots_of = {
        (talk.id, block.id): possible_slots(instance, talk, block)
        for talk in placement.talks
        for block in instance.blocks
    }
    taken: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for talk in placement.talks:
        for session in placement.sessions:
            slots = slots_of[talk.id, session.block]
            right_room = talk.pin.room in (None, session.room)
            if talk.track != session.track or not slots or not right_room or not fits(talk, session):
                continue
            placement.at[talk.id, session.number] = model.new_bool_var("")
            by_minute = care >= Care.MINUTES and talk.id in shared
            if by_minute or len(slots) < len(starts_of(instance, session)):
                _add_slots(placement, talk, session, slots, taken)
        model.add_exactly_one(
            [placement.at[talk.id, s.number] for s in placement.sessions if (talk.id, s.number) in placement.at]
        )
    for same_slot in taken.values():
        model.add_at_most_one(same_slot)


def _add_slots(
    placement: _Placement,
    talk: Talk,
    session: Session,
    slots: tuple[int, ...],
    taken: dict[tuple[int, int], list[Any]],
) -> None:
    chosen = []
    for slot in slots:
        var = placement.slot_at[talk.id, session.number, slot] = placement.model.new_bool_var("")
        taken[session.number, slot].append(var)
        chosen.append(var)
    placement.model.add(sum(chosen) == placement.at[talk.id, session.number])


def _add_sizes(placement: _Placement) -> None:
    for session in placement.sessions:
        most = min(session.most, len(starts_of(placement.instance, session)))
        here = placement.placed(placement.talks, session)
        placement.model.add_linear_constraint(sum(here), session.least, most)


def _add_people(placement: _Placement, care: Care) -> None:
    for talks in talks_by_person(tuple(placement.talks)).values():
        if care is Care.BLOCKS:
            _keep_to_one_session_a_block(placement, talks)
        else:
            for a, b in combinations(talks, 2):
                _keep_apart(placement, a, b)


def _keep_to_one_session_a_block(placement: _Placement, talks: list[Talk]) -> None:
    instance, model = placement.instance, placement.model
    present: dict[int, Any] = {}
    for session in placement.sessions:
        here = placement.placed(talks, session)
        if here:
            present[session.number] = model.new_bool_var("")
            model.add_max_equality(present[session.number], here)
    for s, t in combinations([s for s in placement.sessions if s.number in present], 2):
        first, second = instance.block[s.block], instance.block[t.block]
        spans = (first.starts, first.ends), (second.starts, second.ends)
        if too_close(*spans, instance.rules.person_gap_minutes):
            model.add(present[s.number] + present[t.number] <= 1)


def _keep_apart(placement: _Placement, a: Talk, b: Talk) -> None:
    """Two talks of one person: no overlap, and the gap unless both are in one session."""
    ours, theirs = _stretches(placement, a), _stretches(placement, b)
    gap = placement.instance.rules.person_gap_minutes
    for number, stretch, var in ours:
        clashes = [
            other for n, s, other in theirs if too_close(stretch, s, 0 if n == number else gap)
        ]  # at most one of them is true, since b is placed once
        if clashes:
            placement.model.add(var + sum(clashes) <= 1)


def _stretches(placement: _Placement, talk: Talk) -> list[tuple[int, tuple[int, int], Any]]:
    minutes = placement.instance.track[talk.track].slot_minutes
    sessions = {session.number: session for session in placement.sessions}
    found = []
    for (talk_id, number, slot), var in placement.slot_at.items():
        if talk_id == talk.id:
            start = starts_of(placement.instance, sessions[number])[slot]
            found.append((number, (start, start + minutes), var))
    return found


def _add_cut(placement: _Placement) -> None:
    """Neighbors in the list by topic, region and unit share a session: few topics, few recusals, no parallel kin."""
    for track in placement.instance.tracks:
        talks = [talk for talk in placement.talks if talk.track == track.id]
        queue = sorted(talks, key=lambda talk: (talk.topic, talk.region, talk.unit, talk.order_key, talk.id))
        for session in placement.sessions:
            if session.track == track.id:
                here, queue = queue[: session.size], queue[session.size :]
                placement.cost += [1 - var for var in placement.placed(here, session)]


def _add_wishes(placement: _Placement, start: dict[str, int]) -> None:
    _add_fairness(placement)
    _add_topics(placement)
    _add_units(placement)
    for (talk_id, number), var in placement.at.items():
        placement.model.add_hint(var, start[talk_id] == number)


def _add_fairness(placement: _Placement) -> None:
    """The level-1 talks of a session lie between floor and ceil of its fair share (exact, linear)."""
    for track in placement.instance.tracks:
        total = sum(talk.track == track.id for talk in placement.instance.talks)
        first = sum(talk.track == track.id and talk.level1 for talk in placement.instance.talks)
        if not track.competitive or first in (0, total):
            continue
        for session in placement.sessions:
            if session.track == track.id:
                _add_share(placement, session, first, total)


def _add_share(placement: _Placement, session: Session, first: int, total: int) -> None:
    off = placement.model.new_int_var(0, len(placement.talks), "")
    size = sum(placement.placed(placement.talks, session))
    count = sum(placement.placed([talk for talk in placement.talks if talk.level1], session))
    placement.model.add(total * (count - off) <= first * size + total - 1)
    placement.model.add(total * (count + off) >= first * size - total + 1)
    placement.cost.append(LEVEL1_OFF * off)


def _add_topics(placement: _Placement) -> None:
    by_topic: dict[str, list[Talk]] = defaultdict(list)
    for talk in placement.talks:
        by_topic[talk.topic].append(talk)
    for talks in by_topic.values() if len(by_topic) > 1 else ():
        for session in placement.sessions:
            present = _any_of(placement, talks, session)
            if present is not None:
                placement.cost.append(TOPIC_MIX * present)


def _add_units(placement: _Placement) -> None:
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


def _any_of(placement: _Placement, talks: list[Talk], session: Session) -> Any | None:
    here = placement.placed(talks, session)
    if not here:
        return None
    present = placement.model.new_bool_var("")
    for var in here:
        placement.model.add_implication(var, present)
    return present


def _add_judges(placement: _Placement) -> None:
    instance, model = placement.instance, placement.model
    seat: dict[tuple[str, int], Any] = {}
    for session in placement.sessions:
        track = instance.track[session.track]
        for judge in instance.judges if track.panel_min else ():
            if can_sit(instance, judge, track, session.block):
                seat[judge.id, session.number] = model.new_bool_var("")
        seats = {judge: var for (judge, number), var in seat.items() if number == session.number}
        model.add_linear_constraint(sum(seats.values()), track.panel_min, track.panel_max if track.panel_min else 0)
        chairs = [var for judge, var in seats.items() if instance.judge[judge].chair_ok]
        model.add(sum(chairs) >= (instance.rules.min_chair_ok if track.panel_min else 0))
    for judge in instance.judges:
        _add_judge_limits(placement, seat, judge.id)


def _add_judge_limits(placement: _Placement, seat: dict[tuple[str, int], Any], judge_id: str) -> None:
    instance, model = placement.instance, placement.model
    judge = instance.judge[judge_id]
    own = [(s, seat[judge_id, s.number]) for s in placement.sessions if (judge_id, s.number) in seat]
    for block in instance.blocks:
        model.add_at_most_one([var for s, var in own if s.block == block.id])
    if judge.max_sessions is not None:
        model.add(sum(var for _, var in own) <= judge.max_sessions)
    conflicted = [talk for talk in placement.talks if not may_judge(instance, judge_id, [talk])]
    presented = [talk for talk in conflicted if judge.person and judge.person in talk.persons]
    for session, var in own:
        away = [each for s in placement.sessions if s.block == session.block for each in placement.placed(presented, s)]
        for there in placement.placed(conflicted, session) + away:
            model.add_at_most_one([var, there])
