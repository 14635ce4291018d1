"""The wordings of an edition: what organizers wrote, else what is shipped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Row, bindparam, delete, select

from eventapp.domain.events import Edition
from eventapp.domain.message_templates import LANGUAGE_NAMES, Template, Wording, parse_wording
from eventapp.domain.message_wordings import LETTERS, shipped_template
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.extensions import db
from eventapp.models.message import MessageTemplate
from eventapp.services.audit import record
from eventapp.services.transactions import lost_race, transactional

lost_race(("uq_message_template", "message_template.event_id"), "别人刚刚改过这封邮件的文字，请刷新页面后再改。")


def templates_in_use(edition: Edition, codes: Collection[str]) -> dict[tuple[str, str], Template]:
    """The wordings by code and language, ready to be filled; one statement.

    What an older program let through and this one cannot read is replaced by the shipped wording: a letter must go.
    """
    found = {(code, language): shipped_template(code, language) for code in codes for language in LANGUAGE_NAMES}
    for row in own_wordings(edition, codes):
        if (row.code, row.language) in found:
            try:
                found[row.code, row.language] = parsed(row.code, Wording(row.subject, row.body))
            except Refusal:
                continue
    return found


KEPT = MessageTemplate.__table__.c  # columns of the table: read without making objects, which costs half
OWN_WORDINGS = select(KEPT.code, KEPT.language, KEPT.subject, KEPT.body).where(
    KEPT.event_id == bindparam("event_id"), KEPT.code.in_(bindparam("codes", expanding=True))
)


def own_wordings(edition: Edition, codes: Collection[str]) -> Sequence[Row[str, str, str, str]]:
    """What the edition says in other words than the shipped ones."""
    return db.session.execute(OWN_WORDINGS, {"event_id": edition.id, "codes": sorted(codes)}).all()


def parsed(code: str, wording: Wording) -> Template:
    """A wording of this letter taken apart; raises `Refusal`, and `NotFound` for an unknown letter."""
    if code not in LETTERS:
        raise NotFound("没有这种邮件。")
    return parse_wording(wording, LETTERS[code].allowed, LETTERS[code].required)


@transactional
def save_wording(edition: Edition, code: str, language: str, wording: Wording, *, actor: Actor, now: datetime) -> None:
    """Write a letter of this edition in other words; raises `Refusal` for what cannot be filled."""
    parsed(code, wording)
    if language not in LANGUAGE_NAMES:
        raise NotFound("没有这种语言。")
    row = find_wording(edition, code, language)
    before = {"subject": row.subject, "body": row.body} if row else None
    if row is None:
        row = MessageTemplate(event_id=edition.id, code=code, language=language)
        db.session.add(row)
    row.subject, row.body, row.changed_at = " ".join(wording.subject.split()), wording.body.strip(), now
    after = {"subject": row.subject, "body": row.body}
    record(
        edition.slug, "message_template.save", f"{code} {language}", actor=actor, now=now, before=before, after=after
    )


@transactional
def reset_wording(edition: Edition, code: str, language: str, *, actor: Actor, now: datetime) -> None:
    """Go back to the shipped wording."""
    row = find_wording(edition, code, language)
    if row is None:
        return
    before = {"subject": row.subject, "body": row.body}
    db.session.execute(delete(MessageTemplate).where(MessageTemplate.id == row.id))
    record(edition.slug, "message_template.reset", f"{code} {language}", actor=actor, now=now, before=before)


def find_wording(edition: Edition, code: str, language: str) -> MessageTemplate | None:
    """The edition's own wording, or None."""
    query = select(MessageTemplate).where(
        MessageTemplate.event_id == edition.id, MessageTemplate.code == code, MessageTemplate.language == language
    )
    return db.session.scalar(query)
