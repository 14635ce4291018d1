"""What the planner is told: an edition as one plain instance, and the way back from its ids and minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain import schedule as plain
from eventapp.domain.events import Edition
from eventapp.domain.recusal import JudgeTies, Person, RecusalReason, recusal_reasons
from eventapp.domain.refusals import Refusal
from eventapp.extensions import db
from eventapp.models.event import Track
from eventapp.models.organization import Organization
from eventapp.models.schedule import Block, Judge, Room
from eventapp.services.planning_entries import Entry, list_entries

MOST_ON_A_PANEL = 7
KINDS = frozenset(kind.value for kind in plain.TrackKind)
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # an edition without blocks has no minutes to count

Recusals = Mapping[tuple[str, str], RecusalReason]  # (judge, talk) to the weightiest ground


@dataclass(frozen=True)
class Conference:
    """An instance whose ids lead back to rows: `result:12 story:3 room:1 block:2 track:1 judge:5 attendee:7`.

    Minute 0 is `midnight` before the first block, in the edition's zone. `names` turns ids into words for
    sentences; `trackless` are names of entries of a kind for which the edition has no track.
    """

    instance: plain.Instance
    midnight: datetime
    names: Mapping[str, str]
    recusals: Recusals
    trackless: tuple[str, ...] = ()

    def moment(self, minute: int) -> datetime:
        """The moment of a minute of the instance."""
        return self.midnight + timedelta(minutes=minute)

    def minute(self, moment: datetime) -> int:
        """The minute of a moment."""
        return minutes_between(self.midnight, moment)

    def words(self, params: Mapping[str, object]) -> dict[str, object]:
        """The values of a sentence with ids replaced by names."""
        return {key: self.names.get(value, value) if isinstance(value, str) else value for key, value in params.items()}


def number_of(name: str) -> int:
    """The row behind an id of the instance."""
    return int(name.partition(":")[2])


def minutes_between(midnight: datetime, moment: datetime) -> int:
    """By the clock on the wall, so that a day has 1440 minutes whatever the season."""
    there = moment.astimezone(midnight.tzinfo).replace(tzinfo=None)
    return (there - midnight.replace(tzinfo=None)) // timedelta(minutes=1)


def load_conference(edition: Edition) -> Conference:
    """Read all that planning needs: eight statements, however many entries."""
    tracks = list(db.session.scalars(select(Track).where(Track.event_id == edition.id).order_by(Track.sort, Track.id)))
    rooms = list(db.session.scalars(select(Room).where(Room.event_id == edition.id).order_by(Room.sort, Room.id)))
    blocks = list(db.session.scalars(select(Block).where(Block.event_id == edition.id).order_by(Block.starts_at)))
    judges, entries = list_judges(edition), list_entries(edition)
    codes = {track.code: f"track:{track.id}" for track in tracks if track.code.upper() in KINDS}
    midnight = midnight_before(blocks[0].starts_at if blocks else NO_DAY, edition)
    placeable = sorted((entry for entry in entries if entry.code in codes), key=lambda entry: entry.order)
    recusals = find_recusals(edition, judges, placeable)
    instance = plain.Instance(
        tracks=tuple(plain_track(track) for track in tracks if track.code in codes),
        rooms=tuple(plain.Room(f"room:{room.id}", room.capacity) for room in rooms),
        blocks=tuple(plain_block(block, midnight) for block in blocks),
        talks=tuple(plain_talk(entry, codes[entry.code], rank) for rank, entry in enumerate(placeable)),
        judges=plain_judges(judges, recusals),
        rules=plain.Rules(coi=frozenset({"unit", "region"} if edition.recusal_by_region else {"unit"})),
    )
    trackless = tuple(entry.name for entry in entries if entry.code not in codes)
    return Conference(instance, midnight, names_of(tracks, rooms, blocks, judges, entries), recusals, trackless)


def list_judges(edition: Edition) -> list[Judge]:
    """The judges of the edition with unit and group company, in the order in which they were listed."""
    unit = joinedload(Judge.organization).joinedload(Organization.parent)
    return list(db.session.scalars(select(Judge).where(Judge.event_id == edition.id).options(unit).order_by(Judge.id)))


def midnight_before(moment: datetime, edition: Edition) -> datetime:
    return moment.astimezone(ZoneInfo(edition.timezone)).replace(hour=0, minute=0, second=0, microsecond=0)


def plain_track(track: Track) -> plain.Track:
    return plain.Track(
        f"track:{track.id}",
        plain.TrackKind(track.code.upper()),
        track.speak_minutes + track.question_minutes + track.change_minutes,
        panel_min=track.panel_min,
        panel_target=track.panel_target,
        panel_max=max(MOST_ON_A_PANEL, track.panel_target),
    )


def plain_block(block: Block, midnight: datetime) -> plain.Block:
    starts = minutes_between(midnight, block.starts_at)
    breaks = tuple((starts + first, starts + last) for first, last in block.breaks)
    return plain.Block(f"block:{block.id}", starts // 1440, starts, minutes_between(midnight, block.ends_at), breaks)


def plain_talk(entry: Entry, track: str, rank: int) -> plain.Talk:
    return plain.Talk(
        entry.id, track, unit=str(entry.unit.id), region=entry.region,
        persons=tuple(person.id for person in entry.presenters), level1=entry.level1, order_key=rank,
        topic=entry.topic,
    )  # fmt: skip


def plain_judges(judges: Iterable[Judge], recusals: Recusals) -> tuple[plain.PlanJudge, ...]:
    barred: dict[str, set[str]] = defaultdict(set)
    for judge_id, talk_id in recusals:
        barred[judge_id].add(talk_id)
    return tuple(
        plain.PlanJudge(
            f"judge:{judge.id}", unit=str(judge.organization_id or ""), region=judge.region,
            barred=frozenset(barred[f"judge:{judge.id}"]),
            person=f"attendee:{judge.attendee_id}" if judge.attendee_id else "",
        )
        for judge in judges
    )  # fmt: skip


def find_recusals(edition: Edition, judges: Sequence[Judge], entries: Sequence[Entry]) -> Recusals:
    """Every judge against every entry, by the rules of recusal."""
    talks = [(entry.id, entry.ties) for entry in entries]
    found = {}
    for judge in judges:
        ties = ties_of(judge)
        for talk_id, talk in talks:
            reasons = recusal_reasons(ties, talk, by_region=edition.recusal_by_region)
            if reasons:
                found[f"judge:{judge.id}", talk_id] = reasons[0]
    return found


def ties_of(judge: Judge) -> JudgeTies:
    unit = judge.organization
    company = unit.parent.name if unit and unit.parent else ""
    known = f"attendee:{judge.attendee_id}" if judge.attendee_id else ""
    return JudgeTies(Person(judge.name, known), unit.name if unit else judge.unit_name, company, judge.region)


def names_of(
    tracks: Iterable[Track], rooms: Iterable[Room], blocks: Iterable[Block], judges: Iterable[Judge],
    entries: Iterable[Entry],
) -> dict[str, str]:  # fmt: skip
    """What a person calls each thing."""
    people = {person.id: person.name for entry in entries for person in entry.presenters}
    return people | {
        **{f"track:{each.id}": each.name for each in tracks},
        **{f"room:{each.id}": each.name for each in rooms},
        **{f"block:{each.id}": each.name for each in blocks},
        **{f"judge:{each.id}": each.name for each in judges},
        **{each.id: f"{each.unit.name} {each.name}" for each in entries},
    }


def check_can_plan(conference: Conference) -> None:
    """Refuse what no planner can mend."""
    if conference.trackless:
        raise Refusal(
            "本届会议没有为“%(first)s”等 %(count)d 项设置所属的类别，请先在会议设置里添加。",
            first=conference.trackless[0],
            count=len(conference.trackless),
        )
    if not conference.instance.talks:
        raise Refusal("还没有可以编排的项目：请先导入推荐材料。没有演讲人的品牌故事不进入日程。")
    if not conference.instance.rooms or not conference.instance.blocks:
        raise Refusal("还没有会议室或时段，请先在会议设置里添加。")
