"""The planner on small conferences: legal, repeatable, stoppable, and clear when nothing fits."""

from dataclasses import replace

import pytest

from eventapp.domain.schedule import Instance, Pin, PlanJudge, Room, Rules, Talk
from eventapp.domain.schedule_rules import violations
from eventapp.planning import CannotPlan, Progress, Stage, Stopped, plan, planner
from eventapp.planning.scoring import score, terms
from tests.planning.conferences import AFTERNOON, MORNING, a_conference


def planned(instance: Instance, **options: object):
    found = plan(instance, **({"seconds": 0.5} | options))
    assert violations(instance, found) == []
    return found


def place_of(found, talk_id):
    return next(each for each in found.talks if each.talk == talk_id)


@pytest.fixture(params=[True, False], ids=["solver", "greedy"])
def either_way(request, monkeypatch):
    """Both with OR-Tools and as if it were not installed."""
    monkeypatch.setattr(planner, "has_solver", lambda: request.param)


@pytest.mark.usefixtures("either_way")
def test_every_talk_gets_a_room_a_time_and_a_panel():
    found = planned(a_conference())

    assert len(found.talks) == 15
    assert {(each.room, each.block) for each in found.panels} == {(each.room, each.block) for each in found.talks}
    assert found.score == score(a_conference(), found)


@pytest.mark.usefixtures("either_way")
def test_judge_never_sees_the_own_unit():
    judges = tuple(PlanJudge(f"评委{n}", unit=f"单位{n}") for n in range(6))
    instance = a_conference(judges=(*judges, PlanJudge("院校1"), PlanJudge("院校2")))

    found = planned(instance)

    unit_of = {judge.id: judge.unit for judge in judges}
    for panel in found.panels:
        units = {
            instance.talk[each.talk].unit
            for each in found.talks
            if (each.room, each.block) == (panel.room, panel.block)
        }
        assert [judge for judge in panel.judges if unit_of.get(judge) in units] == []


@pytest.mark.usefixtures("either_way")
def test_two_talks_of_one_person_never_overlap_even_when_there_is_one_block():
    talks = tuple(Talk(f"{track}{n}", track, persons=(f"人{n}",)) for n in range(3) for track in ("qc", "story"))
    instance = a_conference(talks=talks, blocks=(MORNING,))

    planned(instance)


@pytest.mark.usefixtures("either_way")
def test_pins_and_windows_are_kept():
    pinned = Talk("锁定", "qc", pin=Pin(room="第2会议室", block="下午", start=AFTERNOON.starts + 40))
    late = Talk("晚到", "story", windows=((900, 1020),))
    instance = a_conference(talks=(*a_conference().talks, pinned, late))

    found = planned(instance)

    at = place_of(found, "锁定")
    assert (at.room, at.block, at.start) == ("第2会议室", "下午", AFTERNOON.starts + 40)
    assert place_of(found, "晚到").start >= 900


def test_same_seed_gives_the_same_plan():
    assert planned(a_conference(), seed=7) == planned(a_conference(), seed=7)


def test_improvement_leaves_little_but_a_swap_in_the_lot_order():
    instance = a_conference(talks=a_conference().talks[:12])

    found = planned(instance, seconds=2)

    assert {name for name, count in terms(instance, found).items() if count} <= {"order_shift"}
    assert terms(instance, found)["order_shift"] <= 2


def test_without_talks_the_plan_is_empty():
    assert plan(a_conference(talks=())).talks == ()


def test_track_without_judging_needs_no_judges():
    tracks = tuple(replace(track, panel_min=0, panel_target=0) for track in a_conference().tracks)

    assert planned(a_conference(tracks=tracks, judges=())).panels == ()


def test_few_judges_lead_to_fewer_rooms_at_once():
    few = tuple(PlanJudge(f"院校{n}") for n in range(2))
    instance = a_conference(judges=few, talks=a_conference().talks[:12])

    found = planned(instance)

    assert sorted(each.block for each in found.panels) == ["上午", "下午"]


def test_missing_slots_are_counted():
    with pytest.raises(CannotPlan) as refusal:
        plan(a_conference(rooms=(Room("小间"),), blocks=(MORNING,), judges=a_conference().judges))

    # One room in one block holds one track: nine slots for results, none for the three stories.
    assert refusal.value.params == {"need": 15, "have": 9, "short": 6}


def test_missing_judges_are_counted():
    with pytest.raises(CannotPlan) as refusal:
        plan(a_conference(judges=(PlanJudge("院校1"),)))

    assert refusal.value.params == {"have": 1, "short": 3}


def test_talk_that_fits_nowhere_is_named():
    impossible = Talk("早到", "qc", windows=((0, 60),))

    with pytest.raises(CannotPlan) as refusal:
        plan(a_conference(talks=(*a_conference().talks, impossible)))

    assert refusal.value.params == {"talk": "早到"}


def test_recusals_that_leave_no_panel_are_refused():
    concerned = tuple(PlanJudge(f"评委{n}", unit="单位0") for n in range(8))
    talks = tuple(Talk(f"成果{n}", "qc", unit="单位0") for n in range(4))

    with pytest.raises(CannotPlan, match="回避之后评委不够"):
        plan(a_conference(judges=concerned, talks=talks))


def test_talks_are_moved_when_the_usual_cut_leaves_no_panel():
    # Every judge is from a presenting unit, so only one way of grouping the units leaves each session a panel.
    talks = tuple(Talk(f"成果{n}", "qc", unit=f"单位{n % 4}", order_key=n) for n in range(16))
    judges = tuple(PlanJudge(f"评委{n}", unit=f"单位{n % 4}") for n in range(8))

    found = planned(a_conference(talks=talks, judges=judges))

    assert len(found.panels) == 2


def test_stop_before_the_first_plan_ends_without_one():
    with pytest.raises(Stopped):
        plan(a_conference(), should_stop=lambda: True)


def test_stop_after_the_first_plan_returns_it_soon():
    seen: list[Progress] = []

    found = planned(
        a_conference(), seconds=1000, on_progress=seen.append, should_stop=lambda: bool(seen and seen[-1].score)
    )

    assert found.score == seen[-1].score
    assert len(seen) < 12


def test_progress_runs_through_the_stages_to_the_end():
    seen: list[Progress] = []

    planned(a_conference(), on_progress=seen.append)

    assert list(dict.fromkeys(each.stage for each in seen)) == list(Stage)
    assert [each.share for each in seen] == sorted(each.share for each in seen)
    assert seen[-1].share == 1.0
    assert seen[0].label == "划分场次"


def test_spread_of_sizes_is_kept_when_the_rules_ask_for_it():
    found = planned(a_conference(rules=Rules(size_spread_max=1), rooms=tuple(Room(f"R{n}") for n in range(6))))

    assert len(found.talks) == 15
