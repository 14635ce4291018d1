"""The hard rules of the timetable, each broken once."""

from dataclasses import replace

import pytest

from eventapp.domain.schedule import (
    Block,
    Instance,
    Panel,
    Pin,
    PlacedTalk,
    Plan,
    PlanJudge,
    Room,
    Rules,
    Talk,
    Track,
    TrackKind,
    legal_starts,
    too_close,
)
from eventapp.domain.schedule_rules import violations

MORNING = Block("AM", 1, 480, 600, breaks=((540, 550),))
NOON = Block("PM", 1, 610, 700)


def an_instance(**changes):
    instance = Instance(
        tracks=(
            Track("qc", TrackKind.QC, 20, panel_min=2, panel_max=3),
            Track("story", TrackKind.STORY, 10, panel_min=0),
        ),
        rooms=(Room("R1"), Room("R2")),
        blocks=(MORNING, NOON),
        talks=(Talk("a", "qc", unit="甲厂", persons=("p1",)), Talk("b", "qc", unit="乙厂"), Talk("s", "story")),
        judges=(
            PlanJudge("j1", unit="丙院"),
            PlanJudge("j2", unit="丁院", chair_ok=False),
            PlanJudge("j3", unit="甲厂"),
        ),
    )
    return replace(instance, **changes)


def a_plan(**changes):
    plan = Plan(
        talks=(PlacedTalk("a", "R1", "AM", 480), PlacedTalk("b", "R1", "AM", 500), PlacedTalk("s", "R2", "AM", 480)),
        panels=(Panel("R1", "AM", ("j1", "j2")),),
    )
    return replace(plan, **changes)


def with_talks(*talks):
    return a_plan(talks=talks)


def rules_broken(instance, plan):
    return sorted({each.rule for each in violations(instance, plan)})


def test_slots_run_back_to_back_and_jump_over_the_break():
    assert legal_starts(MORNING, 25) == (480, 505, 550, 575)


def test_touching_stretches_are_apart_only_without_a_gap():
    assert not too_close((0, 20), (20, 40), 0)
    assert too_close((0, 20), (20, 40), 10)


def test_legal_plan_breaks_nothing():
    assert violations(an_instance(), a_plan()) == []


A, B, S = a_plan().talks
CASES = {
    "a talk is missing": ("H1", {}, with_talks(A, B)),
    "a talk is given twice": ("H1", {}, with_talks(A, B, S, PlacedTalk("b", "R1", "AM", 550))),
    "a start is off the grid": ("H1", {}, with_talks(A, replace(B, start=501), S)),
    "a room is closed": ("H2", {"closed": frozenset({("R1", "AM")})}, a_plan()),
    "a room does not take the track": (
        "H2",
        {"rooms": (Room("R1", tracks=frozenset({"story"})), Room("R2"))},
        a_plan(),
    ),
    "two tracks share a session": ("H2", {}, with_talks(A, B, replace(S, room="R1", start=520))),
    "two talks share a slot": ("H3", {}, with_talks(A, replace(B, start=480), S)),
    "one person is in two places": (
        "H6",
        {"talks": (Talk("a", "qc", persons=("p1",)), Talk("b", "qc"), Talk("s", "story", persons=("p1",)))},
        a_plan(),
    ),
    "a judge presents meanwhile": (
        "H6",
        {
            "talks": (Talk("a", "qc"), Talk("b", "qc"), Talk("s", "story", persons=("p9",))),
            "judges": (PlanJudge("j1", person="p9"), PlanJudge("j2")),
        },
        a_plan(),
    ),
    "sizes differ too much": ("H4", {"rules": Rules(size_spread_max=0)}, None),
    "a panel is missing": ("H8", {}, a_plan(panels=())),
    "a panel is too small": ("H8", {}, a_plan(panels=(Panel("R1", "AM", ("j1",)),))),
    "the first of the panel may not chair": ("H8", {}, a_plan(panels=(Panel("R1", "AM", ("j2", "j1")),))),
    "a judge sits twice": ("H8", {}, a_plan(panels=(Panel("R1", "AM", ("j1", "j1")),))),
    "a judge is absent": ("H8", {"judges": (PlanJudge("j1", windows=((500, 700),)), PlanJudge("j2"))}, a_plan()),
    "a judge is not qualified": (
        "H8",
        {"judges": (PlanJudge("j1", tracks=frozenset({"story"})), PlanJudge("j2"))},
        a_plan(),
    ),
    "a judge has too much to do": ("H8", {"judges": (PlanJudge("j1", max_sessions=0), PlanJudge("j2"))}, a_plan()),
    "a judge meets the own unit": ("H9", {}, a_plan(panels=(Panel("R1", "AM", ("j1", "j2", "j3")),))),
    "a judge is barred from a talk": (
        "H9",
        {"judges": (PlanJudge("j1", barred=frozenset({"b"})), PlanJudge("j2"))},
        a_plan(),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_fault_is_named_by_its_rule_when(name):
    rule, changes, plan = CASES[name]
    if plan is None:
        plan = a_plan(
            talks=(A, replace(B, block="PM", start=610), S, PlacedTalk("c", "R1", "AM", 500)),
            panels=(Panel("R1", "AM", ("j1", "j2")), Panel("R1", "PM", ("j1", "j2"))),
        )
        changes = changes | {"talks": (*an_instance().talks, Talk("c", "qc"))}

    assert rules_broken(an_instance(**changes), plan) == [rule]


@pytest.mark.parametrize(
    ("talk", "rule"),
    [
        (Talk("b", "qc", windows=((510, 700),)), "H5"),
        (Talk("b", "qc", pin=Pin(room="R2")), "H7"),
        (Talk("b", "qc", pin=Pin(block="PM")), "H7"),
        (Talk("b", "qc", pin=Pin(start=480)), "H7"),
    ],
)
def test_talk_outside_its_window_or_pin_is_a_fault(talk, rule):
    first, _, last = an_instance().talks

    assert rules_broken(an_instance(talks=(first, talk, last)), a_plan()) == [rule]


def test_region_keeps_a_judge_away_only_if_the_edition_says_so():
    talks = (Talk("a", "qc", region="某省"), Talk("b", "qc"), Talk("s", "story"))
    judges = (PlanJudge("j1", region="某省"), PlanJudge("j2"))
    strict = Rules(coi=frozenset({"unit", "region"}))

    assert rules_broken(an_instance(talks=talks, judges=judges), a_plan()) == []
    assert rules_broken(an_instance(talks=talks, judges=judges, rules=strict), a_plan()) == ["H9"]


def test_judge_in_two_rooms_at_once_is_a_fault():
    plan = a_plan(
        talks=(A, replace(B, room="R2"), replace(S, block="PM", start=610)),
        panels=(Panel("R1", "AM", ("j1", "j2")), Panel("R2", "AM", ("j1", "j2"))),
    )

    assert [str(each) for each in violations(an_instance(), plan)] == [
        "评委「j1」同一时段坐在两处",
        "评委「j2」同一时段坐在两处",
    ]
