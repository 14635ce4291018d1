"""Stage 1: which track is held in which room and block, and how many talks each session takes.

Rooms that differ in nothing are counted, not named: naming them would multiply the search by all their orders.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import Enum
from math import ceil
from typing import Any

from eventapp.domain.schedule import Instance, Track, legal_starts, possible_slots
from eventapp.domain.schedule_rules import can_sit
from eventapp.planning.draft import Session
from eventapp.planning.engine import Engine, Verdict, new_model
from eventapp.planning.progress import CannotPlan
from eventapp.planning.sessions import Cell, Kind, name_rooms, with_bounds

# Sessions are meant to be nine tenths full, so that windows and recusals leave some play.
FILL = 0.9
EFFORTS = (0.05, 5.0)


class Narrow(CannotPlan):
    """No layout of the usual form, though slots and judges are enough in number."""


class Relaxed(Enum):
    """Which demand is made elastic in order to measure what is missing."""

    NOTHING = "nothing"
    SLOTS = "slots"
    JUDGES = "judges"


@dataclass
class _Layout:
    instance: Instance
    relaxed: Relaxed = Relaxed.NOTHING
    model: Any = field(default_factory=new_model)
    held: dict[tuple[str, str, Kind], Any] = field(default_factory=dict)  # (block, track, rooms) -> sessions
    filled: dict[Cell, Any] = field(default_factory=dict)  # talks
    cost: list[Any] = field(default_factory=list)
    missing: list[Any] = field(default_factory=list)

    def count(self, cell: Cell) -> Any:
        """Sessions of a track in a block."""
        return sum(var for (block, track, _), var in self.held.items() if (block, track) == cell)


def lay_out(instance: Instance, engine: Engine, twist: int) -> tuple[Session, ...]:
    """Sessions with sizes that fit rooms, windows and judges; `twist` asks for another layout.

    Raises `CannotPlan` naming what is missing when there is none.
    """
    layout = _build(instance, Relaxed.NOTHING)
    # Another layout is wanted when the first led nowhere: other blocks become dear.
    layout.cost += [(index * 7 * twist % 11) * var for index, var in enumerate(layout.held.values())]
    layout.model.minimize(sum(layout.cost))
    verdict, solver = engine.search(layout.model, *EFFORTS)
    if verdict is Verdict.FOUND:
        held = {key: solver.value(var) for key, var in layout.held.items()}
        filled = {cell: solver.value(var) for cell, var in layout.filled.items()}
        return with_bounds(instance, tuple(name_rooms(instance, held, filled)))
    raise _shortage(instance, engine)


def _kinds_of_rooms(instance: Instance) -> list[Kind]:
    pinned = {talk.pin.room for talk in instance.talks}
    kinds: dict[object, list[str]] = defaultdict(list)
    for room in instance.rooms:
        takes = tuple(instance.room_takes(room, block, t) for block in instance.blocks for t in instance.tracks)
        kinds[(takes, room.id if room.id in pinned else "")].append(room.id)
    return [tuple(rooms) for rooms in kinds.values()]


def _build(instance: Instance, relaxed: Relaxed) -> _Layout:
    layout = _Layout(instance, relaxed)
    kinds = _kinds_of_rooms(instance)
    for track in instance.tracks:
        if any(talk.track == track.id for talk in instance.talks):
            _add_track(layout, track, kinds)
    for block in instance.blocks:
        for kind in kinds:
            here = [var for (b, _, rooms), var in layout.held.items() if (b, rooms) == (block.id, kind)]
            layout.model.add(sum(here) <= len(kind))
    _add_pins(layout)
    if relaxed is not Relaxed.SLOTS:
        _add_judges(layout)
    return layout


def _add_track(layout: _Layout, track: Track, kinds: list[Kind]) -> None:
    instance, model = layout.instance, layout.model
    count = sum(talk.track == track.id for talk in instance.talks)
    slots = {block.id: len(legal_starts(block, track.slot_minutes)) for block in instance.blocks}
    for block in instance.blocks:
        for kind in kinds:
            if slots[block.id] and instance.room_takes(instance.room[kind[0]], block, track):
                layout.held[block.id, track.id, kind] = model.new_int_var(0, min(count, len(kind)), "")
    wish = track.sessions or ceil(count / max(1, int(FILL * max(slots.values(), default=1))))
    total = sum(layout.count((block.id, track.id)) for block in instance.blocks)
    off = model.new_int_var(0, count + wish, "")
    model.add(off >= total - wish)
    model.add(off >= wish - total)
    if track.sessions is not None and layout.relaxed is Relaxed.NOTHING:
        model.add(off == 0)
    layout.cost.append(20 * off)
    _add_window_flow(layout, track)
    for order, block in enumerate(instance.blocks):
        _add_sizes(layout, (block.id, track.id), slots[block.id], count, wish)
        layout.cost.append(order * layout.count((block.id, track.id)))


def _add_sizes(layout: _Layout, cell: Cell, slots: int, count: int, wish: int) -> None:
    """Every session has at least one talk; sizes keep to the allowed spread, or near an even share without one."""
    model, held, filled = layout.model, layout.count(cell), layout.filled[cell]
    even, spread = ceil(count / max(1, wish)), layout.instance.rules.size_spread_max
    least, most = 1, slots
    if spread is not None and layout.relaxed is Relaxed.NOTHING:
        most = min(slots, even)
        least = max(1, min(even - spread, count // max(1, wish)))
    model.add(filled >= least * held)
    model.add(filled <= most * held)
    short = model.new_int_var(0, count + slots * len(layout.instance.rooms), "")
    model.add(short >= min(slots, even) * held - filled)
    layout.cost.append(3 * short)


def _add_window_flow(layout: _Layout, track: Track) -> None:
    """Talks with the same possible blocks form a class; each class must find seats in its blocks."""
    instance, model = layout.instance, layout.model
    classes = Counter(
        tuple(block.id for block in instance.blocks if possible_slots(instance, talk, block))
        for talk in instance.talks
        if talk.track == track.id
    )
    arriving: dict[str, list[Any]] = {block.id: [] for block in instance.blocks}
    for blocks, count in classes.items():
        flows = {block: model.new_int_var(0, count, "") for block in blocks}
        missing = model.new_int_var(0, count if layout.relaxed is Relaxed.SLOTS else 0, "")
        layout.missing.append(missing)
        model.add(sum(flows.values()) + missing == count)
        for block, flow in flows.items():
            arriving[block].append(flow)
    for block, flows_in in arriving.items():
        filled = layout.filled[block, track.id] = model.new_int_var(0, len(instance.talks), "")
        model.add(filled == sum(flows_in))


def _add_pins(layout: _Layout) -> None:
    pinned = Counter((talk.track, talk.pin.room, talk.pin.block) for talk in layout.instance.talks if talk.pin.room)
    for (track_id, room, block_id), count in pinned.items():
        room_for = [
            len(legal_starts(layout.instance.block[b], layout.instance.track[t].slot_minutes)) * var
            for (b, t, kind), var in layout.held.items()
            if t == track_id and room in kind and block_id in (None, b)
        ]
        if layout.relaxed is Relaxed.NOTHING:
            layout.model.add(sum(room_for) >= count)


def _add_judges(layout: _Layout) -> None:
    """Seats are counted per class of alike judges: with one seat a block each, any such count can be seated."""
    instance, model = layout.instance, layout.model
    cells = [(block.id, track.id) for block in instance.blocks for track in instance.tracks]
    seats: dict[Cell, list[Any]] = {cell: [] for cell in cells}
    chairs: dict[Cell, list[Any]] = {cell: [] for cell in cells}
    classes: Counter[tuple[tuple[Cell, ...], bool, int]] = Counter(
        (
            tuple(cell for cell in cells if can_sit(instance, judge, instance.track[cell[1]], cell[0])),
            judge.chair_ok,
            len(instance.blocks) if judge.max_sessions is None else judge.max_sessions,
        )
        for judge in instance.judges
    )
    for (allowed, chair_ok, most), count in classes.items():
        _add_judge_class(layout, allowed, (chair_ok, most, count), seats, chairs)
    if layout.relaxed is Relaxed.JUDGES:
        extra = model.new_int_var(0, 10_000, "")
        layout.missing.append(extra)
        _add_extra_judges(layout, extra, seats, chairs)
    for cell in cells:
        _add_panels(layout, cell, sum(seats[cell]), sum(chairs[cell]))


def _add_judge_class(
    layout: _Layout,
    allowed: tuple[Cell, ...],
    terms: tuple[bool, int, int],
    seats: dict[Cell, list[Any]],
    chairs: dict[Cell, list[Any]],
) -> None:
    chair_ok, most, count = terms
    taken = {cell: layout.model.new_int_var(0, count, "") for cell in allowed}
    for block in layout.instance.blocks:
        layout.model.add(sum(var for cell, var in taken.items() if cell[0] == block.id) <= count)
    layout.model.add(sum(taken.values()) <= count * most)
    for cell, var in taken.items():
        seats[cell].append(var)
        if chair_ok:
            chairs[cell].append(var)


def _add_extra_judges(
    layout: _Layout,
    extra: Any,
    seats: dict[Cell, list[Any]],
    chairs: dict[Cell, list[Any]],
) -> None:
    for block in layout.instance.blocks:
        used = {cell: layout.model.new_int_var(0, 10_000, "") for cell in seats if cell[0] == block.id}
        layout.model.add(sum(used.values()) <= extra)
        for cell, var in used.items():
            seats[cell].append(var)
            chairs[cell].append(var)


def _add_panels(layout: _Layout, cell: Cell, seated: Any, chairs: Any) -> None:
    track = layout.instance.track[cell[1]]
    held = layout.count(cell)
    if not track.panel_min or isinstance(held, int):
        return
    layout.model.add(seated >= track.panel_min * held)
    layout.model.add(chairs >= layout.instance.rules.min_chair_ok * held)
    short = layout.model.new_int_var(0, 10_000, "")
    layout.model.add(short >= track.panel_target * held - seated)
    layout.cost.append(4 * short)


def _shortage(instance: Instance, engine: Engine) -> CannotPlan:
    """The sentence that names what is missing, measured by making one demand elastic at a time."""
    slots = _least_missing(instance, engine, Relaxed.SLOTS)
    if slots:
        have = len(instance.talks) - slots
        return CannotPlan(
            "会议室和时间不够：共有 %(need)d 项要安排，最多排得下 %(have)d 项，还缺 %(short)d 个时段。"
            "请增加会议室或时段，或缩短每项时间。",
            need=len(instance.talks), have=have, short=slots,
        )  # fmt: skip
    judges = _least_missing(instance, engine, Relaxed.JUDGES)
    if judges:
        return CannotPlan(
            "评委不够：现有 %(have)d 名评委，按每组最少人数还缺 %(short)d 名。"
            "请增加评委、增加时段，或减少每组人数。",
            have=len(instance.judges), short=judges,
        )  # fmt: skip
    return Narrow("规定的场次数、各场项目数之差与锁定的位置不能同时满足，请放宽其中一项。")


def _least_missing(instance: Instance, engine: Engine, relaxed: Relaxed) -> int | None:
    layout = _build(instance, relaxed)
    layout.model.minimize(sum(layout.missing))
    verdict, solver = engine.search(layout.model, 0.1, 2.0)
    return sum(solver.value(var) for var in layout.missing) if verdict is Verdict.FOUND else None
