"""A legal plan without a solver: sessions filled one talk at a time, judges matched block by block."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from math import ceil

from eventapp.domain.schedule import Block, Instance, Talk, Track, possible_slots, too_close
from eventapp.domain.schedule_rules import can_sit
from eventapp.planning.draft import Draft, Members, Seats, Session, Slots, open_cells, starts_of
from eventapp.planning.panels import chair_first, free_judges
from eventapp.planning.progress import CannotPlan


@dataclass
class _Greedy:
    instance: Instance
    sessions: list[Session] = field(default_factory=list)
    members: Members = field(default_factory=lambda: defaultdict(list))
    slots: Slots = field(default_factory=dict)


def greedy_draft(instance: Instance) -> Draft:
    """A complete draft, not improved and without bound. Raises `CannotPlan` where simple filling fails."""
    work = _Greedy(instance)
    for track in sorted(instance.tracks, key=lambda track: -track.min_room_capacity):
        talks = [talk for talk in instance.talks if talk.track == track.id]
        _open_sessions(work, track, len(talks))
        for talk in sorted(talks, key=lambda talk: (_freedom(instance, talk), talk.order_key, talk.id)):
            _put(work, talk)
    used = tuple(replace(s, size=len(work.members[s.number])) for s in work.sessions if work.members[s.number])
    return Draft(used, dict(work.members), _seat_all(instance, used, work.members), work.slots)


def _freedom(instance: Instance, talk: Talk) -> int:
    """Pinned, short-staying and several times presenting people first; everyone else alike."""
    limited = talk.windows is not None or talk.pin.room or talk.pin.block or talk.pin.start is not None
    shared = any(other.id != talk.id and set(other.persons) & set(talk.persons) for other in instance.talks)
    return 0 if limited else 1 if shared else 2


def _open_sessions(work: _Greedy, track: Track, count: int) -> None:
    cells = open_cells(work.instance, track)
    longest = max((slots for _, slots in cells), default=1)
    wanted = track.sessions or ceil(count / longest)
    for _ in range(min(wanted, len(cells))):
        _open_next(work, track)


def _open_next(work: _Greedy, track: Track) -> Session | None:
    taken = {session.key for session in work.sessions}
    for (room, block), slots in sorted(open_cells(work.instance, track), key=lambda cell: -cell[1]):
        if (room, block) not in taken and _judges_left(work, work.instance.block[block], track):
            session = Session(len(work.sessions), room, block, track.id, slots)
            work.sessions.append(session)
            return session
    return None


def _judges_left(work: _Greedy, block: Block, track: Track) -> bool:
    present = [j for j in work.instance.judges if can_sit(work.instance, j, track, block.id)]
    seats = sum(work.instance.track[s.track].panel_min for s in work.sessions if s.block == block.id)
    return len(present) >= seats + track.panel_min


def _put(work: _Greedy, talk: Talk) -> None:
    own = [session for session in work.sessions if session.track == talk.track]
    for session in sorted(own, key=lambda session: len(work.members[session.number])):
        if _put_into(work, talk, session):
            return
    track = work.instance.track[talk.track]
    while track.sessions is None and (session_or_none := _open_next(work, track)):
        if _put_into(work, talk, session_or_none):
            return
    raise CannotPlan("「%(talk)s」排不进去：没有剩余的时段。请增加会议室或时段，或安装求解器后重排。", talk=talk.id)


def _put_into(work: _Greedy, talk: Talk, session: Session) -> bool:
    if talk.pin.room not in (None, session.room):
        return False
    taken = {work.slots[other.id] for other in work.members[session.number]}
    for slot in possible_slots(work.instance, talk, work.instance.block[session.block]):
        if slot not in taken and not _clashes(work, talk, session, slot):
            work.members[session.number].append(talk)
            work.slots[talk.id] = slot
            return True
    return False


def _clashes(work: _Greedy, talk: Talk, session: Session, slot: int) -> bool:
    mine = _stretch(work, talk, session, slot)
    for other_session in work.sessions:
        gap = 0 if other_session == session else work.instance.rules.person_gap_minutes
        for other in work.members[other_session.number]:
            theirs = _stretch(work, other, other_session, work.slots[other.id])
            if set(other.persons) & set(talk.persons) and too_close(mine, theirs, gap):
                return True
    return False


def _stretch(work: _Greedy, talk: Talk, session: Session, slot: int) -> tuple[int, int]:
    start = starts_of(work.instance, session)[slot]
    return start, start + work.instance.track[talk.track].slot_minutes


def _seat_all(instance: Instance, sessions: tuple[Session, ...], members: Members) -> Seats:
    load: Counter[str] = Counter()
    seats: Seats = {}
    for block in instance.blocks:
        here = [s for s in sessions if s.block == block.id and instance.track[s.track].panel_min]
        found = _seat_block(instance, sessions, members, here, load)
        load.update(judge for judges in found.values() for judge in judges)
        seats |= found
    return seats


def _seat_block(
    instance: Instance,
    sessions: tuple[Session, ...],
    members: Members,
    here: list[Session],
    load: Counter[str],
) -> Seats:
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
            raise CannotPlan("有的场次凑不齐没有回避关系的评审组：请增加评委，或减少每组人数。")
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
