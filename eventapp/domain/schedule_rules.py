"""The hard rules H1–H9 of a timetable: every plan is checked here before it is saved, whoever made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from eventapp.domain.schedule import (
    Instance,
    Panel,
    PlacedTalk,
    Plan,
    PlanJudge,
    SessionKey,
    Track,
    Window,
    is_conflicted,
    is_within,
    legal_starts,
    too_close,
)
from eventapp.domain.words import N_

Sessions = dict[SessionKey, list[PlacedTalk]]


@dataclass(frozen=True)
class Violation:
    """One broken hard rule, with a sentence as in `Refusal`."""

    rule: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


def violations(instance: Instance, plan: Plan) -> list[Violation]:
    """All broken hard rules (H1–H9) of a plan; an empty list means that it may be saved."""
    placed = [p for p in plan.talks if p.talk in instance.talk]
    known = [p for p in placed if p.room in instance.room and p.block in instance.block]
    sessions: Sessions = defaultdict(list)
    for each in known:
        sessions[each.room, each.block].append(each)
    return [
        *_completeness(instance, plan, known),
        *_positions(instance, known),
        *_session_faults(instance, sessions),
        *_person_faults(instance, known),
        *_panel_faults(instance, sessions, plan.panels),
        *_judge_faults(instance, known, plan.panels),
    ]


def _completeness(instance: Instance, plan: Plan, known: list[PlacedTalk]) -> Iterator[Violation]:
    times: dict[str, int] = defaultdict(int)
    for each in known:
        times[each.talk] += 1
    for talk in instance.talks:
        if times[talk.id] != 1:
            yield Violation(
                "H1",
                N_("「%(talk)s」应安排一次，实际安排了 %(times)d 次"),
                {"talk": talk.id, "times": times[talk.id]},
            )
    if len(known) < len(plan.talks):
        yield Violation("H1", N_("日程中有未知的项目、会议室或时段"))


def _positions(instance: Instance, known: list[PlacedTalk]) -> Iterator[Violation]:
    for each in known:
        talk, room, block = instance.talk[each.talk], instance.room[each.room], instance.block[each.block]
        track, named = instance.track[talk.track], {"talk": each.talk}
        if each.start not in legal_starts(block, track.slot_minutes):
            yield Violation("H1", N_("「%(talk)s」的开始时间不在时段格上"), named)
        if not instance.room_takes(room, block, track):
            yield Violation("H2", N_("「%(talk)s」所在会议室此时不能使用"), named)
        if not is_within(talk.windows, each.start, each.start + track.slot_minutes):
            yield Violation("H5", N_("「%(talk)s」的发表人此时不在会"), named)
        if any(
            wanted not in (None, given)
            for wanted, given in zip(
                (talk.pin.room, talk.pin.block, talk.pin.start),
                (each.room, each.block, each.start),
                strict=True,
            )
        ):
            yield Violation("H7", N_("「%(talk)s」离开了锁定的位置"), named)


def _session_faults(instance: Instance, sessions: Sessions) -> Iterator[Violation]:
    sizes: dict[str, list[int]] = defaultdict(list)
    for (room, block), talks in sessions.items():
        named = {"room": room, "block": block}
        tracks = {instance.talk[each.talk].track for each in talks}
        sizes[min(tracks)].append(len(talks))
        if len(tracks) > 1:
            yield Violation("H2", N_("「%(room)s」「%(block)s」混排了不同类别"), named)
        if len({each.start for each in talks}) < len(talks):
            yield Violation("H3", N_("「%(room)s」「%(block)s」有两项在同一时间"), named)
    spread = instance.rules.size_spread_max
    for track in instance.tracks:
        counts = sizes[track.id]
        if counts and track.sessions not in (None, len(counts)):
            yield Violation("H4", N_("「%(track)s」的场次数不对"), {"track": track.id})
        if counts and spread is not None and max(counts) - min(counts) > spread:
            yield Violation("H4", N_("「%(track)s」各场项目数相差过大"), {"track": track.id})


def stretch(instance: Instance, each: PlacedTalk) -> Window:
    """From when to when a presentation holds its stage, in minutes: speaking, questions and change."""
    return each.start, each.start + instance.track[instance.talk[each.talk].track].slot_minutes


def _person_faults(instance: Instance, known: list[PlacedTalk]) -> Iterator[Violation]:
    talks_of: dict[str, list[PlacedTalk]] = defaultdict(list)
    for each in known:
        for person in instance.talk[each.talk].persons:
            talks_of[person].append(each)
    for person, talks in talks_of.items():
        for a, b in combinations(talks, 2):
            gap = 0 if (a.room, a.block) == (b.room, b.block) else instance.rules.person_gap_minutes
            if too_close(stretch(instance, a), stretch(instance, b), gap):
                named = {"person": person, "a": a.talk, "b": b.talk}
                yield Violation("H6", N_("「%(person)s」的两项「%(a)s」「%(b)s」时间冲突"), named)


def _panel_faults(instance: Instance, sessions: Sessions, panels: tuple[Panel, ...]) -> Iterator[Violation]:
    seats = {(panel.room, panel.block): panel.judges for panel in panels}
    if len(seats) < len(panels) or set(seats) - set(sessions):
        yield Violation("H8", N_("有评审组重复，或不属于任何场次"))
    for key, talks in sessions.items():
        track = instance.track[instance.talk[talks[0].talk].track]
        yield from _seat_faults(instance, track, key, seats.get(key, ()))
        for judge_id in seats.get(key, ()):
            judge = instance.judge.get(judge_id)
            if judge and any(is_conflicted(instance.rules, judge, instance.talk[each.talk]) for each in talks):
                named = {"judge": judge_id, "room": key[0], "block": key[1]}
                yield Violation("H9", N_("评委「%(judge)s」在「%(room)s」「%(block)s」应当回避"), named)


def _seat_faults(instance: Instance, track: Track, key: SessionKey, seated: tuple[str, ...]) -> Iterator[Violation]:
    named = {"room": key[0], "block": key[1]}
    judges = [instance.judge[each] for each in seated if each in instance.judge]
    if len(judges) < len(seated) or len(set(seated)) < len(seated):
        yield Violation("H8", N_("「%(room)s」「%(block)s」的评审组有未知或重复的评委"), named)
    if not track.panel_min <= len(seated) <= track.panel_max:
        yield Violation("H8", N_("「%(room)s」「%(block)s」的评审组人数不合规定"), named)
    chairs = [judge for judge in judges if judge.chair_ok]
    leaderless = bool(judges) and instance.rules.min_chair_ok > 0 and not judges[0].chair_ok
    if seated and (len(chairs) < instance.rules.min_chair_ok or leaderless):
        yield Violation("H8", N_("「%(room)s」「%(block)s」的评审组缺少能任组长的评委"), named)
    if any(not can_sit(instance, judge, track, key[1]) for judge in judges):
        yield Violation("H8", N_("「%(room)s」「%(block)s」有评委不评此类别或不在会"), named)


def can_sit(instance: Instance, judge: PlanJudge, track: Track, block_id: str) -> bool:
    """Whether the judge is qualified for the track and present for the whole block."""
    block = instance.block[block_id]
    qualified = judge.tracks is None or track.id in judge.tracks
    return qualified and is_within(judge.windows, block.starts, block.ends)


def _judge_faults(instance: Instance, known: list[PlacedTalk], panels: tuple[Panel, ...]) -> Iterator[Violation]:
    blocks_of: dict[str, list[str]] = defaultdict(list)
    for panel in panels:
        for judge_id in panel.judges:
            blocks_of[judge_id].append(panel.block)
    for judge_id, blocks in blocks_of.items():
        judge, named = instance.judge.get(judge_id), {"judge": judge_id}
        if len(set(blocks)) < len(blocks):
            yield Violation("H8", N_("评委「%(judge)s」同一时段坐在两处"), named)
        if judge and judge.max_sessions is not None and len(blocks) > judge.max_sessions:
            yield Violation("H8", N_("评委「%(judge)s」的场次超过上限"), named)
        if (
            judge
            and judge.person
            and any(each.block in blocks and judge.person in instance.talk[each.talk].persons for each in known)
        ):
            yield Violation("H6", N_("评委「%(judge)s」在评审的时段还要发表"), named)
