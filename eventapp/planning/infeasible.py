"""Four counting arguments that nearly always show why nothing fits, found in milliseconds without a solver.

Each is a relaxation of the hard rules: what it proves impossible is impossible. Each is irreducible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from eventapp.domain.schedule import Instance, Talk, Track, is_within, legal_starts, possible_slots
from eventapp.domain.schedule_certificates import Certificate, CertificateKind
from eventapp.planning.hall import Option, deficient_talks

# Of more tracks than this only the single ones, the pairs and their whole are looked at.
TRACKS_FOR_EVERY_SUBSET = 8
SEARCH_STEPS = 200_000

Spot = tuple[str, int, int]  # block, from, to


def find_certificate(instance: Instance) -> Certificate | None:
    """The first proof that there is no plan, or None; None does not promise a plan."""
    return next(certificates(instance), None)


def certificates(instance: Instance) -> Iterator[Certificate]:
    """At most one proof of each kind, the plainest kind first."""
    for search in (missing_rooms, missing_slots, missing_judges, overbooked_person):
        found = search(instance)
        if found:
            yield found


def missing_slots(instance: Instance) -> Certificate | None:
    """More talks than slots they can use (bipartite matching); every one of the talks named is needed."""
    rooms = _rooms_by_cell(instance)
    groups: dict[tuple[str, object, object], list[str]] = defaultdict(list)
    for talk in instance.talks:
        groups[talk.track, talk.windows, talk.pin].append(talk.id)
    capacity: dict[Option, int] = {}
    choices: list[tuple[list[str], list[Option]]] = []
    for members in groups.values():
        options = dict(_slots_of(instance, instance.talk[members[0]], rooms))
        capacity |= options
        choices.append((members, list(options)))
    talks = deficient_talks(choices, capacity)
    order = {talk.id: index for index, talk in enumerate(instance.talks)}
    named = tuple(sorted(talks, key=order.__getitem__))
    return Certificate(CertificateKind.SLOTS, len(named), len(named) - 1, talks=named) if named else None


def _slots_of(
    instance: Instance, talk: Talk, rooms: dict[tuple[str, str], tuple[str, ...]]
) -> Iterator[tuple[Option, int]]:
    """Block, track, slot and room (if pinned) with how many talks fit there; pinned rooms count apart, which relaxes."""
    track = instance.track[talk.track]
    for block in instance.blocks:
        free = len([room for room in rooms[block.id, track.id] if talk.pin.room in (None, room)])
        most = free if track.sessions is None else min(free, track.sessions)
        for slot in possible_slots(instance, talk, block) if most else ():
            yield (block.id, track.id, slot, talk.pin.room), most


def _rooms_by_cell(instance: Instance) -> dict[tuple[str, str], tuple[str, ...]]:
    """(block, track) -> rooms where a session of the track can be held then."""
    return {
        (block.id, track.id): tuple(room.id for room in instance.rooms if instance.room_takes(room, block, track))
        if legal_starts(block, track.slot_minutes)
        else ()
        for block in instance.blocks
        for track in instance.tracks
    }


def sessions_needed(instance: Instance, track: Track) -> int:
    """Sessions the track cannot do without: those asked for, or as few as hold its talks."""
    count = sum(talk.track == track.id for talk in instance.talks)
    if track.sessions is not None:
        return track.sessions if count else 0
    longest = max((len(legal_starts(block, track.slot_minutes)) for block in instance.blocks), default=0)
    return -(-count // longest) if longest else 0


def _subsets(tracks: list[Track]) -> Iterator[tuple[Track, ...]]:
    """Small ones first, so that the first one that proves something is irreducible."""
    every = len(tracks) <= TRACKS_FOR_EVERY_SUBSET
    for size in range(1, (len(tracks) if every else 2) + 1):
        yield from combinations(tracks, size)
    if not every:
        yield tuple(tracks)


def _ids(tracks: Iterable[Track]) -> tuple[str, ...]:
    return tuple(track.id for track in tracks)


def missing_rooms(instance: Instance) -> Certificate | None:
    """Fewer open (room, block) pairs than sessions, for some set of tracks."""
    rooms = _rooms_by_cell(instance)
    need_of = {track.id: sessions_needed(instance, track) for track in instance.tracks}
    for tracks in _subsets([track for track in instance.tracks if need_of[track.id]]):
        need = sum(need_of[each.id] for each in tracks)
        have = sum(len({r for t in tracks for r in rooms[block.id, t.id]}) for block in instance.blocks)
        if have < need:
            return Certificate(CertificateKind.ROOMS, need, have, tracks=_ids(tracks))
    return None


def missing_judges(instance: Instance) -> Certificate | None:
    """In every block at most qualified present judges / panel size sessions; in all fewer than needed."""
    rooms = _rooms_by_cell(instance)
    able = {
        block.id: [j for j in instance.judges if is_within(j.windows, block.starts, block.ends)]
        for block in instance.blocks
    }
    judged = [track for track in instance.tracks if track.panel_min and sessions_needed(instance, track)]
    holding = {track.id: _blocks_for(instance, track) for track in judged}
    for tracks in _subsets(judged):
        need, have = sum(sessions_needed(instance, track) for track in tracks), 0
        least = min(track.panel_min for track in tracks)
        for block in instance.blocks:
            fitting = {track.id for track in tracks if block.id in holding[track.id]}
            places = len({room for track in tracks for room in rooms[block.id, track.id]})
            present = [j for j in able[block.id] if fitting and (j.tracks is None or j.tracks & fitting)]
            panels = len(present) // least
            if instance.rules.min_chair_ok:
                panels = min(panels, sum(j.chair_ok for j in present) // instance.rules.min_chair_ok)
            have += min(places, panels)
        if have < need:
            return Certificate(CertificateKind.JUDGES, need, have, tracks=_ids(tracks))
    return None


def _blocks_for(instance: Instance, track: Track) -> frozenset[str]:
    """Blocks long enough for a session; where sizes must be even, for one of nearly the mean size."""
    even = instance.rules.size_spread_max is not None and instance.rules.size_spread_max <= 1
    count = sum(talk.track == track.id for talk in instance.talks)
    least = count // track.sessions if even and track.sessions else 1
    return frozenset(b.id for b in instance.blocks if len(legal_starts(b, track.slot_minutes)) >= max(1, least))


def overbooked_person(instance: Instance) -> Certificate | None:
    """Somebody whose talks cannot all be placed with the gap between them, by trying everything."""
    rooms = _rooms_by_cell(instance)
    talks_of: dict[str, list[Talk]] = defaultdict(list)
    for talk in instance.talks:
        for person in dict.fromkeys(talk.persons):
            talks_of[person].append(talk)
    for person, talks in talks_of.items():
        if len(talks) > 1 and not _fits_together(instance, talks, rooms):
            named = tuple(talk.id for talk in talks)
            return Certificate(CertificateKind.PERSON, len(talks), len(talks) - 1, talks=named, person=person)
    return None


def _fits_together(instance: Instance, talks: list[Talk], rooms: dict[tuple[str, str], tuple[str, ...]]) -> bool:
    """Whether a placement exists; True also where the search is given up, since nothing is proven then."""
    choices: list[tuple[Talk, list[Spot]]] = [(talk, _spots(instance, talk, rooms)) for talk in talks]
    choices.sort(key=lambda choice: len(choice[1]))
    steps = SEARCH_STEPS
    chosen: list[tuple[Talk, Spot]] = []

    def clashes(talk: Talk, spot: Spot) -> bool:
        for other, theirs in chosen:
            one_session = spot[0] == theirs[0] and talk.track == other.track
            gap = 0 if one_session else instance.rules.person_gap_minutes
            if spot[1] == theirs[1] or max(spot[1], theirs[1]) - min(spot[2], theirs[2]) < gap:
                return True
        return False

    def place(index: int) -> bool:
        nonlocal steps
        if index == len(choices) or steps <= 0:
            return True
        talk, spots = choices[index]
        for spot in spots:
            steps -= 1
            if not clashes(talk, spot):
                chosen.append((talk, spot))
                if place(index + 1):
                    return True
                chosen.pop()
        return False

    return place(0)


def _spots(instance: Instance, talk: Talk, rooms: dict[tuple[str, str], tuple[str, ...]]) -> list[Spot]:
    minutes = instance.track[talk.track].slot_minutes
    spots = [
        (block.id, start, start + minutes)
        for block in instance.blocks
        if any(talk.pin.room in (None, room) for room in rooms[block.id, talk.track])
        for starts in [legal_starts(block, minutes)]
        for start in (starts[slot] for slot in possible_slots(instance, talk, block))
    ]
    return sorted(spots, key=lambda spot: spot[1])
