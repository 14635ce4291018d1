"""The life of a submission: drafts without effects, submitting with them, every step noted and told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain.annexes import FormKind, Outcome, ReadFile, ReadForm
from eventapp.domain.events import Edition
from eventapp.domain.people import NOBODY
from eventapp.domain.recommendations import EntryState
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.submissions import SubjectTaken, SubmissionState
from eventapp.domain.typed_forms import TYPED_HERE, Draft, Incomplete
from eventapp.extensions import db
from eventapp.models import Annex, AnnexStep, AnnexVersion, AuditEntry, Message, Result, Story, SummaryRow
from eventapp.services import drafts, fill_links, submission_effects, submissions
from eventapp.services.audit import verify_chains
from eventapp.services.drafts import Entrance, Saved, Stale
from tests.factories import NOW, SECRETARY, a_recommender, an_edition
from tests.factories_annexes import a_row, a_workbook, import_now, rows_up_to
from tests.factories_submissions import ON_TIME, a_draft, a_liaison, a_submission, an_open_annex, typed
from tests.services.threads import all_at_once

S = SubmissionState


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition(**ON_TIME)


def fresh(annex: Annex) -> Annex:
    db.session.rollback()
    return db.session.get_one(Annex, annex.id, populate_existing=True)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def the_result() -> Result:
    return db.session.scalars(select(Result).execution_options(populate_existing=True)).one()


def test_a_draft_has_no_effects(edition: Edition) -> None:
    annex = an_open_annex(edition)
    typed(edition, annex.id, a_draft(topic_name="另一个课题"))

    assert (count(Result), count(AnnexVersion), fresh(annex).state) == (0, 0, S.DRAFT)


def test_submitting_makes_a_version_and_lets_it_have_its_effects(edition: Edition) -> None:
    annex = a_submission(edition)

    [version] = annex.versions
    assert (version.number, version.file_id, version.fields["topic_name"]) == (1, None, "降低轴承座表面划伤率")
    assert set(version.provenance.values()) == {TYPED_HERE}
    assert (the_result().annex_id, the_result().topic_name) == (annex.id, "降低轴承座表面划伤率")
    assert (annex.state, annex.draft) == (S.SUBMITTED, None)


@pytest.mark.parametrize("kind", FormKind)
def test_every_form_can_be_submitted_as_a_page(edition: Edition, kind: FormKind) -> None:
    annex = a_submission(edition, kind)

    assert (annex.state, [version.number for version in annex.versions]) == (S.SUBMITTED, [1])


def test_sending_twice_changes_nothing(edition: Edition) -> None:
    annex = a_submission(edition)
    submission_effects.submit(edition, Entrance(SECRETARY, annex.id), now=NOW)

    assert (count(AnnexVersion), count(AnnexStep)) == (1, 1)


def test_what_is_missing_keeps_it_back_all_at_once(edition: Edition) -> None:
    annex = an_open_annex(edition, draft=Draft({"group_name": "铁砧", "mobile": "1"}))

    with pytest.raises(Incomplete) as refused:
        submission_effects.submit(edition, Entrance(SECRETARY, annex.id), now=NOW)

    assert [fault.field for fault in refused.value.faults] == [
        "topic_name",
        "company_name",
        "postcode",
        "contact_person",
    ]
    assert (fresh(annex).state, count(AnnexStep), count(Result)) == (S.DRAFT, 0, 0)


def test_a_doubt_does_not_stand_in_the_way(edition: Edition) -> None:
    annex = a_submission(edition, draft=a_draft(mobile="12"))

    assert annex.state is S.SUBMITTED
    assert [fault["code"] for fault in annex.versions[-1].faults] == ["invalid_format"]


def test_the_same_subject_twice_is_refused_with_the_first(edition: Edition) -> None:
    first, second = a_submission(edition), an_open_annex(edition, draft=a_draft(topic_name="别的"))

    with pytest.raises(SubjectTaken) as refused:
        submission_effects.submit(edition, Entrance(SECRETARY, second.id), now=NOW)

    assert refused.value.annex_id == first.id
    assert fresh(second).draft["texts"]["topic_name"] == "别的"


def test_the_same_draft_submitted_by_two_at_once_is_one_annex(app: Flask, edition: Edition) -> None:
    numbers = [an_open_annex(edition).id for _ in range(2)]

    answers = all_at_once(
        app, 2, lambda one: submission_effects.submit(edition, Entrance(SECRETARY, numbers[one]), now=NOW).annex_id
    )

    assert sum(isinstance(answer, Refusal) for answer in answers) == 1
    assert (count(Result), count(AnnexVersion)) == (1, 1)


def test_twenty_submit_the_same_page_at_once_and_it_is_sent_once(app: Flask, edition: Edition) -> None:
    number = an_open_annex(edition).id

    answers = all_at_once(
        app, 20, lambda _: submission_effects.submit(edition, Entrance(SECRETARY, number), now=NOW).annex_id
    )

    assert answers == [number] * 20
    assert (count(AnnexVersion), count(AnnexStep)) == (1, 1)


def test_twenty_pages_save_at_once_and_one_of_them_wins(app: Flask, edition: Edition) -> None:
    entrance = Entrance(SECRETARY, an_open_annex(edition).id)

    def save(number: int) -> Saved:
        return drafts.save_draft(edition, entrance, a_draft(topic_name=f"课题{number}"), revision=0, now=NOW)

    answers = all_at_once(app, 20, save)

    assert sum(isinstance(answer, Saved) for answer in answers) == 1
    assert {answer.revision for answer in answers if isinstance(answer, Stale)} == {1}


def test_saving_what_is_there_already_is_no_conflict(edition: Edition) -> None:
    annex = an_open_annex(edition)
    typed(edition, annex.id, a_draft(topic_name="新"))

    saved = drafts.save_draft(edition, Entrance(SECRETARY, annex.id), a_draft(topic_name="新"), revision=0, now=NOW)

    assert saved.revision == 1


def test_a_file_for_an_annex_with_an_open_draft_loses_nothing(edition: Edition) -> None:
    body = a_recommender(edition)
    annex = a_submission(edition, FormKind.RECOMMENDATION_SUMMARY, recommender_id=body.id)
    typed(edition, annex.id, a_draft(FormKind.RECOMMENDATION_SUMMARY, rows=4))

    import_now(edition, again_xlsx=a_workbook(rows_up_to(2)))

    annex = fresh(annex)
    assert (len(annex.draft["rows"]), len(annex.versions), annex.recommender_id) == (4, 2, body.id)


def test_a_form_that_speaks_of_another_group_lets_go_of_the_first(edition: Edition) -> None:
    annex = a_submission(edition)
    typed(edition, annex.id, a_draft(group_name="飞梭QC小组"))
    submission_effects.submit(edition, Entrance(SECRETARY, annex.id), now=NOW)

    states = {result.group.name: (result.state, result.annex_id) for result in db.session.scalars(select(Result))}
    assert states == {
        "铁砧QC小组": (EntryState.WITHDRAWN, None),
        "飞梭QC小组": (EntryState.ENTERED, annex.id),
    }


def test_returned_mended_and_accepted_with_every_step_noted_and_told(edition: Edition) -> None:
    annex = a_submission(edition, FormKind.BRAND_STORY)
    submissions.return_submission(
        edition, annex.id, reasons={"story_name": "与公章材料不一致", "mobile": " "}, remark="请三天内补正", actor=SECRETARY,
        now=NOW, address="https://example.org/x",
    )  # fmt: skip
    assert fresh(annex).state is S.RETURNED
    submission_effects.submit(edition, Entrance(SECRETARY, annex.id), now=NOW)
    submissions.accept_submission(edition, annex.id, actor=SECRETARY, now=NOW)

    steps = db.session.scalars(select(AnnexStep).order_by(AnnexStep.id)).all()
    mails = db.session.scalars(select(Message).order_by(Message.id)).all()
    assert [step.state for step in steps] == [S.SUBMITTED, S.RETURNED, S.SUBMITTED, S.ACCEPTED]
    assert steps[1].reasons == {"story_name": "与公章材料不一致"}
    assert {mail.recipient for mail in mails} == {"story@example.com"}
    assert [mail.subject.split(" · ")[0] for mail in mails] == [
        f"{what}：附件四 深夜两点的试车" for what in ("已提交", "请补正", "已提交", "已接收")
    ]  # fmt: skip
    for part in (
        "深夜两点的试车",
        "汤谷夔牛仪表",
        "· 故事名称：与公章材料不一致",
        "请三天内补正",
        "https://example.org/x",
    ):
        assert part in mails[1].body
    assert verify_chains()[1] == []


def test_a_return_without_a_reason_is_refused(edition: Edition) -> None:
    with pytest.raises(Refusal, match="请写明退回的原因"):
        submissions.return_submission(
            edition, a_submission(edition).id, reasons={"mobile": ""}, remark=" ", actor=SECRETARY, now=NOW
        )


def test_an_accepted_form_cannot_be_typed_into(edition: Edition) -> None:
    annex = a_submission(edition)
    submissions.accept_submission(edition, annex.id, actor=SECRETARY, now=NOW)

    with pytest.raises(Refusal, match="不能"):
        typed(edition, annex.id, a_draft(topic_name="新"))


def test_withdrawing_a_result_takes_it_out_and_sending_it_anew_brings_it_back(edition: Edition) -> None:
    annex = a_submission(edition)
    submission_effects.withdraw_submission(edition, Entrance(SECRETARY, annex.id), now=NOW)
    assert (the_result().state, fresh(annex).state) == (EntryState.WITHDRAWN, S.WITHDRAWN)

    submission_effects.submit(edition, Entrance(SECRETARY, annex.id), now=NOW)

    assert (the_result().state, the_result().annex_id) == (EntryState.ENTERED, annex.id)


def test_a_listed_result_stays_when_its_form_is_withdrawn(edition: Edition) -> None:
    import_now(edition, three_xlsx=a_workbook([a_row(1, company="汤谷鹿蜀机床有限公司", group="铁砧QC小组")]))
    annex = a_submission(edition)
    submission_effects.withdraw_submission(edition, Entrance(SECRETARY, annex.id), now=NOW)

    assert (the_result().state, the_result().annex_id) == (EntryState.ENTERED, None)


def test_withdrawing_a_story_and_a_summary_and_bringing_them_back(edition: Edition) -> None:
    story = a_submission(edition, FormKind.BRAND_STORY)
    summary = a_submission(edition, FormKind.RECOMMENDATION_SUMMARY, draft=a_draft(FormKind.RECOMMENDATION_SUMMARY, 3))
    for annex in (story, summary):
        submission_effects.withdraw_submission(edition, Entrance(SECRETARY, annex.id), now=NOW)

    assert db.session.scalars(select(Story.state)).one() is EntryState.WITHDRAWN
    assert (count(SummaryRow), set(db.session.scalars(select(Result.state)))) == (0, {EntryState.WITHDRAWN})

    for annex in (story, summary):
        submission_effects.submit(edition, Entrance(SECRETARY, annex.id), now=NOW)

    assert db.session.scalars(select(Story.state)).one() is EntryState.ENTERED
    assert (count(SummaryRow), set(db.session.scalars(select(Result.state)))) == (3, {EntryState.ENTERED})


def test_reading_the_same_file_again_does_not_undo_a_withdrawal(edition: Edition) -> None:
    content = a_workbook(rows_up_to(2))
    import_now(edition, a_xlsx=content)
    annex = db.session.scalars(select(Annex)).one()
    submission_effects.withdraw_submission(edition, Entrance(SECRETARY, annex.id), now=NOW)

    import_now(edition, a_xlsx=content)
    assert (fresh(annex).state, count(SummaryRow)) == (S.WITHDRAWN, 0)

    import_now(edition, forwarded_xlsx=content)
    assert (fresh(annex).state, count(SummaryRow)) == (S.WITHDRAWN, 0)

    import_now(edition, b_xlsx=a_workbook(rows_up_to(3)))
    assert (fresh(annex).state, count(SummaryRow)) == (S.SUBMITTED, 3)


def test_after_the_deadline_only_with_an_extension_of_annex_or_body(app: Flask) -> None:
    edition = an_edition()  # its deadline was six weeks before NOW
    body = a_recommender(edition)
    own, other = an_open_annex(edition, recommender_id=body.id), an_open_annex(edition, FormKind.BRAND_STORY)

    for annex in (own, other):
        with pytest.raises(Refusal, match="申报材料已于 2024-07-30 截止"):
            submission_effects.submit(edition, Entrance(SECRETARY, annex.id), now=NOW)
    later = NOW + timedelta(days=2)
    submissions.set_body(edition, body.id, email="hb@example.com", until=later, actor=SECRETARY, now=NOW)
    submissions.extend_submission(edition, other.id, until=later, actor=SECRETARY, now=NOW)
    for annex in (own, other):
        submission_effects.submit(edition, Entrance(SECRETARY, annex.id), now=NOW)

    assert {fresh(own).state, fresh(other).state} == {S.SUBMITTED}
    actions = set(db.session.scalars(select(AuditEntry.action)))
    assert {"recommender.extend", "annex.extend", "annex.submit"} <= actions
    recipients = db.session.scalars(select(Message.recipient).order_by(Message.id)).all()
    assert recipients == ["story@example.com", "hb@example.com", "story@example.com"]


def test_a_liaison_fills_in_their_own_and_nothing_of_others(edition: Edition) -> None:
    mine, other = a_recommender(edition), a_recommender(edition, "浙江省")
    me = a_liaison(mine.id)
    own = an_open_annex(edition, recommender_id=mine.id, actor=me)
    theirs = an_open_annex(edition, FormKind.BRAND_STORY, recommender_id=other.id)
    nobodys = an_open_annex(edition, FormKind.WORK_SUMMARY)

    submission_effects.submit(edition, Entrance(me, own.id), now=NOW)
    for foreign in (theirs, nobodys):
        with pytest.raises(NotFound):
            submission_effects.submit(edition, Entrance(me, foreign.id), now=NOW)
    with pytest.raises(NotFound):
        drafts.open_annex(edition, FormKind.QC_RESULT, recommender_id=other.id, actor=me, now=NOW)
    with pytest.raises(NotFound):
        drafts.open_annex(edition, FormKind.QC_RESULT, recommender_id=None, actor=me, now=NOW)


def test_what_is_typed_as_the_body_never_reaches_the_list_of_another(edition: Edition) -> None:
    mine, _ = a_recommender(edition), a_submission(edition, FormKind.RECOMMENDATION_SUMMARY, draft=a_draft(
        FormKind.RECOMMENDATION_SUMMARY, region_or_group="浙江省"))  # fmt: skip
    me = a_liaison(mine.id)
    own = an_open_annex(
        edition, FormKind.RECOMMENDATION_SUMMARY, recommender_id=mine.id, actor=me,
        draft=a_draft(FormKind.RECOMMENDATION_SUMMARY, 2, region_or_group="浙江省"),
    )  # fmt: skip

    submission_effects.submit(edition, Entrance(me, own.id), now=NOW)

    counts = db.session.execute(
        select(SummaryRow.summary_id, func.count()).group_by(SummaryRow.summary_id).order_by(SummaryRow.summary_id)
    ).all()
    assert [tuple(one) for one in counts] == [(1, 1), (2, 2)]


def test_a_link_opens_its_form_until_it_is_renewed_or_revoked(edition: Edition) -> None:
    annex, key, other = an_open_annex(edition), fill_links.new_fill_key(), fill_links.new_fill_key()
    renew = {"email": "unit@example.com", "actor": SECRETARY, "now": NOW}
    fill_links.renew_link(edition, annex.id, key=key, address="https://x/fill/k", **renew)
    assert submission_effects.submit(edition, Entrance(NOBODY, key=key), now=NOW).annex_id == annex.id
    assert key not in str(db.session.execute(select(Annex.__table__)).all())

    fill_links.renew_link(edition, annex.id, key=other, address="https://x/fill/o", **renew)
    with pytest.raises(NotFound):
        drafts.admit(edition, Entrance(NOBODY, key=key))
    assert drafts.admit(edition, Entrance(NOBODY, key=other)).id == annex.id

    fill_links.revoke_link(edition, annex.id, actor=SECRETARY, now=NOW)
    with pytest.raises(NotFound):
        drafts.admit(edition, Entrance(NOBODY, key=other))
    assert "https://x/fill/k" in db.session.scalars(select(Message.body).order_by(Message.id)).first()


def test_an_address_of_mail_cannot_carry_a_second_one(edition: Edition) -> None:
    with pytest.raises(Refusal, match="格式不对"):
        fill_links.renew_link(
            edition, an_open_annex(edition).id, key="k", email="a@example.com,b@example.com", address="", actor=SECRETARY,
            now=NOW,
        )  # fmt: skip


def test_a_file_adds_what_is_blank_without_asking_and_is_refused_when_it_is_too_long(edition: Edition) -> None:
    annex = an_open_annex(edition, draft=Draft({"group_name": "铁砧QC小组"}))
    form = ReadForm(FormKind.QC_RESULT, {"group_name": "铁砧QC小组", "member_count": 10})
    read = ReadFile("a.docx", "", Outcome.ACCEPTED, forms=(form,))
    drafts.put_reading(edition, annex.id, "a.docx", read, actor=SECRETARY, now=NOW)
    assert (fresh(annex).draft["texts"]["member_count"], fresh(annex).draft["offers"]) == ("10", [])

    rows = tuple({"kind": "qc", "group_name": f"小组{number}"} for number in range(1001))
    long = ReadFile("b.xlsx", "", Outcome.ACCEPTED, forms=(ReadForm(FormKind.RECOMMENDATION_SUMMARY, {}, rows),))
    drafts.put_reading(edition, annex.id, "b.xlsx", long, actor=SECRETARY, now=NOW)

    draft = fresh(annex).draft
    assert (draft["offers"], draft["refused"]["faults"][0]["params"]) == ([], {"number": 1001, "most": 1000})
    assert draft["texts"]["member_count"] == "10"


def test_more_rows_than_a_page_holds_are_refused(edition: Edition) -> None:
    annex = an_open_annex(edition, FormKind.RECOMMENDATION_SUMMARY)

    with pytest.raises(Refusal, match="最多填 1000 行"):
        typed(edition, annex.id, a_draft(FormKind.RECOMMENDATION_SUMMARY, rows=1001))
