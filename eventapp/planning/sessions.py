"""Sessions out of counts: rooms get names again, talks are spread evenly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from eventapp.domain.schedule import Instance
from eventapp.planning.draft import Session, open_cells

Kind = tuple[str, ...]  # rooms that differ in nothing
Cell = tuple[str, str]  # block, track


def name_rooms(
    instance: Instance, held: dict[tuple[str, str, Kind], int], filled: dict[Cell, int]
) -> Iterator[Session]:
    """Rooms keep their track from block to block where they can; talks are spread evenly."""
    tracks_of: dict[str, set[str]] = defaultdict(set)
    taken: set[tuple[str, str]] = set()
    number = 0
    for block in instance.blocks:
        for track in instance.tracks:
            rooms: list[str] = []
            for (block_id, track_id, kind), wanted in held.items():
                if (block_id, track_id) == (block.id, track.id):
                    free = [room for room in kind if (room, block.id) not in taken]
                    free.sort(key=lambda room: (track.id not in tracks_of[room], len(tracks_of[room])))
                    rooms += free[:wanted]
            for index, room in enumerate(rooms):
                taken.add((room, block.id))
                tracks_of[room].add(track.id)
                size = (filled[block.id, track.id] + index) // len(rooms)
                yield Session(number, room, block.id, track.id, size)
                number += 1


def every_cell(instance: Instance) -> tuple[Session, ...]:
    """All sessions that could be held at all, as candidates."""
    cells = [(track, key) for track in instance.tracks for key, _ in open_cells(instance, track)]
    return tuple(Session(number, *key, track.id, 0) for number, (track, key) in enumerate(cells))


def with_bounds(instance: Instance, sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    """Sizes may change between the smallest and largest planned.

    Without a rule for the spread, one talk more or less than planned gives the later stages some play.
    """
    play = 1 if instance.rules.size_spread_max is None else 0
    sizes: dict[str, list[int]] = defaultdict(list)
    for each in sessions:
        sizes[each.track].append(each.size)
    return tuple(
        replace(each, least=max(1, min(sizes[each.track]) - play), most=max(sizes[each.track]) + play)
        for each in sessions
    )
