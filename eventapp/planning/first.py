"""The first complete plan: the four stages one after another, more carefully where a stage led nowhere."""

from __future__ import annotations

from dataclasses import replace

from eventapp.domain.schedule import Instance, Talk, possible_slots
from eventapp.planning.draft import Draft, Session
from eventapp.planning.engine import Engine, Verdict
from eventapp.planning.layout import Narrow, lay_out
from eventapp.planning.matching import match_judges
from eventapp.planning.order import put_in_order
from eventapp.planning.panels import seat
from eventapp.planning.placement import place
from eventapp.planning.placement_rules import Care
from eventapp.planning.progress import CannotPlan, Stage
from eventapp.planning.sessions import every_cell, with_bounds

LAYOUTS = 2
STAGED = (Care.BLOCKS, Care.MINUTES, Care.JUDGES)
EFFORTS = {
    Care.BLOCKS: (0.35, 1.0, 3.0),
    Care.MINUTES: (0.5, 4.0),
    Care.JUDGES: (1.0, 10.0),
    Care.LAYOUT: (1.0, 20.0),
}


def check_every_talk_has_a_place(instance: Instance) -> None:
    """Refuse a talk that fits nowhere even alone: nothing clearer can be said. Raises `CannotPlan`."""
    for talk in instance.talks:
        if not _has_place(instance, talk):
            raise CannotPlan(
                "「%(talk)s」没有可用的位置：请检查发表人的在会时间、锁定的位置，以及可用于该类别的会议室和时段。",
                talk=talk.id,
            )


def _has_place(instance: Instance, talk: Talk) -> bool:
    track = instance.track[talk.track]
    return any(
        possible_slots(instance, talk, block)
        for block in instance.blocks
        for room in instance.rooms
        if instance.room_takes(room, block, track) and talk.pin.room in (None, room.id)
    )


def first_draft(instance: Instance, engine: Engine) -> Draft:
    """A complete legal draft. Raises `CannotPlan` or `Stopped`."""
    refusal: CannotPlan | None = None
    for twist in range(LAYOUTS):
        engine.say(Stage.LAYOUT, 0.02)
        try:
            sessions = lay_out(instance, engine, twist)
        except Narrow as narrow:
            refusal = narrow
            break
        for care in STAGED:
            draft, stage = _try(instance, engine, sessions, care)
            if draft:
                return draft
        refusal = _dead_end(stage)
    draft, _ = _try(instance, engine, every_cell(instance), Care.LAYOUT)
    if draft is None:
        raise refusal or _dead_end(Stage.ORDER)
    return _tidied(instance, draft)


def _tidied(instance: Instance, draft: Draft) -> Draft:
    """Only the sessions that are held, with their real sizes."""
    held = [replace(s, size=len(draft.members[s.number])) for s in draft.sessions if draft.members.get(s.number)]
    return replace(draft, sessions=with_bounds(instance, tuple(held)))


def _try(instance: Instance, engine: Engine, sessions: tuple[Session, ...], care: Care) -> tuple[Draft | None, Stage]:
    """A draft, or None and the stage that failed."""
    engine.say(Stage.TALKS, 0.05)
    verdict, members = place(instance, engine, sessions, instance.talks, care=care, efforts=EFFORTS[care])
    if verdict is not Verdict.FOUND:
        return None, Stage.PANELS if care >= Care.JUDGES else Stage.TALKS
    engine.say(Stage.PANELS, 0.1)
    seats = match_judges(instance, sessions, members) or seat(instance, engine, sessions, members)
    if seats is None:
        return None, Stage.PANELS
    engine.say(Stage.ORDER, 0.15)
    slots = put_in_order(instance, engine, sessions, members)
    return (Draft(sessions, members, seats, slots) if slots is not None else None), Stage.ORDER


def _dead_end(reached: Stage) -> CannotPlan:
    if reached is Stage.PANELS:
        return CannotPlan(
            "回避之后评委不够：有的场次凑不齐没有回避关系的评审组。请增加不属于发表单位的评委，或减少每组人数。"
        )
    return CannotPlan(
        "同一人的多个项目、在会时间与锁定的位置相互冲突，排不开。请放宽其中几项的时间，或更换其中一个项目的发表人。"
    )
