"""Narrowing the list: every filter finds its people, and turning pages shows each of them once, whichever way is taken."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from benchmarks.many_people import fill
from eventapp.domain.attendee_filters import Mark, Wanted, wanted_from
from eventapp.domain.events import Edition
from eventapp.domain.registration_states import AttendeeState, Origin
from eventapp.extensions import db
from eventapp.models import Attendee
from eventapp.services import attendee_keyset, attendee_lists, attendee_pages, attendee_travel
from eventapp.services.attendee_keyset import Place
from eventapp.services.attendee_pages import list_attendees
from tests.factories import NOW, a_recommender, an_edition
from tests.factories_registration import a_person, an_edition_with_roles, register, the_attendee

pytestmark = pytest.mark.usefixtures("app")


def found(edition: Edition, wanted: Wanted) -> list[str]:
    page = list_attendees(edition, wanted)
    assert page.total == len(page.rows) == attendee_lists.count_attendees(edition, wanted)
    return [one.name for one in page.rows]


def test_people_are_found_by_whatever_one_knows_of_them() -> None:
    edition, other = an_edition_with_roles(), an_edition_with_roles(slug="44", is_default=False)
    register(edition, a_person("单雄信", mobile="13800001111", unit_name="汤谷鹿蜀机床有限公司"))
    register(edition, a_person("曾·雄", mobile="13800002222", email="z@example.com"))
    register(edition, a_person("张伟", mobile="13800003333", unit_name="雄关锅炉厂"), "guest")
    register(edition, a_person("John Smith", mobile="13800003334"))
    register(edition, a_person("赵{name}%_", mobile="13800004444"))
    register(other, a_person("单雄信"))
    everybody = ["John Smith", "单雄信", "曾·雄", "张伟", "赵{name}%_"]
    expected: dict[str, list[str]] = {
        "": everybody, "雄": ["单雄信", "曾·雄", "张伟"], "雄信": ["单雄信"], "单雄": ["单雄信"], "信": ["单雄信"],
        "shan": ["单雄信"], "shanxx": [], "sxx": ["单雄信"], "xx": ["单雄信"], "xiongx": ["单雄信"], "ZENG X": ["曾·雄"],
        "曾雄": ["曾·雄"], "smith": ["John Smith"], "John  S": ["John Smith"], "z": ["曾·雄", "张伟", "赵{name}%_"],
        "1111": ["单雄信"], "333": ["张伟"], "3334": ["John Smith"], "13800002222": ["曾·雄"], "138 0000-2222": ["曾·雄"],
        "11": [], "0000": [], "鹿蜀": ["单雄信"], "luxu": [], "lushu": ["单雄信"], "tgls": ["单雄信"], "雄关": ["张伟"],
        "{name}": ["赵{name}%_"], "%": [], "_": [], "·": [], "\U0010ffff": [], "单 雄 信": ["单雄信"],
    }  # fmt: skip
    assert {text: found(edition, wanted_from({"q": text})) for text in expected} == expected


def test_every_filter_narrows_and_all_of_them_together() -> None:
    edition = an_edition_with_roles()
    body = a_recommender(edition)
    register(edition, a_person("甲一", mobile="13800000001", email="a@example.com"))
    register(edition, a_person("乙二", mobile="13800000001", unit_name="别的公司"), "guest")
    register(edition, a_person("丙三", mobile="13800000003"))
    register(edition, a_person("丙三", mobile="13800000004"))
    one, other = the_attendee("甲一"), the_attendee("乙二")
    one.organization.recommender_id = body.id
    one.lodging, one.meal, one.visit, one.arrives_on = "shared", "halal", "yes", date(2024, 9, 10)
    other.erasure_asked_at = NOW
    db.session.commit()
    unit = one.organization_id
    expected = {
        "role=guest": ["乙二"], "state=pending": ["乙二"], f"unit={other.organization_id}": ["乙二"], "lodging=shared": ["甲一"],
        f"recommender={body.id}": ["丙三", "丙三", "甲一"], "meal=halal": ["甲一"], "visit=yes": ["甲一"],
        "arrives=2024-09-10": ["甲一"], "origin=alone": ["丙三", "丙三", "甲一", "乙二"], "origin=walk_in": [],
        "printed=yes": [], "printed=no": ["丙三", "丙三", "甲一", "乙二"], "mark=double": ["丙三", "丙三", "甲一", "乙二"],
        "mark=no_mail": ["丙三", "丙三", "乙二"], "mark=erasure": ["乙二"], f"ids={one.id},{other.id},x": ["甲一", "乙二"],
        f"unit={unit}&role=observer&mark=no_mail&q=bing": ["丙三", "丙三"], "role=judge&state=pending": [],
        "state=x&unit=-1&arrives=2024-13-40&mark=y": ["丙三", "丙三", "甲一", "乙二"],
    }  # fmt: skip
    queries = {text: wanted_from(dict(part.split("=") for part in text.split("&"))) for text in expected}
    assert {text: found(edition, wanted) for text, wanted in queries.items()} == expected
    assert all(wanted_from(wanted.as_query()) == wanted for wanted in queries.values())


def test_a_twin_who_cancelled_makes_nobody_double() -> None:
    edition = an_edition_with_roles()
    register(edition, a_person("甲一"))
    register(edition, a_person("乙二"))
    db.session.execute(update(Attendee).where(Attendee.name == "甲一").values(state=AttendeeState.CANCELLED))
    db.session.commit()
    assert found(edition, Wanted(mark=Mark.DOUBLE)) == []


WANTED = (
    Wanted(), Wanted(text="王"), Wanted(text="zhang"), Wanted(text="w"), Wanted(text="伟"), Wanted(text="有限公司"),
    Wanted(role="observer"), Wanted(state=AttendeeState.CONFIRMED), Wanted(printed="no"), Wanted(mark=Mark.NO_MAIL),
    Wanted(mark=Mark.DOUBLE), Wanted(origin=Origin.IMPORT), Wanted(lodging="shared", visit="yes"),
    Wanted(text="王", visit="yes"), Wanted(text="li", role="observer", state=AttendeeState.CONFIRMED),
)  # fmt: skip


def all_pages(edition: Edition, wanted: Wanted, *, back: bool) -> list[int]:
    """Everybody, page by page of seven, forwards from the beginning or backwards from the end."""
    seen: list[int] = []
    place = Place(before=0, size=7) if back else Place(size=7)
    for _ in range(60):
        page = list_attendees(edition, wanted, place)
        numbers = [one.id for one in page.rows]
        seen = numbers + seen if back else seen + numbers
        following = page.before if back else page.after
        if following is None:
            return seen
        place = Place(before=following, size=7) if back else Place(after=following, size=7)
    raise AssertionError("pages without an end")


@pytest.mark.parametrize("is_big", [False, True])
def test_turning_pages_shows_everybody_once_in_order(is_big: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = an_edition()
    fill(edition, 160)
    if is_big:  # the ways that long lists take
        for module, name in ((attendee_pages, "MOST_COUNTED"), (attendee_pages, "MOST_LOOKED_AT")):
            monkeypatch.setattr(module, name, 2)
        monkeypatch.setattr(attendee_pages, "FIRST_LOOK", 3)
        monkeypatch.setattr(attendee_keyset, "MOST_COUNTED", 2)
    for wanted in WANTED:
        query = attendee_lists.narrowed(edition, wanted).with_only_columns(Attendee.pinyin, Attendee.id)
        expected = [number for _pinyin, number in sorted(db.session.execute(query))]
        assert len(expected) > 1, wanted
        assert all_pages(edition, wanted, back=False) == expected, wanted
        assert all_pages(edition, wanted, back=True) == expected, wanted


def test_travelers_are_paged_by_time_and_train() -> None:
    edition = an_edition()
    fill(edition, 60)
    day = db.session.scalars(select(Attendee.arrives_on)).first()
    assert day is not None
    seen, place = [], Place(size=7)
    while True:
        page = attendee_travel.list_travelers(edition, attendee_travel.Way.ARRIVAL, day, place, only_wishes=False).page
        seen += [(row.time, row.by, row.id) for row in page.rows]
        if page.after is None:
            break
        place = Place(after=page.after, size=7)
    rows = attendee_travel.list_all_travelers(edition, attendee_travel.Way.ARRIVAL, day, only_wishes=False)
    assert seen == sorted(seen) == [(row.time, row.by, row.id) for row in rows]
    assert len(seen) > 20
