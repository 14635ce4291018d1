"""How good a timetable is: thirteen soft terms, each a count times its weight; lower is better.

The counts mean something for plans that keep the hard rules (`schedule_rules`), and are computed for incomplete
ones too, from what is placed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import combinations, pairwise

from eventapp.domain.schedule import (
    Instance,
    PlacedTalk,
    Plan,
    SessionKey,
    Talk,
    Track,
    Weights,
    legal_starts,
    too_close,
)
from eventapp.domain.schedule_rules import stretch

TERMS = tuple(field.name for field in fields(Weights))


@dataclass(frozen=True)
class Found:
    """One soft fault: how often it counts at `where` (ids of talks, judges, rooms and blocks)."""

    count: int
    where: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One soft term of a plan, with the places that cause it, the costliest first."""

    name: str
    count: int
    weight: int
    places: tuple[Found, ...] = ()

    @property
    def cost(self) -> int:
        return self.count * self.weight


def score(instance: Instance, plan: Plan) -> int:
    """The weighted sum of all terms."""
    return sum(term.cost for term in explain(instance, plan))


def count_terms(instance: Instance, plan: Plan) -> dict[str, int]:
    """Term to count."""
    return {term.name: term.count for term in explain(instance, plan)}


def explain(instance: Instance, plan: Plan) -> tuple[Term, ...]:
    """Every term with its count, weight and places, in the order of `Weights`."""
    view = _View(instance, plan)
    terms = []
    for name in TERMS:
        places = sorted((each for each in COUNTERS[name](view) if each.count), key=lambda each: -each.count)
        weight = getattr(instance.weights, name)
        terms.append(Term(name, sum(each.count for each in places), weight, tuple(places)))
    return tuple(terms)


def level1_band(size: int, level1: int, total: int) -> tuple[int, int]:
    """The fair numbers of level-1 talks in a session of `size`: the track's share, rounded down and up."""
    return size * level1 // total, -(-size * level1 // total)


class _View:
    """A plan by session, person and judge."""

    def __init__(self, instance: Instance, plan: Plan) -> None:
        self.instance = instance
        self.plan = plan
        self.sessions: dict[SessionKey, list[PlacedTalk]] = defaultdict(list)
        for each in plan.talks:
            self.sessions[each.room, each.block].append(each)
        self.seats = {(panel.room, panel.block): panel.judges for panel in plan.panels}

    def track_of(self, key: SessionKey) -> Track:
        return self.instance.track[self.talk(self.sessions[key][0]).track]

    def talk(self, placed: PlacedTalk) -> Talk:
        return self.instance.talk[placed.talk]

    def topics(self, key: SessionKey) -> set[str]:
        return {self.talk(each).topic for each in self.sessions[key]}

    def starts(self, key: SessionKey) -> tuple[int, ...]:
        return legal_starts(self.instance.block[key[1]], self.track_of(key).slot_minutes)

    @cached_property
    def shares(self) -> dict[str, tuple[int, int]]:
        """Track to its number of level-1 talks and of all talks."""
        total = Counter(talk.track for talk in self.instance.talks)
        level1 = Counter(talk.track for talk in self.instance.talks if talk.level1)
        return {track: (level1[track], count) for track, count in total.items()}


def _topic_mix(view: _View) -> Iterator[Found]:
    return (Found(len(view.topics(key)) - 1, key) for key in view.sessions)


def _level1_dev(view: _View) -> Iterator[Found]:
    for key, talks in view.sessions.items():
        track = view.track_of(key)
        if track.competitive:
            here = sum(view.talk(each).level1 for each in talks)
            low, high = level1_band(len(talks), *view.shares[track.id])
            yield Found(max(0, here - high, low - here), key)


def _order_shift(view: _View) -> Iterator[Found]:
    for key, talks in view.sessions.items():
        starts = view.starts(key)
        ranked = sorted(talks, key=lambda each: (view.talk(each).order_key, each.talk))
        for rank, each in enumerate(ranked):
            slot = starts.index(each.start) if each.start in starts else rank
            yield Found(abs(slot - rank), (each.talk,))


def _unit_gap(view: _View) -> Iterator[Found]:
    by_unit: dict[str, list[PlacedTalk]] = defaultdict(list)
    for each in view.plan.talks:
        by_unit[view.talk(each).unit].append(each)
    by_unit.pop("", None)
    gap = view.instance.rules.unit_gap_minutes
    for talks in by_unit.values():
        for a, b in combinations(talks, 2):
            elsewhere = (a.room, a.block) != (b.room, b.block)
            if elsewhere and too_close(stretch(view.instance, a), stretch(view.instance, b), gap):
                yield Found(1, (a.talk, b.talk))


def _panel_short(view: _View) -> Iterator[Found]:
    for key in view.sessions:
        yield Found(max(0, view.track_of(key).panel_target - len(view.seats.get(key, ()))), key)


def _load_over(view: _View) -> Iterator[Found]:
    load = Counter(judge for judges in view.seats.values() for judge in judges)
    target = view.instance.rules.judge_load_target
    return (Found(max(0, count - target), (judge,)) for judge, count in load.items())


def _expertise(view: _View) -> Iterator[Found]:
    judge = view.instance.judge
    for key in view.sessions:
        panel = [judge[each] for each in view.seats.get(key, ()) if each in judge]
        lacking = [topic for topic in sorted(view.topics(key)) if not any(each.knows(topic) for each in panel)]
        yield Found(len(lacking), (*key, *lacking))


def _room_cat(view: _View) -> Iterator[Found]:
    tracks: dict[str, set[str]] = defaultdict(set)
    for key in view.sessions:
        tracks[key[0]].add(view.track_of(key).id)
    return (Found(len(each) - 1, (room,)) for room, each in tracks.items())


def _idle(view: _View) -> Iterator[Found]:
    for key, talks in view.sessions.items():
        last = max(each.start for each in talks)
        yield Found(sum(start <= last for start in view.starts(key)) - len(talks), key)


def _judge_move(view: _View) -> Iterator[Found]:
    room_of = {(judge, block): room for (room, block), judges in view.seats.items() for judge in judges}
    blocks = sorted(view.instance.blocks, key=lambda block: block.starts)
    same_day = [(a.id, b.id) for a, b in pairwise(blocks) if a.day == b.day]
    for judge in view.instance.judge:
        for a, b in same_day:
            before, after = room_of.get((judge, a)), room_of.get((judge, b))
            if before is not None and after is not None and before != after:
                yield Found(1, (judge, a, b))


def _moved(view: _View, *, same_session: bool) -> Iterator[Found]:
    now = {each.talk: each for each in view.plan.talks}
    for old in view.instance.baseline.talks if view.instance.baseline else ():
        new = now.get(old.talk)
        if new and new != old and ((new.room, new.block) == (old.room, old.block)) is same_session:
            yield Found(1, (old.talk,))


def _stab_session(view: _View) -> Iterator[Found]:
    return _moved(view, same_session=False)


def _stab_start(view: _View) -> Iterator[Found]:
    return _moved(view, same_session=True)


def _stab_judge(view: _View) -> Iterator[Found]:
    """Seats added or removed in sessions that both plans hold; judges who are gone do not count."""
    for old in view.instance.baseline.panels if view.instance.baseline else ():
        if (old.room, old.block) in view.seats:
            before = {judge for judge in old.judges if judge in view.instance.judge}
            changed = before ^ set(view.seats[old.room, old.block])
            yield Found(len(changed), (old.room, old.block, *sorted(changed)))


COUNTERS: dict[str, Callable[[_View], Iterator[Found]]] = {
    "topic_mix": _topic_mix,
    "level1_dev": _level1_dev,
    "order_shift": _order_shift,
    "unit_gap": _unit_gap,
    "panel_short": _panel_short,
    "load_over": _load_over,
    "expertise": _expertise,
    "room_cat": _room_cat,
    "idle": _idle,
    "judge_move": _judge_move,
    "stab_session": _stab_session,
    "stab_start": _stab_start,
    "stab_judge": _stab_judge,
}
