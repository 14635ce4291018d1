"""Whatever the conference: a plan without fault, or a refusal."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventapp.domain.schedule import Block, Instance, Pin, PlanJudge, Room, Rules, Talk, Track, TrackKind
from eventapp.domain.schedule_rules import violations
from eventapp.planning import CannotPlan, plan, planner

BLOCKS = (Block("D1", 1, 480, 600, breaks=((520, 530),)), Block("D2", 1, 605, 700), Block("D3", 2, 1920, 2000))
SOMETIMES = st.sampled_from([False, False, False, False, False, True])

talks = st.builds(
    lambda track, unit, region, person, level1, late, pin: (track, unit, region, person, level1, late, pin),
    st.sampled_from(["qc", "story"]),
    st.integers(0, 4),
    st.integers(0, 2),
    st.integers(0, 20),
    st.booleans(),
    SOMETIMES,
    SOMETIMES,
)
judges = st.tuples(st.integers(0, 15), st.integers(0, 5), SOMETIMES, SOMETIMES, st.integers(1, 3), st.integers(0, 60))


@st.composite
def conferences(draw):
    tracks = (
        Track("qc", TrackKind.QC, 20, draw(st.integers(0, 2)), 2, 3, sessions=draw(st.sampled_from([None, None, 2]))),
        Track("story", TrackKind.STORY, 15, 1, 1, 2, competitive=False),
    )
    return Instance(
        tracks=tracks,
        rooms=tuple(Room(f"R{n}") for n in range(draw(st.integers(1, 3)))),
        blocks=BLOCKS[: draw(st.integers(1, 3))],
        talks=tuple(
            Talk(
                f"T{n}", track, f"U{unit}", f"G{region}", (f"P{person}",), level1, n,
                windows=((540, 3000),) if late else None, pin=Pin(room="R0") if pin else Pin(),
            )  # fmt: skip
            for n, (track, unit, region, person, level1, late, pin) in enumerate(draw(st.lists(talks, min_size=draw(st.integers(0, 14)), max_size=14)))
        ),
        judges=tuple(
            PlanJudge(
                f"J{n}", f"U{unit}", f"G{region}", chair_ok=not helper, max_sessions=most, person=f"P{person}",
                windows=((0, 650),) if early else None,
            )  # fmt: skip
            for n, (unit, region, helper, early, most, person) in enumerate(draw(st.lists(judges, min_size=draw(st.integers(0, 9)), max_size=9)))
        ),
        rules=Rules(
            coi=draw(st.sampled_from([frozenset({"unit"}), frozenset({"unit", "region"})])),
            size_spread_max=draw(st.sampled_from([None, 1])),
        ),
    )  # fmt: skip


def plan_or_refuse(instance):
    try:
        return plan(instance, seconds=0.1)
    except CannotPlan as refusal:
        assert str(refusal)[-1] == "。"
        # The final check is a net, not a way to say no.
        assert str(refusal)[:9] != "排出的日程没有通过"
        return None


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(conferences())
def test_planned_conference_breaks_no_rule(instance):
    found = plan_or_refuse(instance)

    assert found is None or violations(instance, found) == []


@settings(max_examples=100, deadline=None, derandomize=True)
@given(conferences())
def test_greedy_conference_breaks_no_rule(instance):
    keep = planner.has_solver
    planner.has_solver = lambda: False
    try:
        found = plan(instance)
    except CannotPlan:
        found = None
    finally:
        planner.has_solver = keep

    assert found is None or violations(instance, found) == []
