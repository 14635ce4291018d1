"""Timetables as files: the neutral JSON schema `qc-conf-schedule/1`, instances in, plans in and out.

Times are whole minutes from 00:00 of day 1, as in `domain.schedule`. Unreadable input raises `Refusal` with the
place where it stands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from eventapp.documents.schedule_json import Node, parse
from eventapp.domain.refusals import Refusal
from eventapp.domain.schedule import (
    Block,
    Instance,
    Panel,
    Pin,
    PlacedTalk,
    Plan,
    PlanJudge,
    PlanStatus,
    Room,
    Rules,
    SessionKey,
    Talk,
    Track,
    TrackKind,
    Weights,
    Windows,
)
from eventapp.domain.schedule_score import TERMS

SCHEMA = "qc-conf-schedule/1"


def read_instance(content: bytes) -> Instance:
    """The instance in a file. Raises `Refusal` if the file is not one, or names things it does not have."""
    root = parse(content)
    if root["schema"].text() != SCHEMA:
        raise Refusal("这个文件的格式是“%(found)s”，这里只认 %(wanted)s。", found=root["schema"].text(), wanted=SCHEMA)
    instance = Instance(
        tracks=tuple(_track(node) for node in root["categories"].items()),
        rooms=tuple(Room(node["id"].text(), node["capacity"].number()) for node in root["rooms"].items()),
        blocks=tuple(_block(node) for node in root["blocks"].items()),
        talks=tuple(_talk(node) for node in root["talks"].items()),
        judges=tuple(_judge(node) for node in root["judges"].items()),
        rules=_rules(root["rules"]),
        closed=frozenset((node["room"].text(), node["block"].text()) for node in root["closed"].items()),
        weights=Weights(**{name: root["weights"][name].number(0) for name in TERMS}),
        name=root["name"].text(""),
    )
    _check_names(instance)
    baseline = root["baseline"]
    return instance if baseline.is_missing else replace(instance, baseline=_plan(baseline, instance))


def read_solution(content: bytes, instance: Instance) -> Plan:
    """The plan in a solution file; a judge who may chair comes first in every panel.

    Raises `Refusal` if the file is unreadable or says that no plan exists. Broken hard rules are not looked for.
    """
    root = parse(content)
    if root["status"].text("") == "infeasible":
        raise Refusal("这个文件说没有可行的日程，里面没有日程可用。")
    return _plan(root, instance)


def write_solution(instance: Instance, plan: Plan) -> bytes:
    """A plan as a solution file."""
    talks = {each.talk: {"room": each.room, "block": each.block, "start": each.start} for each in plan.talks}
    panels = [{"room": each.room, "block": each.block, "judges": list(each.judges)} for each in plan.panels]
    content: dict[str, Any] = {"instance": instance.name, "status": plan.status.value, "score": plan.score}
    if plan.bound is not None:
        content["bound"] = plan.bound
    return _dump(content | {"talks": talks, "panels": panels})


def write_infeasible(instance: Instance, certificate: Mapping[str, Any]) -> bytes:
    """The verdict that no plan exists, with the certificate that shows it."""
    return _dump({"instance": instance.name, "status": "infeasible", "certificate": dict(certificate)})


def _dump(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _track(node: Node) -> Track:
    return Track(
        node["id"].text(), TrackKind(node["group"].one_of([kind.value for kind in TrackKind])),
        node["slot_min"].number(least=1), panel_min=node["panel_min"].number(0), panel_target=node["panel_target"].number(0),
        panel_max=node["panel_max"].number(), competitive=node["competitive"].flag(),
        sessions=node["sessions"].number_or_none(), min_room_capacity=node["min_room_capacity"].number(0),
    )  # fmt: skip


def _block(node: Node) -> Block:
    breaks = node["breaks"].windows() or ()
    return Block(node["id"].text(), node["day"].number(), node["start"].number(), node["end"].number(), breaks)


def _talk(node: Node) -> Talk:
    pin = node["pin"]
    return Talk(
        node["id"].text(), node["category"].text(), unit=node["unit"].text(""), region=node["region"].text(""),
        persons=node["persons"].texts(), level1=node["level1"].flag(), order_key=node["order_key"].number(0),
        topic=node["industry"].text(""), windows=_windows(node),
        pin=Pin(pin["room"].text_or_none(), pin["block"].text_or_none(), pin["start"].number_or_none()),
    )  # fmt: skip


def _judge(node: Node) -> PlanJudge:
    return PlanJudge(
        node["id"].text(), unit=node["unit"].text(""), region=node["region"].text(""),
        tracks=frozenset(node["categories"].texts()), chair_ok=node["chair_ok"].flag(), windows=_windows(node),
        max_sessions=node["max_sessions"].number_or_none(), topics=frozenset(node["industries"].texts()),
    )  # fmt: skip


def _windows(node: Node) -> Windows:
    return node["windows"].windows()


def _rules(node: Node) -> Rules:
    return Rules(
        coi=frozenset(node["coi"].texts()), person_gap_minutes=node["person_gap_min"].number(0),
        unit_gap_minutes=node["unit_gap_min"].number(0), size_spread_max=node["size_spread_max"].number_or_none(),
        min_chair_ok=node["min_chair_ok"].number(0), judge_load_target=node["judge_load_target"].number(),
    )  # fmt: skip


def _check_names(instance: Instance) -> None:
    """Every id once, and every id that is named has to be there."""
    for things in (instance.tracks, instance.rooms, instance.blocks, instance.talks, instance.judges):
        seen: set[str] = set()
        for thing in things:
            if thing.id in seen:
                raise Refusal("编号“%(name)s”出现了两次。", name=thing.id)
            seen.add(thing.id)
    for talk in instance.talks:
        if talk.track not in instance.track:
            raise Refusal("项目“%(talk)s”属于未知的类别“%(track)s”。", talk=talk.id, track=talk.track)


def _plan(node: Node, instance: Instance) -> Plan:
    status = node["status"].text(PlanStatus.FEASIBLE.value)
    return Plan(
        tuple(
            PlacedTalk(talk, place["room"].text(), place["block"].text(), place["start"].number())
            for talk, place in node["talks"].fields()
        ),
        tuple(_panel(each, instance) for each in node["panels"].items()),
        score=node["score"].number_or_none(),
        bound=node["bound"].real_or_none(),
        status=PlanStatus.OPTIMAL if status == PlanStatus.OPTIMAL else PlanStatus.FEASIBLE,
    )


def _panel(node: Node, instance: Instance) -> Panel:
    key: SessionKey = node["room"].text(), node["block"].text()
    judges = node["judges"].texts()
    may_chair = {judge.id for judge in instance.judges if judge.chair_ok}
    return Panel(*key, tuple(sorted(judges, key=lambda judge: judge not in may_chair)))
