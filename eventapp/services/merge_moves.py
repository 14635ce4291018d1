"""What goes from a merged result to its survivor, and back again when the merge is undone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.recommendations import EntryState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeRole
from eventapp.models.recommendation import Group, Result, Settlement, SummaryRow
from eventapp.services.result_book import survivor_ids

Moved = dict[str, Any]
TOLD = ("topic_name", "result_type", "advisor", "member_count", "contact_person", "contact_phone", "annex_id")
ROLE_COLUMNS = ("id", "event_id", "attendee_id", "role_id", "result_id", "story_id")


def move_to(keep: Result, gone: Result) -> Moved:
    """Give the survivor everything that hangs on the other, and blanks that the other can fill; says what moved."""
    filled = {name: getattr(gone, name) for name in TOLD if not getattr(keep, name) and getattr(gone, name)}
    for name, value in filled.items():
        setattr(keep, name, value)
    moved: Moved = {
        "filled": filled, "rows": move_rows(keep, gone), "settlements": move_settlements(keep, gone),
        **move_roles(keep, gone),
    }  # fmt: skip
    db.session.flush()
    return moved


def move_rows(keep: Result, gone: Result) -> list[int]:
    rows = rows_of(gone)
    for row in rows:
        row.result_id = keep.id
    return [row.id for row in rows]


def rows_of(result: Result) -> list[SummaryRow]:
    query = select(SummaryRow).where(SummaryRow.result_id == result.id).order_by(SummaryRow.id)
    return list(db.session.scalars(query))


def move_settlements(keep: Result, gone: Result) -> list[int]:
    """Decisions about the rows go with them; where the survivor has one of its own for the field, that holds."""
    there = {(one.summary_id, one.field) for one in settlements_of(keep)}
    moving = [one for one in settlements_of(gone) if (one.summary_id, one.field) not in there]
    for one in moving:
        one.result_id = keep.id
    return [one.id for one in moving]


def settlements_of(result: Result) -> list[Settlement]:
    return list(db.session.scalars(select(Settlement).where(Settlement.result_id == result.id)))


def move_roles(keep: Result, gone: Result) -> Moved:
    """Presenters of the other present the survivor; who presents both is its presenter once."""
    there = {(role.attendee_id, role.role_id) for role in roles_of(keep)}
    roles, dropped = [], []
    for role in roles_of(gone):
        if (role.attendee_id, role.role_id) in there:
            dropped.append({name: getattr(role, name) for name in ROLE_COLUMNS})
            db.session.delete(role)
        else:
            roles.append(role.id)
            role.result_id = keep.id
    return {"roles": roles, "dropped_roles": dropped}


def roles_of(result: Result) -> list[AttendeeRole]:
    return list(db.session.scalars(select(AttendeeRole).where(AttendeeRole.result_id == result.id)))


def move_back(edition: Edition, keep: Result, gone: Result, moved: Moved) -> None:
    """Everything that moved returns; rows that came since go to whom they name."""
    for name, value in moved["filled"].items():
        if getattr(keep, name) == value or (name == "annex_id" and keep.annex_id == gone.annex_id):
            setattr(keep, name, None if name in ("annex_id", "member_count") else "")
    rows_back(edition, keep, gone, set(moved["rows"]))
    free = {(one.summary_id, one.field) for one in settlements_of(gone)}
    for one in settlements_of(keep):
        if one.id in moved["settlements"] and (one.summary_id, one.field) not in free:
            one.result_id = gone.id
    for role in roles_of(keep):
        if role.id in moved["roles"]:
            role.result_id = gone.id
    there = {(role.attendee_id, role.role_id) for role in roles_of(gone)}
    for columns in moved["dropped_roles"]:
        is_back = (columns["attendee_id"], columns["role_id"]) in there
        if not is_back and db.session.get(Attendee, columns["attendee_id"]):
            number_taken = db.session.get(AttendeeRole, columns["id"]) is not None  # by somebody who registered since
            db.session.add(AttendeeRole(**{**columns, "id": None} if number_taken else columns))
    db.session.flush()


def rows_back(edition: Edition, keep: Result, gone: Result, moved: set[int]) -> None:
    """Rows that moved return, unless their list has since taken the survivor's names; so do new ones with the other's."""
    names = names_of(edition, keep, gone)
    for row in rows_of(keep):
        owner = names.get((name_key(row.company_name), name_key(row.group_name)))
        if owner is gone or (owner is None and row.id in moved):
            row.result_id = gone.id


def names_of(edition: Edition, keep: Result, gone: Result) -> dict[tuple[str, str], Result]:
    """To which of the two a pair of names belongs: its own, and those of what was merged into it before."""
    ends = survivor_ids(edition)
    # at this moment `gone` takes part again, so what was merged into it leads to it and no further
    owners = {keep.id: keep, gone.id: gone}
    numbers = [*owners, *(merged for merged, end in ends.items() if end in owners)]
    query = select(Result).where(Result.id.in_(numbers)).join(Result.group).join(Group.organization)
    return {
        (result.group.organization.name_key, result.group.name_key): owners[ends.get(result.id, result.id)]
        for result in db.session.scalars(query)
    }


def has_papers(result: Result) -> bool:
    """Whether a list names the result, or its own form came."""
    return bool(result.annex_id or rows_of(result))


def stand(result: Result, *, had_papers: bool) -> None:
    """A result that lost its last paper while it was merged takes no part: its list no longer names it."""
    result.state = EntryState.WITHDRAWN if had_papers and not has_papers(result) else EntryState.ENTERED
