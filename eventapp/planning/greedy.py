"""A legal plan without a solver: sessions filled one talk at a time, judges matched block by block."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from math import ceil

from eventapp.domain.schedule import Block, Instance, Talk, Track, possible_slots, too_close
from eventapp.domain.schedule_rules import can_sit
from eventapp.planning.draft import Draft, Members, Session, Slots, open_cells, starts_of
from eventapp.planning.matching import match_judges
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
    seats = match_judges(instance, used, work.members)
    if seats is None:
        raise CannotPlan("有的场次凑不齐没有回避关系的评审组：请增加评委，或减少每组人数。")
    return Draft(used, dict(work.members), seats, work.slots)


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
