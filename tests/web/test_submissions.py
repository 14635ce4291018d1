"""Pages of submissions: one page behind two doors, saved while one types, sent, returned, accepted."""

from __future__ import annotations

import io
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.domain.submissions import AttachmentPurpose, SubmissionState
from eventapp.domain.typed_forms import Draft
from eventapp.extensions import db
from eventapp.models import Annex, AnnexAttachment, AnnexVersion, AuditEntry, Message, Organization, Recommender
from eventapp.services import fill_links, submission_effects
from eventapp.services.drafts import Entrance
from tests.client import Client
from tests.conftest import Statements
from tests.factories import NOW, SECRETARY, a_recommender, an_account, an_edition
from tests.factories_annexes import NASTY, a_sample, a_workbook, rows_up_to
from tests.factories_submissions import ON_TIME, TEXTS, a_draft, a_submission, a_typed_row, an_open_annex, typed

S = SubmissionState
PDF = b"%PDF-1.4 stamped"
JSON = {"Accept": "application/json"}


@pytest.fixture
def edition(app: Flask) -> Edition:
    """An edition with a secretary, and a liaison of one of two bodies."""
    edition = an_edition(**ON_TIME)
    mine, other = a_recommender(edition), a_recommender(edition, "浙江省")
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    an_account("liaison", StaffRole.LIAISON, edition=edition, recommender_id=mine.id)
    an_account("stranger", StaffRole.LIAISON, edition=edition, recommender_id=other.id)
    return edition


@pytest.fixture
def liaison(client: Client, edition: Edition) -> Client:
    client.sign_in("liaison")
    return client


def fresh(annex_id: int) -> Annex:
    db.session.rollback()
    return db.session.get_one(Annex, annex_id, populate_existing=True)


def attached() -> list[AnnexAttachment]:
    db.session.rollback()
    return list(db.session.scalars(select(AnnexAttachment)))


def mine() -> int:
    return db.session.scalars(select(Recommender.id).where(Recommender.name == "河北省")).one()


def my_annex(edition: Edition, kind: FormKind = FormKind.QC_RESULT, **options: Any) -> Annex:
    return an_open_annex(edition, kind, recommender_id=mine(), **options)


def sent(kind: FormKind = FormKind.QC_RESULT, revision: int = 0, **texts: Any) -> dict[str, Any]:
    """What a browser sends of a form: ticks one by one."""
    values: dict[str, Any] = {**TEXTS[kind], **texts, "revision": revision}
    for name in ("content_categories", "brand_types"):
        if name in values:
            values[name] = values[name].replace("☑", "").split()
    return values


def page(client: Client, endpoint: str = "submissions.show_submission", **values: Any) -> str:
    return unescape(client.get(endpoint, edition="43", **values).text)


def post(client: Client, view: str, *, status: int = 302, **values: Any) -> Any:
    return client.post(f"submissions.{view}", edition="43", status=status, **values)


def save(client: Client, annex_id: int, **texts: Any) -> Any:
    """What the page itself sends while one types."""
    token = client.csrf_token()
    address = client.address("submissions.save_draft", {"edition": "43", "annex_id": annex_id})
    with client.app.app_context():
        return client.http.post(address, data={"csrf_token": token, **sent(**texts)}, headers=JSON)


@pytest.mark.parametrize("kind", FormKind)
def test_every_form_is_opened_filled_and_sent(liaison: Client, edition: Edition, kind: FormKind) -> None:
    place = post(liaison, "open_submission", data={"kind": kind.value}).location
    assert liaison.open(place).status_code == 200
    annex_id = int(place.rsplit("/", 1)[1])
    rows = {f"rows-0-{name}": text for name, text in a_typed_row().items()}

    answer = post(
        liaison, "submit_form", annex_id=annex_id,
        data=sent(kind) | (rows if kind is FormKind.RECOMMENDATION_SUMMARY else {}),
    )  # fmt: skip

    assert "/annexes/" in answer.location
    assert "已提交" in unescape(liaison.open(answer.location).text)
    assert (fresh(annex_id).state, fresh(annex_id).recommender_id) == (S.SUBMITTED, mine())


def test_what_is_missing_is_named_at_once_and_nothing_typed_is_lost(liaison: Client, edition: Edition) -> None:
    annex = my_annex(edition, draft=Draft())

    answer = post(
        liaison, "submit_form", annex_id=annex.id, status=400, data=sent(group_name=NASTY, company_name="", postcode="")
    )

    text = unescape(answer.text)
    assert "还不能提交，请改正下面 2 处" in text
    assert "“企业名称”没有填写：证书按这一栏打印，不填不能提交。" in text
    assert '<a href="#postcode">' in text
    assert NASTY in text
    assert fresh(annex.id).draft["texts"]["group_name"] == NASTY


def test_a_doubt_stands_beside_its_field_and_keeps_nothing_back(liaison: Client, edition: Edition) -> None:
    annex = my_annex(edition, draft=a_draft(mobile="12"))
    assert "“手机”里的“12”不像是正确的内容" in page(liaison, annex_id=annex.id)

    post(liaison, "submit_form", annex_id=annex.id, data=sent(mobile="12"))

    assert fresh(annex.id).state is S.SUBMITTED


def test_the_page_saves_by_itself_and_tells_when(liaison: Client, edition: Edition) -> None:
    annex = my_annex(edition)

    answer = save(liaison, annex.id, topic_name="新课题")

    assert answer.json["revision"] == 1
    assert len(answer.json["saved_at"]) == len("10:31")
    assert fresh(annex.id).draft["texts"]["topic_name"] == "新课题"
    assert "新课题" in page(liaison, annex_id=annex.id)


def test_the_loser_of_two_pages_is_told_and_keeps_the_text(liaison: Client, edition: Edition) -> None:
    annex = my_annex(edition)
    save(liaison, annex.id, topic_name="甲的课题")

    loser = save(liaison, annex.id, topic_name="乙的课题")
    assert (loser.status_code, loser.json["revision"]) == (409, 1)

    answer = post(liaison, "save_draft", annex_id=annex.id, status=409, data=sent(topic_name="乙的课题"))
    assert "乙的课题" in answer.text
    assert 'name="revision" value="1"' in answer.text
    assert fresh(annex.id).draft["texts"]["topic_name"] == "甲的课题"


def test_without_scripts_the_button_saves(liaison: Client, edition: Edition) -> None:
    annex = my_annex(edition, FormKind.RECOMMENDATION_SUMMARY, draft=Draft())
    pasted = "信得过班组\n1\t050001\t甲公司\t天枢班组\t1\nQC小组\n1\t050002\t乙公司\t铁砧\t2\t降低划伤率\t8\t谭景\t13800001234"

    post(
        liaison, "save_draft", annex_id=annex.id, data=sent(FormKind.RECOMMENDATION_SUMMARY, pasted=pasted)
    )  # fmt: skip

    rows = fresh(annex.id).draft["rows"]
    assert [(row["kind"], row["company_name"], row["recommended_grade"]) for row in rows] == [
        ("信组", "甲公司", "1"), ("QC", "乙公司", "2")
    ]  # fmt: skip
    assert rows[1]["contact_phone"] == "13800001234"
    assert 'value="乙公司"' in page(liaison, annex_id=annex.id)


def test_sixty_rows_are_a_page_and_their_faults_stand_in_their_cells(liaison: Client, edition: Edition) -> None:
    draft = a_draft(FormKind.RECOMMENDATION_SUMMARY, rows=60)
    annex = my_annex(edition, FormKind.RECOMMENDATION_SUMMARY, draft=draft)
    rows = {f"rows-{number}-{name}": text for number, row in enumerate(draft.rows) for name, text in row.items()}

    answer = post(
        liaison, "submit_form", annex_id=annex.id, status=400,
        data=sent(FormKind.RECOMMENDATION_SUMMARY) | rows | {"rows-41-group_name": ""},
    )  # fmt: skip

    text = unescape(answer.text)
    assert '<a href="#rows-41-group_name">' in text
    assert "第 42 行 小组（信组）名称" in text
    assert text.count('name="rows-59-company_name"') == 1


def test_another_liaison_finds_nothing(client: Client, edition: Edition) -> None:
    annex = my_annex(edition)
    client.sign_in("stranger")

    client.get("submissions.show_submission", edition="43", annex_id=annex.id, status=404)
    client.get("annexes.show_annex", edition="43", annex_id=annex.id, status=404)
    client.get("submissions.download_form", edition="43", annex_id=annex.id, format="docx", status=404)
    for view in ("save_draft", "submit_form", "upload_form", "withdraw_submission", "make_link", "attach_file"):
        post(client, view, annex_id=annex.id, data=sent(), status=404)
    post(client, "accept_submission", annex_id=annex.id, status=403)
    post(client, "open_submission", data={"kind": "qc_result", "recommender": mine()}, status=404)
    assert "铁砧" not in page(client, "submissions.list_submissions")
    assert fresh(annex.id).draft_revision == 0


def key_for(edition: Edition, annex: Annex) -> str:
    key = fill_links.new_fill_key()
    fill_links.renew_link(edition, annex.id, key=key, email="", address="", actor=SECRETARY, now=NOW)
    return key


def test_the_link_opens_the_same_page_and_nothing_else(client: Client, edition: Edition) -> None:
    annex, other = my_annex(edition, draft=Draft()), my_annex(edition, FormKind.BRAND_STORY)
    key = key_for(edition, annex)
    text = page(client, "submissions.show_submission_by_key", key=key)
    assert "附件一" in text
    assert "铁砧" not in text

    post(client, "submit_form_by_key", key=key, data=sent())

    assert (fresh(annex.id).state, fresh(other.id).state) == (S.SUBMITTED, S.DRAFT)
    client.get("submissions.show_submission", edition="43", annex_id=annex.id, status=302)
    client.get("annexes.show_annex", edition="43", annex_id=annex.id, status=302)
    assert page(client, "submissions.show_submission_by_key", key=key).count("/submissions/") == 0


def test_a_wrong_key_opens_nothing(client: Client, edition: Edition) -> None:
    key_for(edition, my_annex(edition))

    for view, method in (("show_submission", client.get), ("save_draft", client.post), ("submit_form", client.post)):
        method(f"submissions.{view}_by_key", edition="43", key="x" * 43, status=404)
    client.get("submissions.show_submission_by_key", edition="43", key="", status=404)


def test_a_new_link_is_shown_once_mailed_and_ends_the_old_one(liaison: Client, edition: Edition) -> None:
    annex = my_annex(edition)
    old = key_for(edition, annex)

    answer = post(liaison, "make_link", annex_id=annex.id, status=200, data={"email": "unit@example.com"})

    assert answer.headers["Cache-Control"] == "no-store"
    [mail] = db.session.scalars(select(Message)).all()
    address = next(line for line in mail.body.splitlines() if "/fill/" in line)
    assert address in unescape(answer.text)
    assert "/fill/" not in page(liaison, "annexes.show_annex", annex_id=annex.id)
    liaison.get("submissions.show_submission_by_key", edition="43", key=address.rsplit("/", 1)[1])
    liaison.get("submissions.show_submission_by_key", edition="43", key=old, status=404)

    post(liaison, "revoke_link", annex_id=annex.id)
    liaison.get("submissions.show_submission_by_key", edition="43", key=address.rsplit("/", 1)[1], status=404)


def upload(client: Client, annex_id: int, name: str, content: bytes) -> Any:
    return post(client, "upload_form", annex_id=annex_id, data={"file": (io.BytesIO(content), name)})


def test_a_file_fills_an_empty_page(liaison: Client, edition: Edition) -> None:
    annex = my_annex(edition, FormKind.RECOMMENDATION_SUMMARY, draft=Draft())

    answer = upload(liaison, annex.id, "附件三.xlsx", a_workbook(rows_up_to(3)))

    assert liaison.open(answer.location, status=302).location.endswith(f"/submissions/{annex.id}")
    assert 'value="铁砧3QC小组"' in page(liaison, annex_id=annex.id)
    assert fresh(annex.id).versions == []


def test_what_is_typed_already_is_shown_beside_the_file_and_chosen(liaison: Client, edition: Edition) -> None:
    annex = my_annex(edition, FormKind.RECOMMENDATION_SUMMARY, draft=Draft({"region_or_group": "北方集团"}))

    upload(liaison, annex.id, "附件三.xlsx", a_workbook(rows_up_to(3)))

    text = page(liaison, annex_id=annex.id)
    assert "已填：北方集团" in text
    assert "文件：河北省" in text
    assert fresh(annex.id).draft["rows"] == []

    post(liaison, "settle_offer", annex_id=annex.id, data={"offer": "0", "take-region_or_group": "typed"})

    draft = fresh(annex.id).draft
    assert (draft["texts"]["region_or_group"], draft["texts"]["judges"], len(draft["rows"])) == (
        "北方集团",
        "崔亦峤",
        3,
    )
    assert draft["offers"] == []


def test_another_form_in_the_file_is_said_and_not_filled_in(liaison: Client, edition: Edition) -> None:
    annex = my_annex(edition, draft=Draft())

    upload(liaison, annex.id, "错了.xlsx", a_workbook(rows_up_to(1)))

    text = page(liaison, annex_id=annex.id)
    assert "这个文件里是附件三 推荐汇总表，不是附件一 QC小组成果表，所以没有填入本页。" in text
    post(liaison, "settle_offer", annex_id=annex.id, data={"decline": "1"})
    assert "这个文件里是" not in page(liaison, annex_id=annex.id)


def test_a_file_that_is_no_form_says_why(liaison: Client, edition: Edition) -> None:
    annex = my_annex(edition, draft=Draft())

    upload(liaison, annex.id, "坏.docx", b"PK\x03\x04 broken")

    assert "没有从“坏.docx”读出申报表" in page(liaison, annex_id=annex.id)


def attach(client: Client, annex_id: int, purpose: str, name: str, content: bytes) -> str:
    data = {"purpose": purpose, "file": (io.BytesIO(content), name)}
    return unescape(client.open(post(client, "attach_file", annex_id=annex_id, data=data).location).text)


def test_files_stand_beside_the_form_for_those_whom_it_concerns(liaison: Client, edition: Edition) -> None:
    annex = my_annex(edition)

    assert "盖章<b>.pdf" in attach(liaison, annex.id, "stamped", "盖章<b>.pdf", PDF)

    [attachment] = attached()
    file = liaison.get("submissions.download_attachment", edition="43", annex_id=annex.id, attachment_id=attachment.id)
    assert (file.data, attachment.purpose) == (PDF, AttachmentPurpose.STAMPED)
    assert file.headers["Content-Disposition"].startswith("attachment;")
    file.close()
    liaison.sign_in("stranger")
    liaison.get(
        "submissions.download_attachment", edition="43", annex_id=annex.id, attachment_id=attachment.id, status=404
    )


def test_a_file_that_lies_about_itself_is_refused(liaison: Client, edition: Edition) -> None:
    text = attach(liaison, my_annex(edition).id, "stamped", "扫描.pdf", b"MZ a program")

    assert "“盖章扫描件”要PDF 或图片（jpg、png）；这个文件的内容不是" in text
    assert attached() == []


def test_a_removed_file_leaves_its_trail(liaison: Client, edition: Edition) -> None:
    annex = my_annex(edition)
    attach(liaison, annex.id, "stamped", "a.pdf", PDF)
    [attachment] = attached()

    post(liaison, "remove_attachment", annex_id=annex.id, attachment_id=attachment.id)

    assert attached() == []
    trail = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "annex.detach")).one()
    assert trail.detail["before"]["file"] == "a.pdf"


def test_returned_with_reasons_mended_and_accepted(client: Client, edition: Edition) -> None:
    annex = a_submission(edition, FormKind.BRAND_STORY, recommender_id=mine())
    client.sign_in("secretary")
    assert "推荐部门意见" in page(client, "submissions.return_submission", annex_id=annex.id)
    post(client, "return_submission", annex_id=annex.id, status=400, data={})
    post(client, "return_submission", annex_id=annex.id, data={"reason-story_name": "与封面不同", "remark": "请改"})
    post(client, "extend_submission", annex_id=annex.id, data={"until": "2999-01-01"})
    assert "提交时间延长到 2999-01-01 24:00" in page(client, "annexes.show_annex", annex_id=annex.id)
    client.sign_in("liaison")
    assert "请用原来收到的填写链接打开" not in db.session.scalars(select(Message.body)).all()[-1]
    text = page(client, annex_id=annex.id)
    assert "与封面不同" in text
    assert 'href="#story_name"' in text
    post(client, "submit_form", annex_id=annex.id, data=sent(FormKind.BRAND_STORY, revision=1, story_name="凌晨的试车"))
    client.sign_in("secretary")
    post(client, "accept_submission", annex_id=annex.id)

    text = page(client, "annexes.show_annex", annex_id=annex.id, version=2, against=1)
    assert "深夜两点的试车" in text
    assert "凌晨的试车" in text
    assert [fresh(annex.id).state, len(fresh(annex.id).versions)] == [S.ACCEPTED, 2]
    subjects = [mail.subject.split()[0] for mail in db.session.scalars(select(Message).order_by(Message.id))]
    assert subjects == ["已提交：附件四", "请补正：附件四", "已延期：附件四", "已提交：附件四", "已接收：附件四"]


def test_rows_that_came_went_or_changed_are_compared(client: Client, edition: Edition) -> None:
    annex = a_submission(edition, FormKind.RECOMMENDATION_SUMMARY, draft=a_draft(FormKind.RECOMMENDATION_SUMMARY, 3))
    rows = (a_typed_row(1), a_typed_row(2, recommended_grade="1"), a_typed_row(9))
    typed(edition, annex.id, Draft(TEXTS[FormKind.RECOMMENDATION_SUMMARY], rows))
    submission_effects.submit(edition, Entrance(SECRETARY, annex.id), now=NOW)
    client.sign_in("secretary")

    text = page(client, "annexes.show_annex", annex_id=annex.id, version=2, against=1)

    assert [text.count(word) for word in ("新增</span>", "删去</span>", "改动</span>")] == [1, 1, 1]
    assert "推荐行 3 处" in text


def test_after_the_deadline_the_text_is_kept_and_an_extension_opens(app: Flask, client: Client) -> None:
    edition = an_edition()
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    annex = an_open_annex(edition)
    client.sign_in("secretary")
    assert "提交要等会务组延期" in page(client, annex_id=annex.id)

    answer = post(client, "submit_form", annex_id=annex.id, status=400, data=sent(topic_name="晚到的课题"))
    assert "申报材料已于 2024-07-30 截止" in unescape(answer.text)
    assert fresh(annex.id).draft["texts"]["topic_name"] == "晚到的课题"

    post(client, "extend_submission", annex_id=annex.id, data={"until": "2999-01-01"})
    post(client, "submit_form", annex_id=annex.id, data=sent(topic_name="晚到的课题", revision=1))

    assert fresh(annex.id).state is S.SUBMITTED
    assert "迟交" in page(client, "annexes.show_annex", annex_id=annex.id)
    assert "迟交" in page(client, "submissions.list_submissions")


def test_a_body_gets_more_time_and_an_address(client: Client, edition: Edition) -> None:
    client.sign_in("secretary")
    post(client, "set_body", recommender_id=mine(), data={"email": "hb@example.com", "until": "2024-08-15"})
    post(client, "set_body", recommender_id=mine(), data={"email": "a,b", "until": ""})

    text = page(client, "submissions.list_bodies")
    assert "格式不对" in text
    assert 'value="2024-08-15"' in text
    assert 'value="hb@example.com"' in text


def test_the_same_group_twice_leads_to_the_first(liaison: Client, edition: Edition) -> None:
    first = a_submission(edition, recommender_id=mine())
    second = my_annex(edition)

    text = unescape(post(liaison, "submit_form", annex_id=second.id, status=400, data=sent()).text)

    assert "已经有一份了" in text
    assert f'href="/e/43/annexes/{first.id}"' in text


def test_the_list_costs_the_same_for_one_and_for_many(
    liaison: Client, edition: Edition, statements: Statements
) -> None:
    counts = []
    for number in (1, 30):
        for one in range(number):
            an_open_annex(edition, recommender_id=mine(), draft=a_draft(group_name=f"小组{number}-{one}", mobile=""))
        statements.clear()
        text = page(liaison, "submissions.list_submissions")
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 10
    assert "手机" in text
    assert "申报表 31 份" in text


def test_a_page_with_sixty_rows_costs_no_more_statements_than_an_empty_one(
    liaison: Client, edition: Edition, statements: Statements
) -> None:
    counts = []
    for rows in (0, 60):
        kind = FormKind.RECOMMENDATION_SUMMARY
        annex = my_annex(edition, kind, draft=a_draft(kind, rows=rows))
        statements.clear()
        page(liaison, annex_id=annex.id)
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 10


def test_the_list_is_filtered_by_state_form_and_words(liaison: Client, edition: Edition) -> None:
    a_submission(edition, recommender_id=mine())
    my_annex(edition, FormKind.BRAND_STORY)
    for chosen in ({"state": "draft"}, {"kind": "brand_story"}, {"q": "深夜"}):
        if "q" in chosen:
            typed(edition, 2, a_draft(FormKind.BRAND_STORY, mobile="13900000000"))
        text = page(liaison, "submissions.list_submissions", **chosen)
        assert ("申报表 1 份" in text, "深夜两点的试车" in text) == (True, True), chosen


def test_everybody_downloads_the_blank_forms(client: Client, edition: Edition) -> None:
    text = page(client, "submissions.list_forms")
    assert text.count("空白 Word") == 6
    assert "在线填写</a>" not in text

    for kind in FormKind:
        file = client.get("submissions.download_blank", edition="43", kind=kind.value, format="docx")
        assert file.data[:2] == b"PK"
    client.get("submissions.download_blank", edition="43", kind="recommendation_summary", format="xlsx")
    client.get("submissions.download_blank", edition="43", kind="qc_result", format="xlsx", status=400)


def test_the_filled_form_is_downloaded_as_word(liaison: Client, edition: Edition) -> None:
    annex = my_annex(edition)

    file = liaison.get("submissions.download_form", edition="43", annex_id=annex.id, format="docx")

    assert file.data[:2] == b"PK"
    assert "attachment" in file.headers["Content-Disposition"]


def test_withdrawn_by_the_liaison_and_restored(liaison: Client, edition: Edition) -> None:
    annex = a_submission(edition, recommender_id=mine())
    post(liaison, "withdraw_submission", annex_id=annex.id)
    assert "这份表已撤回" in page(liaison, annex_id=annex.id)

    post(liaison, "submit_form", annex_id=annex.id, data=sent(revision=1))

    assert fresh(annex.id).state is S.SUBMITTED
    assert len(db.session.scalars(select(AnnexVersion)).all()) == 1


def test_a_post_without_its_token_changes_nothing(client: Client, edition: Edition) -> None:
    key = key_for(edition, my_annex(edition))
    address = client.address("submissions.save_draft_by_key", {"edition": "43", "key": key})

    with client.app.app_context():
        assert client.http.post(address, data=sent()).status_code == 400


def test_names_with_braces_and_quotes_pass_through_every_page(liaison: Client, edition: Edition) -> None:
    annex = a_submission(edition, recommender_id=mine(), draft=a_draft(group_name=NASTY, company_name=NASTY))

    for endpoint in ("submissions.show_submission", "annexes.show_annex", "submissions.download_form"):
        values = {"format": "docx"} if endpoint.endswith("form") else {}
        text = unescape(
            liaison.get(endpoint, edition="43", annex_id=annex.id, **values).get_data().decode(errors="ignore")
        )
        assert endpoint.endswith("download_form") or NASTY in text
    assert NASTY in page(liaison, "submissions.list_submissions")


def test_an_old_word_form_fills_the_page(liaison: Client, edition: Edition) -> None:
    annex = my_annex(edition, draft=Draft())

    upload(liaison, annex.id, "成果表.doc", a_sample("old_word.doc"))

    assert liaison.get("submissions.show_submission", edition="43", annex_id=annex.id).status_code == 200


def test_nobody_is_said_to_be_written_to_without_an_address(client: Client, edition: Edition) -> None:
    """A form that came as a file has no address: the one of the body that recommends the unit serves."""
    annex = a_submission(edition, recommender_id=None)
    number = annex.id
    client.sign_in("secretary")
    post(client, "accept_submission", annex_id=number)
    text = page(client, "annexes.show_annex", annex_id=number)
    assert "没有对方的邮箱" in text
    assert TEXTS[FormKind.QC_RESULT]["group_name"] in text.split("</title>")[0]
    annex = fresh(number)
    body = db.session.get_one(Recommender, mine())
    body.email = "hebei@example.com"
    db.session.get_one(Organization, annex.organization_id).recommender_id = body.id
    db.session.commit()
    post(client, "return_submission", annex_id=number, data={"remark": "请补"})
    assert "已写信告知 hebei@example.com" in page(client, "annexes.show_annex", annex_id=number)


def test_a_body_has_one_summary_however_often_it_is_begun(liaison: Client, edition: Edition) -> None:
    kind = {"kind": FormKind.RECOMMENDATION_SUMMARY.value}
    first, second = (post(liaison, "open_submission", data=kind).headers["Location"] for _ in range(2))
    assert first == second
    withdrawn = fresh(int(first.split("/")[-1]))
    withdrawn.state = S.WITHDRAWN
    db.session.commit()
    assert post(liaison, "open_submission", data=kind).headers["Location"] != first
