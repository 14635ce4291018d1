"""A list that a unit's contact uploads: kept as read until the contact has seen what it would do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from eventapp.domain.attendee_columns import TypedRow, TypedSheet
from eventapp.domain.attendee_plans import count_kinds
from eventapp.domain.delegations import (
    Carried,
    draft_rows,
    filled,
    kept_rows,
    to_mend,
    with_unit,
    without_superseded,
)
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.refusals import Refusal
from eventapp.models.registration import Delegation
from eventapp.services.delegations import carry, hold_delegation, require_room
from eventapp.services.transactions import transactional


@transactional
def keep_upload(edition: Edition, key: str, name: str, sheet: TypedSheet, *, now: datetime) -> None:
    """Keep what an uploaded list says until the contact has seen what it would do."""
    delegation = hold_delegation(edition, key, now)
    require_room(len(sheet.rows))
    columns = list(dict.fromkeys(code for row in sheet.rows for code in row.texts))
    rows = [[row.line, filled(row.texts)] for row in sheet.rows]
    delegation.upload = {"name": name[:200], "columns": columns, "rows": rows, "places": dict(sheet.places)}


@transactional
def fill_upload(edition: Edition, key: str, values: Mapping[str, str], *, now: datetime) -> None:
    """Say for everybody on the list what its rows leave empty: by column; cells that say something stay."""
    delegation = hold_delegation(edition, key, now)
    given, upload = filled(values), delegation.upload
    rows = [[line, {**given, **texts}] for line, texts in upload.get("rows", ())]
    columns = list(dict.fromkeys([*upload.get("columns", ()), *given]))
    delegation.upload = {**upload, "columns": columns, "rows": rows} if rows else {}


@transactional
def drop_upload(edition: Edition, key: str, *, now: datetime) -> None:
    """Forget an uploaded list."""
    hold_delegation(edition, key, now).upload = {}


def uploaded_rows(delegation: Delegation) -> list[TypedRow]:
    """The rows of the list that waits, with every column of it; who names no unit comes from the contact's."""
    blank = dict.fromkeys(delegation.upload.get("columns", ()), "")
    return [
        TypedRow(blank | with_unit(texts, delegation.unit_name), line)
        for line, texts in delegation.upload.get("rows", ())
    ]


@transactional
def take_upload(edition: Edition, key: str, *, links: PersonalLinks, actor: Actor, now: datetime) -> Carried:
    """Do what the list that waits says: good rows are registered, the others wait on the page to be mended."""
    delegation = hold_delegation(edition, key, now)
    rows = uploaded_rows(delegation)
    if not rows:
        raise Refusal("这份名单已经处理过了，请看下面的人员名单。")
    done = carry(edition, delegation, rows, links, actor, now)
    waiting = without_superseded(draft_rows(delegation.draft), rows)
    faulty = to_mend(done, [row.texts for row in rows])
    delegation.draft, delegation.upload = kept_rows([*waiting, *faulty]), {}
    delegation.revision += 1
    return Carried(count_kinds(done), delegation.revision)
