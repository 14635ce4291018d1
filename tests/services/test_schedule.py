"""Schedule use cases: places, judges, what the planner is told, what is saved; on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.people import Actor
from eventapp.domain.recusal import RecusalReason
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration_states import AttendeeState
from eventapp.extensions import db
from eventapp.models import Attendee, AttendeeRole, AuditEntry, Organization, PanelSeat, Recusal, Room, Story
from eventapp.services import planning_facts, plans, schedule
from eventapp.services.planning_facts import load_conference
from tests.conftest import Statements
from tests.factories import (
    NOW,
    SECRETARY,
    a_judge,
    a_recommender,
    a_result,
    a_role,
    a_story,
    an_edition,
    an_organization,
    saved,
)
from tests.factories_schedule import BLOCKS, PRESENTING, a_conference, places, planned

JUDGE = {
    "name": "崔亦峤",
    "mobile": "138",
    "unit": PRESENTING,
    "region": "北京市",
    "speciality": "",
    "job_title": "部长",
}


def test_minutes_count_from_midnight_before_the_first_block_in_the_zone(app: Flask) -> None:
    edition = an_edition()
    places(edition)
    conference = load_conference(edition)
    spans = [(block.day, block.starts, block.ends, block.breaks) for block in conference.instance.blocks]
    assert spans == [(0, 580, 720, ()), (0, 810, 1065, ((930, 945),))]
    assert conference.moment(580).isoformat() == BLOCKS[0]["starts_at"]


def test_judges_are_tied_to_the_unit_that_is_already_there(app: Flask) -> None:
    edition = an_edition()
    unit_id = an_organization(edition, PRESENTING).id
    other = JUDGE | {"name": "无单位", "unit": ""}
    schedule.add_judges(edition, [JUDGE, other], actor=SECRETARY, now=NOW)
    judges = [(judge.name, judge.organization_id, judge.unit_name) for judge in schedule.list_judges(edition)]
    assert judges == [("崔亦峤", unit_id, PRESENTING), ("无单位", None, "")]


def test_the_same_judge_twice_is_refused_and_nobody_is_added(app: Flask) -> None:
    edition = an_edition()
    with pytest.raises(Refusal, match="名单里有重复的评委"):
        schedule.add_judges(edition, [JUDGE | {"name": "甲"}, JUDGE, JUDGE], actor=SECRETARY, now=NOW)
    assert schedule.list_judges(edition) == []


def test_the_same_room_twice_is_refused(app: Flask) -> None:
    edition = an_edition()
    places(edition)
    with pytest.raises(Refusal, match="这个会议室名称已经有了"):
        places(edition, blocks=[])
    assert len(list(db.session.scalars(select(Room)))) == 2


def test_a_presenter_of_two_talks_is_one_person(app: Flask) -> None:
    edition = a_conference()
    result, story = (
        a_result(edition, "两处QC小组"),
        db.session.scalars(select(Story).where(Story.speaker_name != "")).one(),
    )
    role = a_role(edition, "presenter")
    attendee = saved(
        Attendee(
            event_id=edition.id, name="石知岑", name_key="石知岑", unit_name="", mobile="1", registered_at=NOW,
            state=AttendeeState.CONFIRMED, manage_key_hash="1",
            roles=[
                AttendeeRole(event_id=edition.id, role_id=role.id, result_id=result.id),
                AttendeeRole(event_id=edition.id, role_id=role.id, story_id=story.id),
            ],
        )
    )  # fmt: skip
    talks = load_conference(edition).instance.talk
    person = (f"attendee:{attendee.id}",)
    assert (talks[f"result:{result.id}"].persons, talks[f"story:{story.id}"].persons) == (person, person)


def test_region_comes_from_the_unit_else_from_its_recommender(app: Flask) -> None:
    edition = an_edition()
    places(edition)
    body = a_recommender(edition, "河北省")
    an_organization(edition, "有地区公司", region="山西省", recommender_id=body.id)
    an_organization(edition, "无地区公司", recommender_id=body.id)
    for unit in ("有地区公司", "无地区公司"):
        a_result(edition, f"{unit}小组", unit=unit)
    assert {talk.region for talk in load_conference(edition).instance.talks} == {"山西省", "河北省"}


@pytest.mark.parametrize(("by_region", "expected"), [(False, {}), (True, {"评委": RecusalReason.SAME_REGION})])
def test_region_keeps_a_judge_away_only_if_the_edition_says_so(
    app: Flask, by_region: bool, expected: dict[str, RecusalReason]
) -> None:
    edition = an_edition(recusal_by_region=by_region)
    places(edition)
    an_organization(edition, "发表单位", region="河北省")
    a_result(edition, unit="发表单位")
    a_judge(edition, "评委", unit="河北省质协", region="河北省")
    conference = load_conference(edition)
    assert {conference.names[judge]: reason for (judge, _), reason in conference.recusals.items()} == expected


def test_group_company_and_adviser_bar_a_judge_from_the_talk(app: Flask) -> None:
    edition = an_edition()
    places(edition)
    group = an_organization(edition, "扶桑集团")
    an_organization(edition, "扶桑一厂", parent_id=group.id)
    an_organization(edition, "扶桑二厂", parent_id=group.id)
    a_result(edition, "一厂小组", unit="扶桑一厂", advisor="白千彦")
    for name, unit in (("同集团", "扶桑二厂"), ("白千彦", "外单位"), ("旁人", "外单位")):
        a_judge(edition, name, unit=unit, mobile=name)
    conference = load_conference(edition)
    found = {conference.names[judge]: reason for (judge, _), reason in conference.recusals.items()}
    assert found == {"同集团": RecusalReason.SAME_COMPANY, "白千彦": RecusalReason.ADVISER}
    assert [len(judge.barred) for judge in conference.instance.judges] == [1, 1, 0]


def test_another_edition_plans_with_nothing_of_this_one(app: Flask) -> None:
    a_conference()
    instance = load_conference(an_edition(slug="44", number=44, is_default=False)).instance
    assert (instance.talks, instance.rooms, instance.blocks, instance.judges) == ((), (), (), ())


def test_an_illegal_plan_is_never_saved(app: Flask) -> None:
    edition = a_conference()
    planned(edition)
    conference = load_conference(edition)
    plan = plans.get_plan(edition, conference)
    before = list(db.session.execute(select(PanelSeat.judge_id, PanelSeat.starts_at).order_by(PanelSeat.id)))
    with pytest.raises(Refusal, match="应安排一次，实际安排了 0 次"):
        plans.save_plan(edition, replace(plan, talks=plan.talks[1:]), actor=SECRETARY, now=NOW, facts={})
    after = list(db.session.execute(select(PanelSeat.judge_id, PanelSeat.starts_at).order_by(PanelSeat.id)))
    assert after == before


def test_a_plan_read_back_is_the_plan_that_was_saved(app: Flask) -> None:
    edition = a_conference()
    planned(edition)
    plan = plans.get_plan(edition, load_conference(edition))
    plans.save_plan(edition, plan, actor=SECRETARY, now=NOW, facts={})
    again = plans.get_plan(edition, load_conference(edition))
    assert (set(again.talks), set(again.panels)) == (set(plan.talks), set(plan.panels))


def test_data_that_moved_while_planning_are_noticed(app: Flask) -> None:
    edition = a_conference()
    planned(edition)
    plan = plans.get_plan(edition, load_conference(edition))
    a_result(edition, "迟到QC小组", unit="单位9")
    with pytest.raises(Refusal) as refused:
        plans.save_plan(edition, plan, actor=SECRETARY, now=NOW, facts={})
    assert str(refused.value) == (
        "编排期间数据有变动，这份日程已不适用：「单位9 迟到QC小组」应安排一次，实际安排了 0 次。请重新编排。"
    )


def test_a_declared_recusal_survives_planning_again_and_a_rule_that_no_longer_holds_is_lifted(app: Flask) -> None:
    edition = a_conference()
    presentations = planned(edition)
    judges = schedule.list_judges(edition)
    saved(
        Recusal(
            event_id=edition.id, judge_id=judges[5].id, presentation_id=presentations[0].id,
            reason=RecusalReason.DECLARED, declared_at=NOW,
        )
    )  # fmt: skip
    elsewhere = an_organization(edition, "别的单位").id
    judges[0].organization_id = elsewhere
    db.session.commit()
    planned(edition, seed=2)
    rows = db.session.execute(select(Recusal.reason, Recusal.lifted_at.is_(None)).order_by(Recusal.id)).all()
    assert [tuple(row) for row in rows] == [
        (RecusalReason.SAME_UNIT, False),
        (RecusalReason.SAME_UNIT, False),
        (RecusalReason.DECLARED, True),
    ]


def test_planning_publishing_and_withdrawing_leave_audit_entries(app: Flask) -> None:
    edition = a_conference()
    planned(edition, seed=3)
    actor = Actor(name="会务组")
    schedule.publish_schedule(edition, actor=actor, now=NOW)
    schedule.publish_schedule(edition, actor=actor, now=NOW)
    schedule.withdraw_schedule(edition, actor=actor, now=NOW)
    entries = list(
        db.session.scalars(select(AuditEntry).where(AuditEntry.action.like("schedule.%")).order_by(AuditEntry.id))
    )
    assert [entry.action for entry in entries] == [
        "schedule.places",
        "schedule.plan",
        "schedule.publish",
        "schedule.withdraw",
    ]
    assert entries[1].detail["after"]["seed"] == 3


def test_the_conference_is_read_in_as_many_statements_for_many_as_for_few(app: Flask, statements: Statements) -> None:
    few, many = an_edition(slug="44", number=44, is_default=False), a_conference()
    places(few)
    a_result(few, "一个小组")
    a_story(few)
    a_judge(few)
    counts = []
    for edition in (few, many):
        db.session.rollback()
        statements.clear()
        load_conference(edition)
        counts.append(len(statements))
    assert counts == [8, 8]
    assert planning_facts.number_of("result:12") == 12
    assert {unit.name for unit in db.session.scalars(select(Organization))} >= {PRESENTING}
