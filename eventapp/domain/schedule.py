"""The timetable as plain values; the hard rules stand in `schedule_rules`.

Times are whole minutes from 00:00 of the first day. A session is one room in one block; it serves one track,
and its talks run back to back from the start of the block, jumping over breaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

Window = tuple[int, int]
Windows = tuple[Window, ...] | None  # None: always
SessionKey = tuple[str, str]  # room id, block id


class TrackKind(StrEnum):
    """What a track is made of; tracks of one kind are summed up together."""

    QC = "QC"
    TEAM = "TEAM"
    STORY = "STORY"


@dataclass(frozen=True)
class Track:
    """Talks of one kind, judged alike. `slot_minutes` holds talk, questions and change-over.

    `kind` is the group in which several tracks are summed up together.

    `sessions` None lets the planner choose how many; `panel_min` 0 means that nobody judges.
    """

    id: str
    kind: TrackKind
    slot_minutes: int
    panel_min: int = 3
    panel_target: int = 3
    panel_max: int = 7
    competitive: bool = True
    sessions: int | None = None
    min_room_capacity: int = 0


@dataclass(frozen=True)
class Room:
    """A place; `tracks` None takes every track."""

    id: str
    capacity: int = 0
    tracks: frozenset[str] | None = None


@dataclass(frozen=True)
class Block:
    """A stretch of time in which all rooms run in parallel, usually a half-day."""

    id: str
    day: int
    starts: int
    ends: int
    breaks: tuple[Window, ...] = ()


@dataclass(frozen=True)
class Pin:
    """What people have settled by hand; None leaves that part to the planner."""

    room: str | None = None
    block: str | None = None
    start: int | None = None


@dataclass(frozen=True)
class Talk:
    """A presentation or story to be placed. `order_key` is its rank by lot or postcode within its session."""

    id: str
    track: str
    unit: str = ""
    region: str = ""
    persons: tuple[str, ...] = ()
    level1: bool = False
    order_key: int = 0
    topic: str = ""
    windows: Windows = None
    pin: Pin = Pin()


@dataclass(frozen=True)
class PlanJudge:
    """A judge who can be seated; None means every track, always, and any number of sessions.

    `barred` are talks ruled out one by one (see `recusal`); `person` is set if the judge also presents; `topics`
    are those the judge is an expert in, None counting as all of them.
    """

    id: str
    unit: str = ""
    region: str = ""
    tracks: frozenset[str] | None = None
    chair_ok: bool = True
    windows: Windows = None
    max_sessions: int | None = None
    barred: frozenset[str] = frozenset()
    person: str = ""
    topics: frozenset[str] | None = None

    def knows(self, topic: str) -> bool:
        """Whether the judge is an expert in `topic`."""
        return self.topics is None or topic in self.topics


@dataclass(frozen=True)
class Rules:
    """Settings of the edition. `coi` is the part of {"unit", "region"} that keeps a judge off a session."""

    coi: frozenset[str] = frozenset({"unit"})
    person_gap_minutes: int = 20
    unit_gap_minutes: int = 20
    size_spread_max: int | None = None
    min_chair_ok: int = 1
    judge_load_target: int = 4


@dataclass(frozen=True)
class Weights:
    """What one unit of each soft term costs; `schedule_score` says what the terms count.

    The last three hold a published plan together and count only where the instance has a `baseline`.
    """

    topic_mix: int = 10
    level1_dev: int = 40
    order_shift: int = 1
    unit_gap: int = 8
    panel_short: int = 4
    load_over: int = 2
    expertise: int = 2
    room_cat: int = 5
    idle: int = 2
    judge_move: int = 1
    stab_session: int = 60
    stab_start: int = 10
    stab_judge: int = 6


@dataclass(frozen=True)
class Instance:
    """Everything the planner knows. `closed` are the (room, block) pairs that cannot be used.

    `baseline` is a published plan from which a new one should differ little.
    """

    tracks: tuple[Track, ...]
    rooms: tuple[Room, ...]
    blocks: tuple[Block, ...]
    talks: tuple[Talk, ...]
    judges: tuple[PlanJudge, ...]
    rules: Rules = Rules()
    closed: frozenset[SessionKey] = frozenset()
    weights: Weights = Weights()
    baseline: Plan | None = None
    name: str = ""

    @cached_property
    def track(self) -> dict[str, Track]:
        return {each.id: each for each in self.tracks}

    @cached_property
    def room(self) -> dict[str, Room]:
        return {each.id: each for each in self.rooms}

    @cached_property
    def block(self) -> dict[str, Block]:
        return {each.id: each for each in self.blocks}

    @cached_property
    def talk(self) -> dict[str, Talk]:
        return {each.id: each for each in self.talks}

    @cached_property
    def judge(self) -> dict[str, PlanJudge]:
        return {each.id: each for each in self.judges}

    def room_takes(self, room: Room, block: Block, track: Track) -> bool:
        """Whether a session of `track` may be held in `room` during `block`."""
        allowed = room.tracks is None or track.id in room.tracks
        return allowed and (room.id, block.id) not in self.closed and room.capacity >= track.min_room_capacity


@dataclass(frozen=True)
class PlacedTalk:
    """Where and when one talk is; all ids, `start` in minutes."""

    talk: str
    room: str
    block: str
    start: int


@dataclass(frozen=True)
class Panel:
    """The judges of one session, the chair first."""

    room: str
    block: str
    judges: tuple[str, ...]


class PlanStatus(StrEnum):
    """How much is known of a plan: it keeps the hard rules, or is also proven to be the best there is."""

    FEASIBLE = "feasible"
    OPTIMAL = "optimal"


@dataclass(frozen=True)
class Plan:
    """A whole timetable. `score` counts soft faults: lower is better, and none is proven to be below `bound`.

    `bound` None: nothing is proven (a greedy plan, or one made by hand).
    """

    talks: tuple[PlacedTalk, ...]
    panels: tuple[Panel, ...]
    score: int | None = None
    bound: float | None = None
    status: PlanStatus = PlanStatus.FEASIBLE


def is_within(windows: Windows, starts: int, ends: int) -> bool:
    """Whether one of the windows covers the whole stretch."""
    return windows is None or any(first <= starts and ends <= last for first, last in windows)


@cache
def legal_starts(block: Block, slot_minutes: int) -> tuple[int, ...]:
    """Start minutes of a session: back to back from the start of the block, jumping over breaks."""
    starts: list[int] = []
    at = block.starts
    while at + slot_minutes <= block.ends:
        pause = next((b for b in sorted(block.breaks) if b[0] < at + slot_minutes and at < b[1]), None)
        if pause is None:
            starts.append(at)
        at = pause[1] if pause else at + slot_minutes
    return tuple(starts)


def possible_slots(instance: Instance, talk: Talk, block: Block) -> tuple[int, ...]:
    """Indices of the slots of `block` that the talk's windows and pin allow."""
    minutes = instance.track[talk.track].slot_minutes
    if talk.pin.block not in (None, block.id):
        return ()
    return tuple(
        index
        for index, start in enumerate(legal_starts(block, minutes))
        if talk.pin.start in (None, start) and is_within(talk.windows, start, start + minutes)
    )


def is_conflicted(rules: Rules, judge: PlanJudge, talk: Talk) -> bool:
    """Whether the judge may not sit where this talk is given: own unit, region, own talk, or barred."""
    same_unit = "unit" in rules.coi and bool(judge.unit) and judge.unit == talk.unit
    same_region = "region" in rules.coi and bool(judge.region) and judge.region == talk.region
    presents = bool(judge.person) and judge.person in talk.persons
    return same_unit or same_region or presents or talk.id in judge.barred


def too_close(a: Window, b: Window, gap: int) -> bool:
    """Whether two stretches (from, to) overlap or leave less than `gap` minutes between them."""
    return a[0] == b[0] or max(a[0], b[0]) - min(a[1], b[1]) < gap
