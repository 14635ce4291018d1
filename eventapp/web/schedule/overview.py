"""The planning page: what is to be planned, what stands, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from eventapp.domain.events import Edition
from eventapp.domain.refusals import Refusal
from eventapp.domain.schedule import Instance, TrackKind, legal_starts
from eventapp.domain.schedule_rules import violations
from eventapp.domain.words import N_
from eventapp.planning import scoring
from eventapp.services import panels, planning_facts, plans, schedule
from eventapp.services.panels import Bench
from eventapp.services.planning_facts import Conference
from eventapp.web.language import gettext, words_of

MOST_FAULTS = 5

TERM_NAMES = {
    "topic_mix": N_("同场课题类型混杂"),
    "level1_dev": N_("各场推荐等级比例偏差"),
    "order_shift": N_("偏离邮编次序的位数"),
    "unit_gap": N_("同一单位项目时间相撞"),
    "panel_short": N_("评审组未达目标人数"),
    "load_over": N_("评委超出目标场次"),
    "room_cat": N_("会议室更换类别"),
    "idle": N_("空闲时段"),
    "judge_move": N_("评委半天之间换会议室"),
}


@dataclass(frozen=True)
class Quality:
    """One soft fault: how often, and what it costs."""

    name: str
    count: int
    cost: int


@dataclass(frozen=True)
class Overview:
    """All that the planning page says."""

    results: int
    stories: int
    judges: int
    rooms: int
    slots: int
    refusal: str  # why planning is not possible now; "" when it is
    placed: int
    faults: list[str]  # where the draft no longer fits the data
    more_faults: int
    score: int | None
    quality: list[Quality]
    grid: list[tuple[datetime, list[Bench | None]]]  # half-days by rooms
    room_names: list[str]


def overview_of(edition: Edition) -> Overview:
    """Read the conference and the draft, and judge the one by the other."""
    conference = planning_facts.load_conference(edition)
    instance, plan = conference.instance, plans.get_plan(edition, conference)
    faults = violations(instance, plan) if plan.talks else []
    terms = scoring.terms(instance, plan) if plan.talks and not faults else {}
    benches, _ = panels.list_panels(edition)
    room_names, grid = grid_of(benches, conference)
    return Overview(
        results=sum(instance.track[talk.track].kind is not TrackKind.STORY for talk in instance.talks),
        stories=sum(instance.track[talk.track].kind is TrackKind.STORY for talk in instance.talks),
        judges=len(instance.judges), rooms=len(instance.rooms), slots=count_slots(instance),
        refusal=reason_against(edition, conference), placed=len(plan.talks),
        faults=[gettext(fault.message) % conference.words(fault.params) for fault in faults[:MOST_FAULTS]],
        more_faults=max(0, len(faults) - MOST_FAULTS),
        score=scoring.score(instance, plan) if terms else None,
        quality=quality_of(terms), grid=grid, room_names=room_names,
    )  # fmt: skip


def reason_against(edition: Edition, conference: Conference) -> str:
    """Why the button is not offered."""
    try:
        schedule.check_may_plan(edition, is_published=edition.schedule_published_at is not None)
        planning_facts.check_can_plan(conference)
    except Refusal as refusal:
        return words_of(refusal)
    return ""


def count_slots(instance: Instance) -> int:
    """How many presentations of the commonest length the rooms can take."""
    lengths = [instance.track[talk.track].slot_minutes for talk in instance.talks]
    usual = max(set(lengths), key=lengths.count) if lengths else 15
    return len(instance.rooms) * sum(len(legal_starts(block, usual)) for block in instance.blocks)


def quality_of(terms: dict[str, int]) -> list[Quality]:
    return [Quality(gettext(TERM_NAMES[name]), count, count * scoring.WEIGHTS[name]) for name, count in terms.items()]


def grid_of(
    benches: list[Bench], conference: Conference
) -> tuple[list[str], list[tuple[datetime, list[Bench | None]]]]:
    """Half-days down, rooms across."""
    rooms = [room.id for room in conference.instance.rooms]
    at = {(bench.sitting.starts_at, f"room:{bench.sitting.room.id}"): bench for bench in benches}
    moments = sorted({bench.sitting.starts_at for bench in benches})
    return [conference.names[room] for room in rooms], [(m, [at.get((m, room)) for room in rooms]) for m in moments]
