"""Stage 4: the slot of every talk inside its session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from eventapp.domain.schedule import Instance, Talk, Window, possible_slots, too_close
from eventapp.planning.draft import Members, Session, Slots, starts_of, talks_by_person
from eventapp.planning.engine import Engine, Verdict, new_model

UNIT_GAP, IDLE = 8, 2


@dataclass
class _Order:
    instance: Instance
    members: Members
    model: Any = field(default_factory=new_model)
    at: dict[tuple[str, int], Any] = field(default_factory=dict)  # (talk, slot) -> given there
    where: dict[str, Session] = field(default_factory=dict)
    cost: list[Any] = field(default_factory=list)

    def stretches(self, talk: Talk) -> list[tuple[Window, Any]]:
        starts = starts_of(self.instance, self.where[talk.id])
        minutes = self.instance.track[talk.track].slot_minutes
        mine = ((starts[slot], var) for (talk_id, slot), var in self.at.items() if talk_id == talk.id)
        return [((start, start + minutes), var) for start, var in mine]


def put_in_order(
    instance: Instance,
    engine: Engine,
    sessions: Sequence[Session],
    members: Members,
    *,
    effort: float = 0.1,
    spacing: bool = False,
    blocks: set[str] | None = None,
) -> Slots | None:
    """Slots near each talk's rank by `order_key`; None if windows and shared people leave no order.

    Without `spacing` only sessions with limited talks or shared people need a search, the rest are in plain order.
    With it the talks of one unit are also kept apart in time, so that its delegates can follow them. `blocks` limits
    the work to blocks that changed.
    """
    slots: Slots = {}
    for together in _linked_blocks(instance):
        if blocks is not None and not blocks & set(together):
            continue
        here = [session for session in sessions if session.block in together and members.get(session.number)]
        delicate = here if spacing else _delicate(instance, here, members)
        for session in here:
            slots |= {talk.id: rank for rank, talk in enumerate(_ranked(members[session.number]))}
        found = _order_some(instance, engine, delicate, members, effort, spacing) if delicate else {}
        if found is None:
            return None
        slots |= found
    return slots


def _ranked(talks: list[Talk]) -> list[Talk]:
    return sorted(talks, key=lambda talk: (talk.order_key, talk.id))


def _delicate(instance: Instance, sessions: list[Session], members: Members) -> list[Session]:
    """Sessions where not every order of the talks is legal."""
    here = tuple(talk for session in sessions for talk in members[session.number])
    shared = {talk.id for theirs in talks_by_person(here).values() for talk in theirs}
    return [
        session
        for session in sessions
        for slots in [len(starts_of(instance, session))]
        if any(
            talk.id in shared or len(possible_slots(instance, talk, instance.block[session.block])) < slots
            for talk in members[session.number]
        )
    ]


def _linked_blocks(instance: Instance) -> list[list[str]]:
    shared = bool(talks_by_person(instance.talks))
    groups: list[list[str]] = []
    ended = None
    for block in sorted(instance.blocks, key=lambda block: (block.starts, block.ends)):
        near = ended is not None and block.starts - ended < instance.rules.person_gap_minutes and shared
        if near:
            groups[-1].append(block.id)
        else:
            groups.append([block.id])
        ended = max(block.ends, ended or 0) if near else block.ends
    return groups


def _order_some(
    instance: Instance, engine: Engine, sessions: list[Session], members: Members, effort: float, spacing: bool
) -> Slots | None:
    order = _Order(instance, members)
    for session in sessions:
        _add_session(order, session)
    talks = tuple(talk for session in sessions for talk in members[session.number])
    _add_people(order, talks)
    if spacing:
        _add_units(order, talks)
    order.model.minimize(sum(order.cost))
    verdict, solver = engine.solve(order.model, effort)
    if verdict is not Verdict.FOUND:
        return None
    return {talk: slot for (talk, slot), var in order.at.items() if solver.value(var)}


def _add_session(order: _Order, session: Session) -> None:
    model, talks = (
        order.model,
        sorted(order.members[session.number], key=lambda talk: (talk.order_key, talk.id)),
    )
    in_slot: dict[int, list[Any]] = defaultdict(list)
    last = model.new_int_var(len(talks) - 1, len(starts_of(order.instance, session)), "")
    for rank, talk in enumerate(talks):
        order.where[talk.id] = session
        chosen = []
        for slot in possible_slots(order.instance, talk, order.instance.block[session.block]):
            var = order.at[talk.id, slot] = model.new_bool_var("")
            model.add_hint(var, slot == rank)
            chosen.append(var)
            in_slot[slot].append(var)
            order.cost.append(abs(slot - rank) * var)
        model.add_exactly_one(chosen)
    for slot, here in in_slot.items():
        model.add_at_most_one(here)
        model.add(last >= slot * sum(here))
    order.cost.append(IDLE * last)


def _add_people(order: _Order, talks: tuple[Talk, ...]) -> None:
    for theirs in talks_by_person(talks).values():
        for a, b in combinations(theirs, 2):
            same = order.where[a.id] == order.where[b.id]
            _forbid_clash(order, a, b, 0 if same else order.instance.rules.person_gap_minutes, None)


def _add_units(order: _Order, talks: tuple[Talk, ...]) -> None:
    by_unit: dict[str, list[Talk]] = defaultdict(list)
    for talk in talks:
        by_unit[talk.unit].append(talk)
    for unit, theirs in by_unit.items():
        for a, b in combinations(theirs, 2) if unit else ():
            if order.where[a.id] != order.where[b.id]:
                clash = order.model.new_bool_var("")
                order.cost.append(UNIT_GAP * clash)
                _forbid_clash(order, a, b, order.instance.rules.unit_gap_minutes, clash)


def _forbid_clash(order: _Order, a: Talk, b: Talk, gap: int, unless: Any | None) -> None:
    theirs = order.stretches(b)
    for stretch, var in order.stretches(a):
        clashes = [other for s, other in theirs if too_close(stretch, s, gap)]
        if clashes:
            order.model.add(var + sum(clashes) <= 1 + (0 if unless is None else unless))
