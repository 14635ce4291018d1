"""What is put in the place of personal data, table by table.

A column of text that is not named here is said to be impersonal in the test of this module: none can be forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, literal, null, type_coerce, update

from eventapp.domain.messages import MessageState
from eventapp.domain.privacy import ERASED_NAME
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexStep
from eventapp.models.attendee import Attendee
from eventapp.models.judging import Score
from eventapp.models.message import Mailing, Message
from eventapp.models.organization import Recommender
from eventapp.models.recommendation import DuplicatePair, RecommendationSummary, Result, Settlement, Story, SummaryRow
from eventapp.models.registration import BulkAction, Delegation, Invitation
from eventapp.models.schedule import Judge, Recusal


@dataclass(frozen=True)
class Wipe:
    """One table, what its personal columns say afterwards (a value, or an expression of the row), and which rows."""

    table: Any
    values: Mapping[str, Any] = field(default_factory=dict)
    condition: ColumnElement[bool] | None = None


def numbered(word: str, column: Any) -> ColumnElement[str]:
    """A word with the row's number: two wiped rows stay two, whatever must be unique in them."""
    return literal(word) + cast(column, String)


def blanks(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "")


def was_named(column: Any) -> ColumnElement[str]:
    """Whether somebody stood there is kept, who it was is not: a story without a speaker is another thing."""
    return case((column == "", ""), else_=ERASED_NAME)


ATTENDEES = Wipe(
    Attendee,
    {
        "name": numbered(f"{ERASED_NAME} ", Attendee.id),
        "name_key": numbered(f"{ERASED_NAME} ", Attendee.id),
        "manage_key_hash": numbered("erased ", Attendee.id),  # its link opens nothing any more
        **blanks(
            "pinyin", "gender", "department", "job_title", "mobile", "email", "wechat", "arrives_time", "arrives_by",
            "departs_time", "departs_by", "lodging", "roommate", "meal", "visit", "hotel_room", "seat", "link_nonce",
        ),
        "arrives_on": null(), "departs_on": null(), "answers": {},
    },
)  # fmt: skip
NEVER_SENT = case(
    (Message.state == MessageState.WAITING, type_coerce(MessageState.FAILED, Message.state.type)), else_=Message.state
)
MESSAGES = Wipe(Message, {**blanks("recipient", "subject", "body", "error"), "state": NEVER_SENT})
INVITATIONS = Wipe(
    Invitation,
    {**blanks("name", "unit_name", "email", "link_nonce"), "secret_hash": numbered("erased ", Invitation.id)},
)
CONTACTS = Wipe(Delegation, blanks("contact_name", "contact_mobile", "contact_email"))
JUDGES = Wipe(
    Judge,
    {
        "name": numbered(f"{ERASED_NAME} ", Judge.id), "attendee_id": null(),
        **blanks("mobile", "speciality", "job_title"),
    },
)  # fmt: skip
# What an edition holds besides its attendees, in the order in which it is wiped.
OF_AN_EDITION = (
    MESSAGES,
    INVITATIONS,
    CONTACTS,
    Wipe(Delegation, {"draft": [], "upload": {}, "link_nonce": "", "secret_hash": numbered("erased ", Delegation.id)}),
    Wipe(Mailing, {**blanks("name", "subject", "subject_en", "body", "body_en"), "audience": {}}),
    Wipe(BulkAction, {"note": {}}),
    JUDGES,
    Wipe(Recusal, blanks("note")),
    Wipe(Score, blanks("remark")),
    Wipe(Result, blanks("advisor", "contact_person", "contact_phone")),
    Wipe(Story, {**blanks("contact_person", "contact_phone"), "speaker_name": was_named(Story.speaker_name)}),
    Wipe(SummaryRow, blanks("contact_person", "contact_phone", "place")),  # the place names a file
    Wipe(RecommendationSummary, {**blanks("filled_by", "filled_by_phone"), "judges": []}),
    Wipe(
        Settlement, blanks("listed", "reported", "value"), Settlement.field.in_(("contact_person", "contact_phone"))
    ),
    Wipe(DuplicatePair, {"moved": {}}),  # from now on a merge cannot be undone
    Wipe(Recommender, blanks("email")),
    Wipe(Annex, {"contact_email": "", "draft": null(), "secret_hash": null()}),
    Wipe(AnnexStep, {"remark": "", "reasons": {}}),
)  # fmt: skip


def wipe(wanted: Wipe, *conditions: ColumnElement[bool]) -> int:
    """Within a use case: wipe the rows that fit; returns how many."""
    bounds = conditions if wanted.condition is None else (wanted.condition, *conditions)
    return changed(update(wanted.table).where(*bounds).values(**wanted.values))


def changed(statement: Any) -> int:
    """Execute an UPDATE or DELETE past the objects in memory; returns how many rows it took."""
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]
