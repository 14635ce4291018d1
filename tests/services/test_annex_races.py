"""Twenty at once at every door of the annexes: one wins, the others get an answer in words, and nothing is there twice."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.mailboxes import MailboxPurpose
from eventapp.domain.reconciliation import Choice
from eventapp.domain.refusals import Refusal
from eventapp.domain.submissions import AttachmentPurpose
from eventapp.extensions import db
from eventapp.models import Annex, AnnexAttachment, AnnexStep, DuplicatePair, Letter, Result, Settlement
from eventapp.services import attachments, drafts, fill_links, letters, merges, settlements, submissions
from eventapp.services.audit import verify_chains
from eventapp.services.drafts import Entrance
from eventapp.services.letters import ArrivedLetter
from tests.factories import NOW, SECRETARY, an_edition
from tests.factories_annexes import a_kept_file
from tests.factories_mail import a_mailbox
from tests.factories_submissions import ON_TIME, a_submission
from tests.factories_workbench import a_form, a_list, the_list, the_row
from tests.services.threads import all_at_once

MANY = 20


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition(**ON_TIME)


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def won(answers: list[object]) -> int:
    return sum(not isinstance(one, Refusal) for one in answers)


def test_a_difference_is_settled_once(app: Flask, edition: Edition) -> None:
    a_list(edition)
    a_form(edition, 1, topic_name="另一个课题")
    summary, row = the_list().id, the_row("铁砧1QC小组").id

    def settle(number: int) -> int:
        choice = (Choice.LISTED, Choice.REPORTED)[number % 2]
        return settlements.settle_differences(
            edition, summary, choice, row_id=row, field="topic_name", actor=SECRETARY, now=NOW
        )

    assert set(all_at_once(app, MANY, settle)) == {1}
    assert count(Settlement) == 1
    settled = db.session.scalars(select(Settlement)).one()
    assert the_row("铁砧1QC小组").topic_name == settled.value


def test_two_results_are_merged_once_whichever_side_is_kept(app: Flask, edition: Edition) -> None:
    a_list(edition)
    first, second = list(db.session.scalars(select(Result.id).order_by(Result.id)))[:2]

    def merge(number: int) -> object:
        keep = (first, second)[number % 2]
        return merges.merge_results(edition, first, second, keep_id=keep, actor=SECRETARY, now=NOW).id

    assert won(all_at_once(app, MANY, merge)) == 1
    pair = db.session.scalars(select(DuplicatePair)).one()
    gone = second if pair.kept_id == first else first
    assert db.session.get_one(Result, gone, populate_existing=True).merged_into_id == pair.kept_id


def test_a_merge_is_undone_once(app: Flask, edition: Edition) -> None:
    a_list(edition)
    first, second = list(db.session.scalars(select(Result.id).order_by(Result.id)))[:2]
    merges.merge_results(edition, first, second, keep_id=first, actor=SECRETARY, now=NOW)
    pair = db.session.scalars(select(DuplicatePair.id)).one()

    answers = all_at_once(app, MANY, lambda _number: merges.undo_merge(edition, pair, actor=SECRETARY, now=NOW).id)

    assert (won(answers), count(DuplicatePair)) == (1, 0)


def test_a_mail_in_both_mailboxes_is_kept_once(app: Flask, edition: Edition) -> None:
    boxes = [a_mailbox(edition, 143, purpose, password="x").id for purpose in MailboxPurpose]
    arrived = ArrivedLetter(
        key="<1@corp>", message_id="<1@corp>", sender_name="", sender_address="a@corp.example.com", subject="",
        sent_at=None, sha256="a" * 64, size=3, file_name="来信.eml",
    )  # fmt: skip

    answers = all_at_once(
        app, MANY, lambda number: letters.keep_letter(edition, boxes[number % 2], number + 1, arrived, now=NOW)
    )

    assert (len([one for one in answers if one is not None]), count(Letter)) == (1, 1)
    assert db.session.scalars(select(Letter.seen_on)).one() == "materials stories"


def test_the_same_scan_stands_beside_a_form_once(app: Flask, edition: Edition) -> None:
    annex, file = a_submission(edition).id, a_kept_file(edition, "盖章.pdf", b"%PDF-1.7")

    all_at_once(
        app, MANY, lambda _number: attachments.attach_file(
            edition, Entrance(SECRETARY, annex), AttachmentPurpose.STAMPED, file, now=NOW
        ),
    )  # fmt: skip

    assert count(AnnexAttachment) == 1


def test_of_twenty_new_links_the_last_one_opens_the_form(app: Flask, edition: Edition) -> None:
    annex = a_submission(edition).id
    keys = [fill_links.new_fill_key() for _ in range(MANY)]

    def renew(number: int) -> None:
        fill_links.renew_link(
            edition, annex, key=keys[number], email="", address="", actor=SECRETARY, now=NOW
        )  # fmt: skip

    assert all_at_once(app, MANY, renew) == [None] * MANY
    hashes = [drafts.key_hash(key) for key in keys]
    assert hashes.count(db.session.get_one(Annex, annex, populate_existing=True).secret_hash or "") == 1


def test_a_form_is_accepted_returned_or_withdrawn_by_one_of_many_and_every_step_stands_in_the_trail(
    app: Flask, edition: Edition
) -> None:
    annex = a_submission(edition, FormKind.BRAND_STORY).id

    def step(number: int) -> None:
        if number % 2:
            submissions.accept_submission(edition, annex, actor=SECRETARY, now=NOW)
        else:
            submissions.return_submission(edition, annex, reasons={}, remark="请补章", actor=SECRETARY, now=NOW)

    answers = all_at_once(app, MANY, step)

    steps = [state for state in db.session.scalars(select(AnnexStep.state).order_by(AnnexStep.id))]
    assert len(steps) == 1 + won(answers)
    assert all(one != other for one, other in zip(steps, steps[1:], strict=False))
    assert verify_chains()[1] == []
