"""Files beside an annex. What is removed here stays in the archive and in the audit trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventapp.domain.attachments import MOST_ATTACHMENTS
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.submissions import AttachmentPurpose, SubmissionState
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexAttachment, StoredFile
from eventapp.services.annex_steps import name_of
from eventapp.services.annexes import get_annex
from eventapp.services.audit import record
from eventapp.services.drafts import Entrance, admit
from eventapp.services.files import get_file
from eventapp.services.transactions import lost_race, transactional

lost_race(
    ("uq_annex_attachment_annex_id_purpose_file_id", "annex_attachment.annex_id, annex_attachment.purpose"),
    "这个文件已经在附件里了。",
)


@transactional
def attach_file(
    edition: Edition, entrance: Entrance, purpose: AttachmentPurpose, file_id: int, *, now: datetime
) -> None:
    """Put a kept file beside an annex; the same file for the same purpose stands there once."""
    annex = admit(edition, entrance, lock=True)
    require_open(annex)
    file = get_file(edition, file_id)
    mine = select(AnnexAttachment).where(AnnexAttachment.annex_id == annex.id)
    same = mine.where(AnnexAttachment.purpose == purpose, AnnexAttachment.file_id == file.id)
    if db.session.scalar(same):
        return
    if (db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0) >= MOST_ATTACHMENTS:
        raise Refusal("一份申报表最多附 %(most)s 个文件，请先移除不需要的。", most=MOST_ATTACHMENTS)
    db.session.add(
        AnnexAttachment(
            event_id=edition.id, annex_id=annex.id, purpose=purpose, file_id=file.id,
            attached_by=entrance.actor.name[:80], attached_at=now,
        )
    )  # fmt: skip
    note(edition, annex, "annex.attach", purpose, file, entrance.actor, now, is_added=True)


@transactional
def detach_file(edition: Edition, entrance: Entrance, attachment_id: int, *, now: datetime) -> None:
    """Take a file away from an annex."""
    annex = admit(edition, entrance, lock=True)
    require_open(annex)
    attachment = one_of(annex, attachment_id)
    note(edition, annex, "annex.detach", attachment.purpose, attachment.file, entrance.actor, now, is_added=False)
    db.session.delete(attachment)


def require_open(annex: Annex) -> None:
    if annex.state is SubmissionState.ACCEPTED:
        raise Refusal("这份申报表已经接收，附件不能再改；如需更换，请联系会务组退回。")


def note(
    edition: Edition, annex: Annex, action: str, purpose: AttachmentPurpose, file: StoredFile, actor: Actor,
    now: datetime, *, is_added: bool,
) -> None:  # fmt: skip
    """An attachment in the audit chain, by name and content."""
    facts = {"file": file.name, "kind": purpose.value, "digest": file.sha256}
    before, after = (None, facts) if is_added else (facts, None)
    record(edition.slug, action, name_of(annex), actor=actor, now=now, before=before, after=after)


def list_attachments(annex: Annex) -> list[AnnexAttachment]:
    """All files beside an annex, by purpose, the newest last."""
    query = (
        select(AnnexAttachment).where(AnnexAttachment.annex_id == annex.id).options(joinedload(AnnexAttachment.file))
    )
    return list(db.session.scalars(query.order_by(AnnexAttachment.purpose, AnnexAttachment.id)))


def get_attachment(edition: Edition, entrance: Entrance, attachment_id: int) -> AnnexAttachment:
    """One file, for those who may see its annex."""
    if entrance.key:
        annex = admit(edition, entrance)
    else:
        annex = get_annex(edition, entrance.annex_id or 0, actor=entrance.actor)
    return one_of(annex, attachment_id)


def one_of(annex: Annex, attachment_id: int) -> AnnexAttachment:
    query = select(AnnexAttachment).where(AnnexAttachment.annex_id == annex.id, AnnexAttachment.id == attachment_id)
    if (found := db.session.scalar(query.options(joinedload(AnnexAttachment.file)))) is None:
        raise NotFound("找不到这个附件文件。")
    return found
