"""Judges matched to seats block by block, in milliseconds and without a solver."""

from __future__ import annotations

from collections import Counter, defaultdict

from eventapp.domain.schedule import Instance
from eventapp.planning.draft import Members, Seats, Session
from eventapp.planning.panels import chair_first, free_judges


def match_judges(instance: Instance, sessions: tuple[Session, ...], members: Members) -> Seats | None:
    """The smallest legal panel for every session, block by block; None where this simple way finds none."""
    load: Counter[str] = Counter()
    seats: Seats = {}
    for block in instance.blocks:
        here = [s for s in sessions if s.block == block.id and instance.track[s.track].panel_min]
        found = _seat_block(instance, sessions, members, here, load)
        if found is None:
            return None
        load.update(judge for judges in found.values() for judge in judges)
        seats |= found
    return seats


def _seat_block(
    instance: Instance,
    sessions: tuple[Session, ...],
    members: Members,
    here: list[Session],
    load: Counter[str],
) -> Seats | None:
    """Augmenting paths from seats to judges, the chairs' seats first, the least loaded judges first."""
    options: dict[tuple[int, int], list[str]] = {}
    for session in here:
        free = [j for j in free_judges(instance, sessions, members, session)
                if j.max_sessions is None or load[j.id] < j.max_sessions]  # fmt: skip
        for place in range(instance.track[session.track].panel_min):
            able = [j.id for j in free if j.chair_ok or place >= instance.rules.min_chair_ok]
            options[session.number, place] = sorted(able, key=lambda judge: (load[judge], judge))
    holder: dict[str, tuple[int, int]] = {}
    for wanted in sorted(options, key=lambda seat: (seat[1], seat[0])):
        if not _augment(wanted, options, holder, set()):
            return None
    seated: dict[int, list[str]] = defaultdict(list)
    for judge, (number, _) in holder.items():
        seated[number].append(judge)
    return {number: chair_first(instance, judges) for number, judges in seated.items()}


def _augment(
    wanted: tuple[int, int],
    options: dict[tuple[int, int], list[str]],
    holder: dict[str, tuple[int, int]],
    tried: set[str],
) -> bool:
    for judge in options[wanted]:
        if judge not in tried:
            tried.add(judge)
            if judge not in holder or _augment(holder[judge], options, holder, tried):
                holder[judge] = wanted
                return True
    return False
