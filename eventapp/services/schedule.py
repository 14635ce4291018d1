"""The frame of the schedule: places, judges, and when it becomes public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.people import Actor
from eventapp.domain.recommendations import EntryState
from eventapp.domain.refusals import Refusal
from eventapp.extensions import db
from eventapp.models.event import Event
from eventapp.models.judging import Score
from eventapp.models.recommendation import Result
from eventapp.models.schedule import Block, Judge, Presentation, Room
from eventapp.services.audit import record
from eventapp.services.organizations import Directory, ToldUnit
from eventapp.services.planning_facts import list_judges
from eventapp.services.transactions import lost_race, transactional

__all__ = [
    "add_judges", "add_places", "check_may_plan", "count_presentations", "list_judges", "publish_schedule",
    "withdraw_schedule",
]  # fmt: skip

lost_race(("uq_room_event_id_name", "room.event_id, room.name"), "这个会议室名称已经有了，请换一个名称。")
lost_race(("uq_block_event_id_starts_at", "block.event_id, block.starts_at"), "这个时间已经有一个时段了。")
lost_race(("uq_judge_person", "judge.event_id, judge.name, judge.mobile"), "名单里有重复的评委（姓名和手机号相同）。")


def has_places(edition: Edition) -> bool:
    """Whether the edition has rooms already."""
    return db.session.scalar(select(Room.id).where(Room.event_id == edition.id).limit(1)) is not None


@transactional
def add_places(
    edition: Edition, *, rooms: Sequence[Mapping[str, object]], blocks: Sequence[Mapping[str, object]],
    actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """Add rooms and blocks of time as a description like `demo/event.json` lists them.

    Moments are ISO texts with their zone; `breaks` are pairs of minutes from the start of the block.
    """
    there = db.session.scalar(select(func.count()).select_from(Room).where(Room.event_id == edition.id)) or 0
    db.session.add_all(Room(event_id=edition.id, **{"sort": there + rank, **room}) for rank, room in enumerate(rooms))
    for block in blocks:
        moments = {name: datetime.fromisoformat(str(block[name])) for name in ("starts_at", "ends_at")}
        db.session.add(
            Block(event_id=edition.id, name=block["name"], breaks=list(block.get("breaks") or ()), **moments)  # type: ignore[call-overload]
        )
    after = {"rooms": [room["name"] for room in rooms], "blocks": [block["name"] for block in blocks]}
    record(edition.slug, "schedule.places", edition.short_name, actor=actor, now=now, after=after)


@transactional
def add_judges(edition: Edition, judges: Sequence[Mapping[str, str]], *, actor: Actor, now: datetime) -> None:
    """Put people on the list of judges; each says name, mobile, unit, region, speciality, job_title."""
    directory = Directory(edition)
    units = directory.enlist(ToldUnit(judge["unit"]) for judge in judges if judge.get("unit"))
    for judge in judges:
        unit = judge.get("unit", "")
        plain = {name: judge.get(name, "") for name in ("name", "mobile", "region", "speciality", "job_title")}
        organization_id = units[name_key(unit)].id if unit else None
        db.session.add(Judge(event_id=edition.id, unit_name=unit, organization_id=organization_id, **plain))
    after = {"judges": [judge["name"] for judge in judges]}
    record(edition.slug, "judge.add", edition.short_name, actor=actor, now=now, after=after)


@transactional
def publish_schedule(edition: Edition, *, actor: Actor, now: datetime) -> None:
    """Let everybody see the schedule; a second time changes nothing."""
    event = lock_event(edition)
    if not count_presentations(edition):
        raise Refusal("还没有编排日程，不能公布。")
    if gone := count_gone(edition):
        raise Refusal("编排以后有 %(number)s 项成果撤回或合并，请重新编排后再公布。", number=gone)
    if event.schedule_published_at is None:
        event.schedule_published_at = now
        record(edition.slug, "schedule.publish", edition.short_name, actor=actor, now=now, after={"published": True})


@transactional
def withdraw_schedule(edition: Edition, *, actor: Actor, now: datetime) -> None:
    """Take the schedule back from the public."""
    event = lock_event(edition)
    if event.schedule_published_at is not None:
        before = {"published": event.schedule_published_at.isoformat()}
        event.schedule_published_at = None
        record(edition.slug, "schedule.withdraw", edition.short_name, actor=actor, now=now, before=before)


def lock_event(edition: Edition) -> Event:
    """The edition's row, held until the transaction ends: plans and publications follow one another.

    Unlike `turns.take_turn` it lets nothing of the edition in meanwhile: no score may arrive while its plan is replaced.
    """
    return db.session.scalars(select(Event).where(Event.id == edition.id).with_for_update()).one()


def count_presentations(edition: Edition) -> int:
    """How many results and stories have their place."""
    query = select(func.count()).select_from(Presentation).where(Presentation.event_id == edition.id)
    return db.session.scalar(query) or 0


def count_gone(edition: Edition) -> int:
    """How many results have their place and take part no longer."""
    query = select(func.count()).select_from(Presentation).join(Presentation.result)
    query = query.where(Presentation.event_id == edition.id, Result.state != EntryState.ENTERED)
    return db.session.scalar(query) or 0


def check_may_plan(edition: Edition, *, is_published: bool) -> None:
    """Refuse to plan over what people already rely on."""
    if db.session.scalar(select(Score.id).where(Score.event_id == edition.id).limit(1)) is not None:
        raise Refusal("评分已经开始，不能重新编排：评分属于现在的场次和评审组。")
    if is_published:
        raise Refusal("日程已经公布。要重新编排，请先撤回公布。")
