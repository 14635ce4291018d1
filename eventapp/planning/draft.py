"""The plan while it grows: sessions, the talks of each, their judges, their slots."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from eventapp.domain.schedule import (
    Instance,
    Panel,
    PlacedTalk,
    Plan,
    SessionKey,
    Talk,
    Track,
    is_conflicted,
    legal_starts,
)

Members = dict[int, list[Talk]]  # session number -> its talks
Seats = dict[int, tuple[str, ...]]  # session number -> judge ids, the chair first
Slots = dict[str, int]  # talk id -> index of its slot


@dataclass(frozen=True)
class Session:
    """One room in one block for one track: the number of talks meant for it, and how far that may change."""

    number: int
    room: str
    block: str
    track: str
    size: int
    least: int = 1
    most: int = 10_000

    @property
    def key(self) -> SessionKey:
        return self.room, self.block


def starts_of(instance: Instance, session: Session) -> tuple[int, ...]:
    """Start minutes of the slots of a session."""
    return legal_starts(instance.block[session.block], instance.track[session.track].slot_minutes)


def open_cells(instance: Instance, track: Track) -> list[tuple[SessionKey, int]]:
    """The (room, block) pairs where `track` may be held, each with its number of slots."""
    return [
        ((room.id, block.id), len(legal_starts(block, track.slot_minutes)))
        for block in instance.blocks
        for room in instance.rooms
        if instance.room_takes(room, block, track) and legal_starts(block, track.slot_minutes)
    ]


def talks_by_person(talks: tuple[Talk, ...]) -> dict[str, list[Talk]]:
    """People who present more than once, with their talks."""
    found: dict[str, list[Talk]] = defaultdict(list)
    for talk in talks:
        for person in dict.fromkeys(talk.persons):
            found[person].append(talk)
    return {person: theirs for person, theirs in found.items() if len(theirs) > 1}


def may_judge(instance: Instance, judge_id: str, talks: list[Talk]) -> bool:
    """Whether the judge is free of conflict with every talk."""
    judge = instance.judge[judge_id]
    return not any(is_conflicted(instance.rules, judge, talk) for talk in talks)


@dataclass(frozen=True)
class Draft:
    """All decisions of one complete plan."""

    sessions: tuple[Session, ...]
    members: Members
    seats: Seats
    slots: Slots

    def to_plan(self, instance: Instance) -> Plan:
        """The draft as plain data, in order of time and room."""
        talks = [
            PlacedTalk(talk.id, session.room, session.block, starts_of(instance, session)[self.slots[talk.id]])
            for session in self.sessions
            for talk in self.members.get(session.number, [])
        ]
        used = [session for session in self.sessions if self.members.get(session.number)]
        panels = [Panel(s.room, s.block, self.seats[s.number]) for s in used if self.seats.get(s.number)]
        return Plan(tuple(sorted(talks, key=lambda each: (each.start, each.room))), tuple(panels))
