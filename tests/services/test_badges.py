"""Badge classes, designs, whose badges and the log, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.badge_runs import Order
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration_states import AttendeeState
from eventapp.domain.shipped_badges import BADGE, SHIPPED_CLASSES
from eventapp.extensions import db
from eventapp.models import Attendee, AttendeeRole, BadgePrint, Role, Ticket
from eventapp.services import badge_classes, badge_people, badge_prints, badges, lost_badges
from eventapp.services.badge_classes import ClassSetting
from eventapp.services.badge_people import Scope
from eventapp.services.badge_wardrobe import open_wardrobe
from eventapp.services.badges import DesignChanged
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, an_edition
from tests.factories_badges import a_print_job, an_edition_with_badges, enter_people
from tests.factories_registration import LINKS
from tests.services.threads import all_at_once


def noted(edition, ids: list[int], job_id: int | None = None) -> dict[int, int]:
    tickets: dict[int, int | None] = dict.fromkeys(ids)
    return badge_prints.note_prints(edition, tickets, sheet="own", job_id=job_id, actor=SECRETARY, now=NOW)


def state(number: int, value: AttendeeState) -> None:
    db.session.execute(update(Attendee).where(Attendee.id == number).values(state=value))
    db.session.commit()


def test_classes_and_designs_are_shipped_once_and_an_edition_without_any_prints_the_same(app: Flask) -> None:
    bare = an_edition(slug="44", number=44, is_default=False)
    edition = an_edition_with_badges()

    assert badges.ship_badges(edition, actor=SECRETARY, now=NOW) == 0
    assert [row.code for row in badge_classes.list_classes(edition)] == [look.code for look in SHIPPED_CLASSES]
    assert open_wardrobe(edition).designs[0] == BADGE
    assert open_wardrobe(bare).designs == [BADGE]
    assert open_wardrobe(bare).look("judge") == open_wardrobe(edition).look("judge")
    assert open_wardrobe(edition).look("nobody's") == open_wardrobe(edition).look("observer")


def test_the_later_of_two_savers_is_told_and_nothing_is_lost(app: Flask) -> None:
    edition = an_edition_with_badges()
    row = badges.list_designs(edition)[0]
    how = {"revision": 0, "pictures": {}, "actor": SECRETARY, "now": NOW}

    assert badges.save_design(edition, row.id, replace(BADGE, name="甲"), **how) == 1
    with pytest.raises(DesignChanged, match="另存为新设计"):
        badges.save_design(edition, row.id, replace(BADGE, name="乙"), **how)
    with pytest.raises(Refusal, match="必须改正"):
        badges.save_design(edition, row.id, replace(BADGE, width=1), **{**how, "revision": 1})
    with pytest.raises(Refusal, match="已经有这个名字"):
        badges.add_design(edition, replace(BADGE, name="甲"), actor=SECRETARY, now=NOW)
    with pytest.raises(NotFound):
        badges.get_design(an_edition(slug="44", number=44, is_default=False), row.id)
    assert [each.name for each in badges.list_designs(edition)] == ["甲", "标签 80×50"]


def test_a_removed_design_leaves_its_classes_the_first_one_and_the_last_stays(app: Flask) -> None:
    edition = an_edition_with_badges()
    first, second = badges.list_designs(edition)
    setting = ClassSetting("guest", "贵宾", "VIP", "#8a5a00", second.id)
    badge_classes.save_classes(edition, [setting], actor=SECRETARY, now=NOW)
    assert open_wardrobe(edition).design_of_class == {"guest": 1}

    badges.remove_design(edition, second.id, actor=SECRETARY, now=NOW)

    assert open_wardrobe(edition).design_of_class == {}
    assert open_wardrobe(edition).look("guest").name == "贵宾"
    with pytest.raises(Refusal, match="至少要保留一个"):
        badges.remove_design(edition, first.id, actor=SECRETARY, now=NOW)


def test_classes_in_use_stay_and_new_ones_get_codes_of_their_own(app: Flask) -> None:
    edition = an_edition_with_badges()
    new = ClassSetting("", "志愿者", "Volunteer", "#334455")

    assert badge_classes.save_classes(edition, [new], actor=SECRETARY, now=NOW) == 1
    assert badge_classes.list_classes(edition)[0].name in ("志愿者", "嘉宾")
    badge_classes.remove_class(edition, "own1", actor=SECRETARY, now=NOW)
    with pytest.raises(Refusal, match="还有参会身份使用"):
        badge_classes.remove_class(
            edition, db.session.scalars(select(Role.badge_class)).first(), actor=SECRETARY, now=NOW
        )
    for wrong in (replace(new, name=""), replace(new, color="red"), replace(new, name="长" * 41)):
        with pytest.raises(Refusal):
            badge_classes.save_classes(edition, [wrong], actor=SECRETARY, now=NOW)


def test_only_confirmed_people_have_badges_in_the_order_of_the_pile(app: Flask) -> None:
    edition = an_edition_with_badges()
    ids = enter_people(edition, 6)
    state(ids[0], AttendeeState.PENDING)
    for number, pinyin in zip(ids, "zebadc", strict=True):
        db.session.execute(update(Attendee).where(Attendee.id == number).values(pinyin=pinyin, unit_name="单位"))
    db.session.commit()
    noted(edition, [ids[1]])

    def listed(order: Order = Order.PINYIN, **wanted: object) -> list[int]:
        scope = Scope(Wanted(**wanted))  # type: ignore[arg-type]
        assert badge_people.count_people(edition, scope) == len(badge_people.list_ids(edition, scope, order))
        return badge_people.list_ids(edition, scope, order)

    assert listed(Order.NUMBER) == ids[1:]
    assert listed() == [ids[3], ids[2], ids[5], ids[4], ids[1]] == listed(Order.UNIT)
    assert listed(Order.NUMBER, printed="no") == ids[2:]
    assert listed(ids=(ids[0], ids[4])) == [ids[4]]
    held = db.session.execute(select(AttendeeRole.attendee_id, Role.badge_class).join(Role))
    codes = {row[0]: row[1] for row in held}
    mine = Scope(Wanted(), codes[ids[2]])
    assert badge_people.list_ids(edition, mine, Order.NUMBER) == [
        each for each in ids[1:] if codes[each] == codes[ids[2]]
    ]
    assert [each.attendee_id for each in badge_people.list_bearers(edition, [ids[4], ids[0], ids[1]])] == [
        ids[4],
        ids[1],
    ]


def test_of_several_roles_the_first_class_is_worn_and_only_confirmed_roles_count(app: Flask) -> None:
    edition = an_edition_with_badges()
    (number,) = enter_people(edition, 1)
    roles = {role.code: role for role in db.session.scalars(select(Role))}
    db.session.execute(update(AttendeeRole).values(role_id=roles["observer"].id))
    for code, held in (("judge", "confirmed"), ("guest", "pending")):
        roles[code].badge_class = code
        db.session.add(AttendeeRole(event_id=edition.id, attendee_id=number, role_id=roles[code].id, state=held))
    db.session.commit()

    (bearer,) = badge_people.list_bearers(edition, [number])

    assert bearer.class_code == "judge"
    assert bearer.values["role_names"].split("、") == [roles["observer"].name, roles["judge"].name]
    assert bearer.values["post"] == "质量管理部 高级工程师"


def test_prints_are_numbered_and_a_job_run_again_keeps_its_numbers(app: Flask) -> None:
    edition = an_edition_with_badges()
    ids = enter_people(edition, 3)
    job_id = a_print_job(edition)
    assert noted(edition, ids[:2]) == {ids[0]: 1, ids[1]: 1}
    assert noted(edition, ids, job_id) == {ids[0]: 2, ids[1]: 2, ids[2]: 1}
    assert noted(edition, ids, job_id) == {ids[0]: 2, ids[1]: 2, ids[2]: 1}

    page = badge_prints.list_prints(edition, reprints=True)
    assert (page.count, badge_prints.list_prints(edition).count) == (2, 5)
    assert badge_prints.list_prints(edition, attendee_id=ids[2]).count == 1


def test_two_desks_at_once_give_two_numbers(app: Flask) -> None:
    edition = an_edition_with_badges()
    (number,) = enter_people(edition, 1)

    answers = all_at_once(app, 4, lambda _worker: noted(edition, [number])[number])

    assert sorted(answers) == [1, 2, 3, 4], answers
    db.session.rollback()
    assert db.session.scalars(select(BadgePrint.number).order_by(BadgePrint.number)).all() == [1, 2, 3, 4]


def test_a_lost_badge_voids_its_ticket_and_a_reprint_does_not(app: Flask) -> None:
    edition = an_edition_with_badges()
    (number,) = enter_people(edition, 1, email="li@example.com")
    before = badge_people.list_bearers(edition, [number])[0].ticket
    noted(edition, [number])
    assert badge_people.list_bearers(edition, [number])[0].ticket == before

    lost_badges.replace_ticket(edition, number, links=LINKS, actor=SECRETARY, now=NOW)

    after = badge_people.list_bearers(edition, [number])[0].ticket
    assert before and after and after.serial != before.serial
    assert db.session.get_one(Ticket, before.id).revoked_for == "reissued"
    state(number, AttendeeState.CANCELLED)
    with pytest.raises(Refusal, match="已确认"):
        lost_badges.replace_ticket(edition, number, links=LINKS, actor=SECRETARY, now=NOW)


def test_statements_do_not_depend_on_how_many_people(app: Flask, statements: Statements) -> None:
    edition = an_edition_with_badges()
    ids = enter_people(edition, 40)
    counts = []
    for some in (ids[:2], ids[2:]):
        db.session.rollback()
        db.session.expire_all()
        statements.clear()
        badge_people.list_bearers(edition, some)
        noted(edition, some)
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 13
