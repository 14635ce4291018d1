"""A page that is sent twice: the second time changes nothing and meets no other page, however things were spelled."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.refusals import Refusal
from eventapp.domain.typed_forms import Draft
from eventapp.extensions import db
from eventapp.models import Annex, AnnexStep, AnnexVersion
from eventapp.services import drafts, submission_effects
from eventapp.services.drafts import Entrance, Saved, Stale
from tests.factories import NOW, SECRETARY, an_edition
from tests.factories_submissions import ON_TIME, a_draft, an_open_annex
from tests.services.threads import all_at_once

OWN_SPELLING = a_draft(stamp_date="2024年3月5日", member_count="８ 人")


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition(**ON_TIME)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def press_send(edition: Edition, annex_id: int, draft: Draft, revision: int) -> None:
    """What the button does: keep what the page holds, and send it."""
    saved = drafts.save_draft(edition, Entrance(SECRETARY, annex_id), draft, revision=revision, now=NOW)
    submission_effects.submit(edition, Entrance(SECRETARY, annex_id), revision=saved.revision, now=NOW)


def test_the_button_pressed_twice_finds_its_own_text_though_it_was_brought_to_normal_form(edition: Edition) -> None:
    annex = an_open_annex(edition, draft=OWN_SPELLING)

    for _ in range(2):
        press_send(edition, annex.id, OWN_SPELLING, revision=0)

    assert (count(AnnexVersion), count(AnnexStep)) == (1, 1)


def test_another_certificate_name_is_not_the_same_though_it_is_compared_as_one(edition: Edition) -> None:
    annex = an_open_annex(edition, draft=a_draft(group_name="铁砧QC小组"))
    press_send(edition, annex.id, a_draft(group_name="铁砧QC小组"), revision=0)

    press_send(edition, annex.id, a_draft(group_name="铁砧ＱＣ小组"), revision=1)

    newest = db.session.scalars(select(AnnexVersion).order_by(AnnexVersion.number.desc())).first()
    assert (newest.number, newest.written["group_name"]) == (2, "铁砧ＱＣ小组")  # type: ignore[union-attr]


def test_a_page_sends_its_own_text_and_never_what_another_one_saved_in_between(edition: Edition) -> None:
    entrance = Entrance(SECRETARY, an_open_annex(edition).id)
    mine = drafts.save_draft(edition, entrance, a_draft(topic_name="我的课题"), revision=0, now=NOW)
    drafts.save_draft(edition, entrance, a_draft(topic_name="别人的课题"), revision=mine.revision, now=NOW)

    with pytest.raises(Stale):
        submission_effects.submit(edition, entrance, revision=mine.revision, now=NOW)

    assert (count(AnnexVersion), count(AnnexStep)) == (0, 0)


def test_many_presses_at_once_send_once(app: Flask, edition: Edition) -> None:
    annex_id = an_open_annex(edition, draft=OWN_SPELLING).id

    answers = all_at_once(app, 12, lambda _number: press_send(edition, annex_id, OWN_SPELLING, revision=0))

    assert answers == [None] * 12
    assert (count(AnnexVersion), count(AnnexStep)) == (1, 1)


def test_of_twenty_pages_with_the_same_revision_one_saves_and_the_others_are_told(app: Flask, edition: Edition) -> None:
    annex_id = an_open_annex(edition).id

    def save(number: int) -> Saved:
        text = a_draft(topic_name=f"课题{number}")
        return drafts.save_draft(edition, Entrance(SECRETARY, annex_id), text, revision=0, now=NOW)

    answers = all_at_once(app, 20, save)

    [won] = [number for number, one in enumerate(answers) if isinstance(one, Saved)]
    assert sum(isinstance(one, Stale) for one in answers) == 19
    assert db.session.get_one(Annex, annex_id).draft["texts"]["topic_name"] == f"课题{won}"  # type: ignore[index]


def test_of_twenty_pages_about_one_group_one_is_sent_and_the_others_keep_their_text(
    app: Flask, edition: Edition
) -> None:
    numbers = [an_open_annex(edition, FormKind.QC_RESULT).id for _ in range(20)]

    answers = all_at_once(
        app, 20, lambda at: submission_effects.submit(edition, Entrance(SECRETARY, numbers[at]), now=NOW)
    )

    assert sum(isinstance(one, Refusal) for one in answers) == 19
    db.session.rollback()
    texts = [annex.draft for annex in db.session.scalars(select(Annex).where(Annex.id.in_(numbers)))]
    assert [text is None for text in texts].count(True) == 1
