"""What the secretary does with files that arrived: take them, or send them back with one letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.domain.annexes import NOTED_CODES, Outcome
from eventapp.domain.events import Edition
from eventapp.domain.mail_addresses import one_address
from eventapp.domain.people import Actor
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.submissions import HandlingState, Step, may_take, next_state
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexVersion, FileReading
from eventapp.models.mailbox import Letter
from eventapp.models.organization import Organization, Recommender
from eventapp.services.annex_steps import Note, move_to
from eventapp.services.annexes import fault_of
from eventapp.services.audit import record
from eventapp.services.messages import is_written, write_message
from eventapp.services.submission_letters import address_in
from eventapp.services.submissions import ACTIONS, LONGEST_REASON, take_step
from eventapp.services.transactions import transactional
from eventapp.services.turns import take_turn

TEMPLATE = "return"
NOTHING_TO_MEND = NOTED_CODES | {"wrong_mailbox", "superseded"}  # told to us, not to the sender
MOST_REASONS = 100  # of one form; the letter names all
LONGEST_BODY = 200_000


@dataclass(frozen=True)
class ReturnLetter:
    """The mail that goes back to the sender, as the secretary left it; `key` makes it one however often it is sent."""

    key: str
    recipient: str
    subject: str
    body: str


def list_chosen(edition: Edition, reading_ids: Iterable[int]) -> list[FileReading]:
    """The readings chosen, and of archives and letters everything inside; raises `NotFound` when there are none."""
    wanted = list(reading_ids)
    query = (
        select(FileReading)
        .where(FileReading.event_id == edition.id)
        .where(or_(FileReading.id.in_(wanted), FileReading.container_id.in_(wanted)))
        .options(joinedload(FileReading.file))
        .order_by(FileReading.id)
    )
    found = list(db.session.scalars(query))
    if not found:
        raise NotFound("没有选中文件，请先在表中勾选。")
    return found


def list_for_return(edition: Edition, reading_ids: Iterable[int]) -> list[FileReading]:
    """What goes back: what was chosen, and of archives and letters what something is wrong with inside.

    When nothing inside is wrong, somebody wants all of it back. What was dealt with before stays so, unless chosen itself.
    """
    wanted = set(reading_ids)
    chosen = list_chosen(edition, wanted)
    wrong = {reading.container_id for reading in chosen if is_wrong(reading)}
    return [
        one
        for one in chosen
        if one.id in wanted or (one.handling is HandlingState.OPEN and (is_wrong(one) or one.container_id not in wrong))
    ]


def is_wrong(reading: FileReading) -> bool:
    """Whether the sender has something to mend."""
    return any(fault["code"] not in NOTHING_TO_MEND for fault in reading.faults) or reading.outcome == Outcome.REJECTED


@transactional
def accept_readings(edition: Edition, reading_ids: Iterable[int], *, actor: Actor, now: datetime) -> tuple[int, int]:
    """Take files and the forms in them; returns how many were taken, and how many hold nothing that was entered."""
    take_turn(edition)
    chosen = [reading for reading in list_chosen(edition, reading_ids) if reading.handling is HandlingState.OPEN]
    files = [reading for reading in chosen if not is_container_of(reading, chosen)]
    taken = [reading for reading in files if reading.outcome != Outcome.REJECTED]
    for reading in taken:
        for annex in annexes_of(edition, reading):
            if may_take(Step.ACCEPT, annex.state):
                take_step(edition, annex, Step.ACCEPT, Note(), actor=actor, address="", now=now)
        handle(reading, HandlingState.ACCEPTED, actor, now)
    close_containers(edition, taken, actor, now)
    if taken:
        names = [reading.file.name for reading in taken]
        record(
            edition.slug, "reading.accept", names[0], actor=actor, now=now, after={"count": len(names), "files": names}
        )
    return len(taken), len(files) - len(taken)


@transactional
def return_readings(
    edition: Edition, reading_ids: Iterable[int], letter: ReturnLetter, *, actor: Actor, now: datetime
) -> bool:
    """Send files back with one mail; forms in them are returned with reasons by field. False when it was done already.

    Raises `Refusal` for an address that is none, an empty mail, or files that went back before.
    """
    recipient = one_address(letter.recipient)
    if not letter.subject.strip() or not letter.body.strip():
        raise Refusal("请写明邮件的主题和正文。")
    take_turn(edition)
    if is_written(edition, f"return:{letter.key}"):
        return False
    chosen = [one for one in list_for_return(edition, reading_ids) if one.handling is not HandlingState.RETURNED]
    if not chosen:
        raise Refusal("这些文件已经退回过了。")
    for reading in chosen:
        return_forms(edition, reading, letter.body, actor, now)
        handle(reading, HandlingState.RETURNED, actor, now)
    close_containers(edition, chosen, actor, now)
    write_message(
        edition, dedupe_key=f"return:{letter.key}", template=TEMPLATE, recipient=recipient, subject=letter.subject,
        body=letter.body[:LONGEST_BODY], attendee_id=None, now=now,
    )  # fmt: skip
    names = [reading.file.name for reading in chosen]
    after = {"recipient": recipient, "count": len(names), "files": names}
    record(edition.slug, "reading.return", f"file {chosen[0].file_id}", actor=actor, now=now, after=after)
    return True


def return_forms(edition: Edition, reading: FileReading, body: str, actor: Actor, now: datetime) -> None:
    """Send back the forms of a file, each with its own reasons by field; without any, with the words of the letter."""
    for annex in annexes_of(edition, reading):
        if may_take(Step.RETURN, annex.state):
            reasons = reasons_of(annex, reading)
            note = Note(reasons, "" if reasons else body[:2000])
            state = next_state(Step.RETURN, annex.state)
            move_to(edition, annex, state, ACTIONS[Step.RETURN], actor=actor, now=now, note=note)


def reasons_of(annex: Annex, reading: FileReading) -> dict[str, str]:
    """What is wrong with a form by field, in words; what was only noted is no reason."""
    version = db.session.scalar(
        select(AnnexVersion)
        .where(AnnexVersion.annex_id == annex.id, AnnexVersion.file_id == reading.file_id)
        .order_by(AnnexVersion.number.desc())
        .limit(1)
    )
    faults = [fault_of(kept) for kept in (version.faults if version else reading.faults)]
    wrong = {
        fault.field: str(fault)[:LONGEST_REASON]
        for fault in faults
        if fault.field and fault.code not in NOTHING_TO_MEND
    }
    return dict(list(wrong.items())[:MOST_REASONS])


def annexes_of(edition: Edition, reading: FileReading) -> list[Annex]:
    """The annexes that a file's forms went into and still speak for, held against others until the use case ends.

    A form that came anew from elsewhere is judged by what came last. A file that said the same as the version of
    before has none of its own and speaks for that.
    """
    numbers = {form["annex_id"] for form in reading.forms if form["annex_id"]}
    if not numbers:
        return []
    mine = select(func.max(AnnexVersion.number)).where(AnnexVersion.file_id == reading.file_id)
    mine = mine.where(AnnexVersion.annex_id == Annex.id).correlate(Annex)
    newer = exists().where(AnnexVersion.annex_id == Annex.id, AnnexVersion.number > mine.scalar_subquery())
    query = select(Annex).where(Annex.event_id == edition.id, Annex.id.in_(numbers), ~newer).order_by(Annex.id)
    return list(db.session.scalars(query.with_for_update()))


def handle(reading: FileReading, state: HandlingState, actor: Actor, now: datetime) -> None:
    reading.handling, reading.handled_at, reading.handled_by = state, now, actor.name[:80]


def is_container_of(reading: FileReading, others: Sequence[FileReading]) -> bool:
    return any(other.container_id == reading.id for other in others)


def close_containers(edition: Edition, handled: Sequence[FileReading], actor: Actor, now: datetime) -> None:
    """An archive or letter is done when everything in it is: taken, unless something of it went back."""
    db.session.flush()
    for number in {reading.container_id for reading in handled if reading.container_id}:
        states = set(db.session.scalars(select(FileReading.handling).where(FileReading.container_id == number)))
        container = db.session.get_one(FileReading, number)
        if HandlingState.OPEN not in states:
            went_back = HandlingState.RETURNED in states
            handle(container, HandlingState.RETURNED if went_back else HandlingState.ACCEPTED, actor, now)


def find_letters(readings: Iterable[FileReading]) -> list[Letter]:
    """The letters that these files came with."""
    numbers = {reading.letter_id for reading in readings if reading.letter_id}
    return list(db.session.scalars(select(Letter).where(Letter.id.in_(numbers)).order_by(Letter.id)))


def list_senders(edition: Edition, readings: Sequence[FileReading]) -> list[str]:
    """The addresses that an answer about these files goes to: of their letters, else the one written in the forms.

    Forms that name several tell nothing of who sent the files: one archive brings those of a whole region.
    """
    written = [letter.sender_address for letter in find_letters(readings)]
    if not written:
        written = written_in_forms(edition, readings)
        written = written if len({address.casefold() for address in written}) == 1 else []
    return list({address.casefold(): address for address in written if address}.values())


def written_in_forms(edition: Edition, readings: Sequence[FileReading]) -> list[str]:
    """Whom mails about the forms in these files go to: two statements, however many forms."""
    numbers = {form["annex_id"] for reading in readings for form in reading.forms if form["annex_id"]}
    versions = select(AnnexVersion.annex_id, AnnexVersion.fields).where(AnnexVersion.annex_id.in_(numbers))
    fields = {number: said for number, said in db.session.execute(versions.order_by(AnnexVersion.number))}
    query = select(Annex, Recommender.email).outerjoin(Organization, Organization.id == Annex.organization_id)
    body = func.coalesce(Annex.recommender_id, Organization.recommender_id)
    query = query.outerjoin(Recommender, Recommender.id == body)
    query = query.where(Annex.event_id == edition.id, Annex.id.in_(numbers))
    found = db.session.execute(query.order_by(Annex.id)).all() if numbers else []
    addresses = (annex.contact_email or address_in(fields.get(annex.id, {})) or email for annex, email in found)
    return [address for address in addresses if address]
