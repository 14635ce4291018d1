"""Papers that come again: the same bytes under another name, in an archive, after something newer, while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.submissions import SubmissionState
from eventapp.extensions import db
from eventapp.models import Annex, AnnexVersion, FileReading, Result
from eventapp.services import drafts, submission_effects, submissions
from eventapp.services.drafts import Entrance
from tests.factories import NOW, SECRETARY, an_edition
from tests.factories_annexes import a_sample, import_now
from tests.factories_parcels import a_zip
from tests.factories_submissions import typed


@pytest.mark.parametrize(
    "parcel", [lambda old: {"别名_docx": old}, lambda old: {"转发_zip": a_zip(("附件一.docx", old))}]
)
def test_an_old_file_under_another_name_or_in_an_archive_undoes_nothing(
    app: Flask, parcel: Callable[[bytes], dict[str, bytes]]
) -> None:
    edition, old = an_edition(materials_due_at=None), a_sample("import_qc_result.docx")
    import_now(edition, old_docx=old)
    annex = db.session.scalars(select(Annex)).one()
    draft = drafts.current_draft(annex)
    typed(edition, annex.id, replace(draft, texts={**draft.texts, "topic_name": "网页上改的课题"}))
    submission_effects.submit(edition, Entrance(SECRETARY, annex.id), now=NOW)
    submissions.accept_submission(edition, annex.id, actor=SECRETARY, now=NOW)

    import_now(edition, **parcel(old))

    db.session.expire_all()
    assert db.session.scalars(select(Result.topic_name)).one() == "网页上改的课题"
    assert db.session.scalars(select(AnnexVersion.number).order_by(AnnexVersion.number)).all() == [1, 2]
    assert db.session.scalars(select(Annex.state)).one() is SubmissionState.ACCEPTED
    newest = db.session.scalars(select(FileReading).order_by(FileReading.id.desc())).first()
    assert [fault["code"] for fault in newest.faults] == ["superseded"]  # type: ignore[union-attr]


def test_a_file_that_comes_while_somebody_types_leaves_what_they_type(app: Flask) -> None:
    edition, old = an_edition(materials_due_at=None), a_sample("import_qc_result.docx")
    import_now(edition, old_docx=old)
    annex = db.session.scalars(select(Annex)).one()
    draft = drafts.current_draft(annex)
    typed(edition, annex.id, replace(draft, texts={**draft.texts, "topic_name": "正在打的字"}))

    import_now(edition, copy_docx=old)

    db.session.expire_all()
    assert db.session.scalars(select(Annex)).one().draft["texts"]["topic_name"] == "正在打的字"  # type: ignore[index]
