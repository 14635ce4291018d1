"""How good a plan is: soft faults times weights, lower is better."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, pairwise

from eventapp.domain.schedule import Instance, PlacedTalk, Plan, SessionKey, legal_starts, too_close
from eventapp.domain.schedule_rules import stretch

WEIGHTS = {
    "topic_mix": 10,
    "level1_dev": 40,
    "order_shift": 1,
    "unit_gap": 8,
    "panel_short": 4,
    "load_over": 2,
    "room_cat": 5,
    "idle": 2,
    "judge_move": 1,
}


def score(instance: Instance, plan: Plan) -> int:
    """The weighted sum of `terms`."""
    return sum(WEIGHTS[name] * count for name, count in terms(instance, plan).items())


def terms(instance: Instance, plan: Plan) -> dict[str, int]:
    """Count of each soft fault of a plan that keeps the hard rules."""
    sessions: dict[SessionKey, list[PlacedTalk]] = defaultdict(list)
    for each in plan.talks:
        sessions[each.room, each.block].append(each)
    seats = {(panel.room, panel.block): panel.judges for panel in plan.panels}
    return {
        "topic_mix": sum(len({instance.talk[p.talk].topic for p in talks}) - 1 for talks in sessions.values()),
        "level1_dev": sum(_level1_off(instance, talks) for talks in sessions.values()),
        "order_shift": sum(_order_shift(instance, talks) for talks in sessions.values()),
        "unit_gap": _unit_gaps(instance, plan),
        "panel_short": sum(
            max(0, instance.track[instance.talk[talks[0].talk].track].panel_target - len(seats.get(key, ())))
            for key, talks in sessions.items()
        ),
        "load_over": _overload(instance, seats),
        "room_cat": _mixed_rooms(instance, sessions),
        "idle": sum(max(_slot_indices(instance, talks)) + 1 - len(talks) for talks in sessions.values()),
        "judge_move": _judge_moves(instance, seats),
    }


def _level1_off(instance: Instance, talks: list[PlacedTalk]) -> int:
    track = instance.track[instance.talk[talks[0].talk].track]
    if not track.competitive:
        return 0
    total = sum(talk.track == track.id for talk in instance.talks)
    first = sum(talk.track == track.id and talk.level1 for talk in instance.talks)
    here = sum(instance.talk[each.talk].level1 for each in talks)
    low, high = len(talks) * first // total, -(-len(talks) * first // total)
    return max(0, here - high, low - here)


def _slot_indices(instance: Instance, talks: list[PlacedTalk]) -> list[int]:
    minutes = instance.track[instance.talk[talks[0].talk].track].slot_minutes
    starts = legal_starts(instance.block[talks[0].block], minutes)
    ranked = sorted(talks, key=lambda each: (instance.talk[each.talk].order_key, each.talk))
    return [starts.index(each.start) for each in ranked]


def _order_shift(instance: Instance, talks: list[PlacedTalk]) -> int:
    return sum(abs(slot - rank) for rank, slot in enumerate(_slot_indices(instance, talks)))


def _unit_gaps(instance: Instance, plan: Plan) -> int:
    by_unit: dict[str, list[PlacedTalk]] = defaultdict(list)
    for each in plan.talks:
        by_unit[instance.talk[each.talk].unit].append(each)
    by_unit.pop("", None)
    gap, count = instance.rules.unit_gap_minutes, 0
    for talks in by_unit.values():
        for a, b in combinations(talks, 2):
            elsewhere = (a.room, a.block) != (b.room, b.block)
            count += elsewhere and too_close(stretch(instance, a), stretch(instance, b), gap)
    return count


def _overload(instance: Instance, seats: dict[SessionKey, tuple[str, ...]]) -> int:
    load: dict[str, int] = defaultdict(int)
    for judges in seats.values():
        for judge in judges:
            load[judge] += 1
    return sum(max(0, count - instance.rules.judge_load_target) for count in load.values())


def _mixed_rooms(instance: Instance, sessions: dict[SessionKey, list[PlacedTalk]]) -> int:
    tracks: dict[str, set[str]] = defaultdict(set)
    for (room, _), talks in sessions.items():
        tracks[room].add(instance.talk[talks[0].talk].track)
    return sum(len(each) - 1 for each in tracks.values())


def _judge_moves(instance: Instance, seats: dict[SessionKey, tuple[str, ...]]) -> int:
    room_of = {(judge, block): room for (room, block), judges in seats.items() for judge in judges}
    blocks = sorted(instance.blocks, key=lambda block: block.starts)
    same_day = [(a.id, b.id) for a, b in pairwise(blocks) if a.day == b.day]
    return sum(
        (judge, a) in room_of and (judge, b) in room_of and room_of[judge, a] != room_of[judge, b]
        for judge in instance.judge
        for a, b in same_day
    )
