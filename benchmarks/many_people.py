"""An edition full of invented people, written straight into the tables, distributed as real ones are."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from eventapp.domain.events import Edition
from eventapp.domain.messages import Channel, MessageState
from eventapp.domain.people import Actor
from eventapp.domain.registration_states import AttendeeState, Origin, RoleState
from eventapp.extensions import db
from eventapp.models import Attendee, AttendeeRole, Organization, Recommender
from eventapp.models.badge import BadgePrint
from eventapp.models.message import Message
from eventapp.services import attendee_words, roles
from eventapp.services.pinyin import full, initials, sort_key

NOW = datetime.now(UTC)
ORGANIZER = Actor(name="bench")
# the most frequent surnames, each as often as its share of a thousand people
SURNAMES = {
    "王": 72, "李": 72, "张": 68, "刘": 54, "陈": 46, "杨": 31, "黄": 22, "赵": 21, "吴": 20, "周": 20, "徐": 17, "孙": 15,
    "马": 13, "朱": 13, "胡": 13, "郭": 12, "何": 12, "林": 12, "高": 10, "罗": 10, "郑": 9, "梁": 9, "谢": 8, "宋": 7,
    "唐": 7, "许": 6, "邓": 6, "冯": 6, "韩": 6, "曹": 6, "曾": 6, "彭": 5, "萧": 5, "蔡": 5, "潘": 5, "田": 5, "董": 5,
    "袁": 5, "于": 5, "余": 4, "叶": 4, "蒋": 4, "杜": 4, "苏": 4, "魏": 4, "程": 4, "吕": 4, "丁": 4, "沈": 4, "单": 1,
    "欧阳": 1, "尉迟": 1,
}  # fmt: skip
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰春梅建国志文海波晓东红斌辉鹏飞宇浩然子涵欣怡梓轩雨泽"
PLACES = ("汤谷", "扶桑", "丹穴", "雷渊", "单狐", "沃野", "瀛洲", "建木", "羽民", "应龙")
TRADES = ("机床", "锅炉", "电缆", "轴承", "变压器", "阀门", "仪表", "模具", "齿轮", "内燃机")
FIRST_DAY = date(2026, 9, 10)
PEOPLE_IN_A_UNIT = 25
BODIES = 30
AT_ONCE = 5000
SOME, FEW = 0.1, 0.002  # shares


def fill(edition: Edition, count: int) -> None:
    """So many people in their units; the same every time."""
    draw = random.Random(count)
    roles.ship_roles(edition, actor=ORGANIZER, now=NOW)
    units = add_units(edition, max(10, count // PEOPLE_IN_A_UNIT), draw)
    held = {role.code: role.id for role in roles.list_roles(edition)}
    for at in range(0, count, AT_ONCE):
        part = [person(edition, number, units, draw) for number in range(at, min(at + AT_ONCE, count))]
        table = Attendee.__table__
        rows = db.session.execute(insert(table).returning(table.c.id, table.c.state), part).all()
        named = [(row.id, one["name"], one["mobile"]) for row, one in zip(rows, part, strict=True)]
        attendee_words.write_words(edition, named)
        db.session.execute(insert(AttendeeRole.__table__), list(roles_of(edition, rows, held, draw)))
        prints = [
            {"event_id": edition.id, "attendee_id": row.id, "number": 1, "sheet": "", "printed_at": NOW}
            for row in rows
            if draw.random() < 0.5
        ]
        db.session.execute(insert(BadgePrint.__table__), prints)
        db.session.execute(insert(Message.__table__), [letter(edition, row.id, draw) for row in rows])
        db.session.commit()


def letter(edition: Edition, attendee_id: int, draw: random.Random) -> dict[str, Any]:
    """What was sent to somebody about their registration; a few letters failed."""
    return {
        "event_id": edition.id, "attendee_id": attendee_id, "channel": Channel.MAIL, "template": "registration",
        "state": MessageState.FAILED if draw.random() < FEW else MessageState.SENT, "attempts": 1, "written_at": NOW,
        "recipient": f"p{attendee_id}@example.com", "subject": "报名", "body": "您好，报名已经确认。" * 20,
        "next_try_at": NOW, "error": "", "with_calendar": False, "dedupe_key": f"registration {attendee_id}",
    }  # fmt: skip


def add_units(edition: Edition, count: int, draw: random.Random) -> list[tuple[int, str]]:
    bodies = [
        {"event_id": edition.id, "name": f"推荐单位{number}", "name_key": f"推荐单位{number}"}
        for number in range(BODIES)
    ]
    table = Recommender.__table__
    numbers = list(db.session.scalars(insert(table).returning(table.c.id), bodies))
    names = [f"{draw.choice(PLACES)}{draw.choice(TRADES)}第{number}有限公司" for number in range(count)]
    units = [
        {
            "event_id": edition.id, "name": name, "name_key": name, "pinyin": f"{full(name)} {initials(name)}",
            "recommender_id": draw.choice(numbers),
        }
        for name in names
    ]  # fmt: skip
    table = Organization.__table__
    found = db.session.execute(insert(table).returning(table.c.id, table.c.name), units).all()
    return [(row.id, row.name) for row in found]


def person(edition: Edition, number: int, units: list[tuple[int, str]], draw: random.Random) -> dict[str, Any]:
    """One row; one of a hundred has the mobile of somebody else."""
    surname = draw.choices(list(SURNAMES), list(SURNAMES.values()))[0]
    name = surname + "".join(draw.choices(GIVEN, k=draw.choice((1, 2, 2, 2))))
    unit, unit_name = draw.choice(units)
    states = [AttendeeState.CONFIRMED] * 90 + [AttendeeState.PENDING] * 6 + [AttendeeState.WAITING] * 4
    shared = draw.random() < 0.5
    return {
        "event_id": edition.id, "name": name, "name_key": name, "pinyin": sort_key(name),
        "gender": draw.choice("男女"), "unit_name": unit_name, "organization_id": unit, "job_title": "工程师",
        "mobile": f"138{number if draw.random() > 0.01 else max(0, number - 1):08d}",
        "email": "" if draw.random() < SOME else f"p{number}@example.com",
        "arrives_on": FIRST_DAY + timedelta(days=draw.choice((0, 0, 0, 1))),
        "arrives_time": f"{draw.randrange(8, 22):02d}:{draw.randrange(0, 60, 5):02d}", "arrives_by": f"G{draw.randrange(1, 90)}",
        "departs_on": FIRST_DAY + timedelta(days=3), "departs_time": "", "departs_by": "",
        "lodging": "shared" if shared else draw.choice(("single", "own")),
        "roommate": draw.choice(list(SURNAMES)) + draw.choice(GIVEN) if shared and draw.random() < 0.5 else "",
        "meal": "halal" if draw.random() < FEW * 10 else "regular", "visit": draw.choice(("yes", "no")),
        "hotel_room": str(draw.randrange(100, 999)) if draw.random() < 0.9 else "",
        "answers": {"pick_up": draw.choice(("yes", "no"))}, "origin": draw.choice(list(Origin)), "language": "zh_Hans_CN",
        "state": draw.choice(states), "manage_key_hash": uuid.uuid4().hex, "registered_at": NOW,
        "erasure_asked_at": NOW if draw.random() < FEW else None,
    }  # fmt: skip


def roles_of(edition: Edition, rows: Any, held: dict[str, int], draw: random.Random) -> Iterator[dict[str, Any]]:
    """One role each; judges are few, observers many."""
    codes = ["observer"] * 50 + ["front_line"] * 30 + ["quality_manager"] * 19 + ["judge"]
    for row in rows:
        state = RoleState(row.state.value)
        yield {
            "event_id": edition.id, "attendee_id": row.id, "role_id": held[draw.choice(codes)], "state": state,
            "waiting_since": NOW + timedelta(seconds=row.id) if state is RoleState.WAITING else None,
        }  # fmt: skip
