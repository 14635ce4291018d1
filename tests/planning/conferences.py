"""Small invented conferences for the planner's tests."""

from __future__ import annotations

from dataclasses import replace

from eventapp.domain.schedule import Block, Instance, PlanJudge, Room, Rules, Talk, Track, TrackKind

MORNING = Block("上午", 1, 510, 720, breaks=((600, 610),))
AFTERNOON = Block("下午", 1, 810, 1020)


def a_conference(**changes: object) -> Instance:
    """Twelve results of six units and three stories, three rooms, a day, eight judges of whom two are concerned."""
    results = tuple(
        Talk(f"成果{n}", "qc", unit=f"单位{n % 6}", persons=(f"发布人{n}",), level1=n % 2 == 0, order_key=n)
        for n in range(12)
    )
    stories = tuple(Talk(f"故事{n}", "story", unit=f"单位{n}", persons=(f"演讲人{n}",), order_key=n) for n in range(3))
    instance = Instance(
        tracks=(
            Track("qc", TrackKind.QC, 20, panel_min=2, panel_target=3, panel_max=3),
            Track("story", TrackKind.STORY, 10, panel_min=2, panel_target=2, panel_max=3, competitive=False),
        ),
        rooms=tuple(Room(f"第{n}会议室", 100) for n in range(1, 4)),
        blocks=(MORNING, AFTERNOON),
        talks=results + stories,
        judges=tuple(PlanJudge(f"评委{n}", unit=f"单位{n}" if n < 2 else f"院校{n}") for n in range(8)),
        rules=Rules(person_gap_minutes=10),
    )
    return replace(instance, **changes)  # type: ignore[arg-type]
