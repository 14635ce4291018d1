"""The hard rules of stage 2 as constraints: talks, sizes, people, and where care asks for it judges and layout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import combinations
from typing import Any

from eventapp.domain.schedule import Instance, Talk, possible_slots, too_close
from eventapp.domain.schedule_rules import can_sit
from eventapp.planning.draft import Session, may_judge, starts_of, talks_by_person
from eventapp.planning.engine import new_model


class Care(IntEnum):
    """How exactly the later stages are foreseen; each step costs time and is tried when the one before failed."""

    BLOCKS = 0  # a person with several talks stays in one session a block
    MINUTES = 1  # such a person's talks are placed to the minute
    JUDGES = 2  # panels are seated in the same model
    LAYOUT = 3  # the sessions given are only candidates; which are held is decided in the same model


@dataclass
class Placement:
    instance: Instance
    sessions: Sequence[Session]
    talks: Sequence[Talk]
    model: Any = field(default_factory=new_model)
    at: dict[tuple[str, int], Any] = field(default_factory=dict)  # (talk, session) -> placed there
    slot_at: dict[tuple[str, int, int], Any] = field(default_factory=dict)  # only talks that cannot take every slot
    opened: dict[int, Any] = field(default_factory=dict)  # only for sessions that need not be held
    cost: list[Any] = field(default_factory=list)

    def placed(self, talks: Sequence[Talk], session: Session) -> list[Any]:
        keys = ((talk.id, session.number) for talk in talks)
        return [self.at[key] for key in keys if key in self.at]


def add_hard_rules(placement: Placement, care: Care, fits: Callable[[Talk, Session], bool]) -> None:
    """Everything that the division of talks must keep, as exactly as `care` says."""
    if care is Care.LAYOUT:
        _open_freely(placement)
    _add_talks(placement, care, fits)
    _add_sizes(placement)
    _add_people(placement, care)
    if care >= Care.JUDGES:
        _add_judges(placement)


def _add_talks(placement: Placement, care: Care, fits: Callable[[Talk, Session], bool]) -> None:
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
    placement: Placement,
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


def _add_sizes(placement: Placement) -> None:
    for session in placement.sessions:
        most = min(session.most, len(starts_of(placement.instance, session)))
        size = sum(placement.placed(placement.talks, session))
        held = placement.opened.get(session.number, 1)
        placement.model.add(size >= session.least * held)
        placement.model.add(size <= most * held)
    if placement.opened and placement.instance.rules.size_spread_max is not None:
        _add_spread(placement, placement.instance.rules.size_spread_max)


def _add_spread(placement: Placement, spread: int) -> None:
    for track in placement.instance.tracks:
        lowest = placement.model.new_int_var(0, len(placement.talks), "")
        for session in placement.sessions:
            if session.track == track.id:
                size = sum(placement.placed(placement.talks, session))
                placement.model.add(size <= lowest + spread)
                placement.model.add(size >= lowest).only_enforce_if(placement.opened[session.number])


def _open_freely(placement: Placement) -> None:
    """A room holds one track a block; the number of sessions is free unless the track fixes it."""
    in_cell: dict[tuple[str, str], list[Any]] = defaultdict(list)
    of_track: dict[str, list[Any]] = defaultdict(list)
    for session in placement.sessions:
        held = placement.opened[session.number] = placement.model.new_bool_var("")
        in_cell[session.key].append(held)
        of_track[session.track].append(held)
    for rivals in in_cell.values():
        placement.model.add_at_most_one(rivals)
    for track in placement.instance.tracks:
        if track.sessions is not None and any(talk.track == track.id for talk in placement.talks):
            placement.model.add(sum(of_track[track.id]) == track.sessions)


def _add_people(placement: Placement, care: Care) -> None:
    for talks in talks_by_person(tuple(placement.talks)).values():
        if care is Care.BLOCKS:
            _keep_to_one_session_a_block(placement, talks)
        else:
            for a, b in combinations(talks, 2):
                _keep_apart(placement, a, b)


def _keep_to_one_session_a_block(placement: Placement, talks: list[Talk]) -> None:
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


def _keep_apart(placement: Placement, a: Talk, b: Talk) -> None:
    """Two talks of one person: no overlap, and the gap unless both are in one session."""
    ours, theirs = _stretches(placement, a), _stretches(placement, b)
    gap = placement.instance.rules.person_gap_minutes
    for number, stretch, var in ours:
        clashes = [
            other for n, s, other in theirs if too_close(stretch, s, 0 if n == number else gap)
        ]  # at most one of them is true, since b is placed once
        if clashes:
            placement.model.add(var + sum(clashes) <= 1)


def _stretches(placement: Placement, talk: Talk) -> list[tuple[int, tuple[int, int], Any]]:
    minutes = placement.instance.track[talk.track].slot_minutes
    sessions = {session.number: session for session in placement.sessions}
    found = []
    for (talk_id, number, slot), var in placement.slot_at.items():
        if talk_id == talk.id:
            start = starts_of(placement.instance, sessions[number])[slot]
            found.append((number, (start, start + minutes), var))
    return found


def _add_judges(placement: Placement) -> None:
    instance, model = placement.instance, placement.model
    seat: dict[tuple[str, int], Any] = {}
    for session in placement.sessions:
        track = instance.track[session.track]
        for judge in instance.judges if track.panel_min else ():
            if can_sit(instance, judge, track, session.block):
                seat[judge.id, session.number] = model.new_bool_var("")
        seats = {judge: var for (judge, number), var in seat.items() if number == session.number}
        held = placement.opened.get(session.number, 1)
        model.add(sum(seats.values()) >= track.panel_min * held)
        model.add(sum(seats.values()) <= track.panel_max * held)
        chairs = [var for judge, var in seats.items() if instance.judge[judge].chair_ok]
        model.add(sum(chairs) >= (instance.rules.min_chair_ok if track.panel_min else 0) * held)
    for judge in instance.judges:
        _add_judge_limits(placement, seat, judge.id)


def _add_judge_limits(placement: Placement, seat: dict[tuple[str, int], Any], judge_id: str) -> None:
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
