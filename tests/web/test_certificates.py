import re
import shutil
import subprocess
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select

from eventapp.documents.sealing import unseal
from eventapp.documents.tickets import sign_certificate
from eventapp.domain.certificate_codes import certificate_code
from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.extensions import db, limiter
from eventapp.models import Certificate, Job
from eventapp.services import certificates, events
from eventapp.settings import Settings
from tests.client import Client
from tests.factories import NOW, SECRETARY, a_result, a_story, an_account, an_edition
from tests.factories_judging import a_row, a_summary, confirmed, issued, recommended

NASTY = "=汤谷<甲>{unit}#“𬀩”QC小组"
needs_fonts = pytest.mark.skipif(
    not Settings(environment="testing").fonts_path.is_dir(),
    reason="FONTS MISSING: run `npm ci` and `python tools/vendor.py`",
)
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="POPPLER MISSING: apt-get install poppler-utils"
)


def an_issued_edition(name: str = "铁砧QC小组") -> Edition:
    """A secretary, and one certificate for a group of this name."""
    edition = an_edition()
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    a_row(a_summary(edition), a_result(edition, name), 1)
    issued(edition)
    return edition


def the_certificate() -> Certificate:
    return db.session.scalars(select(Certificate)).one()


def signature_of(edition: Edition, certificate: Certificate) -> str:
    sealed = events.get_key(edition, certificate.key_id).sealed_private_key
    private = unseal(sealed, secret_key=Settings.secret_key)
    return sign_certificate(certificate.number, bytes.fromhex(certificate.digest), private)


def code_of(certificate: Certificate) -> str:
    return certificate_code(certificate.id, certificate.number)


def printed_file(client: Client, suffix: str) -> tuple[bytes, Job]:
    answer = client.post("certificates.print_certificates", edition="43", data={"format": suffix})
    number = int(re.findall(r"/jobs/(\d+)", answer.location)[0])
    job = db.session.get_one(Job, number)
    assert job.state.value == "done", job.note
    return client.get("jobs.download_result", edition="43", job_id=number).data, job


def test_the_office_issues_what_is_confirmed(client: Client) -> None:
    edition = an_edition()
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    recommended(edition, 1, 2)
    a_story(edition)
    confirmed(edition)
    client.sign_in("secretary")

    assert "颁发 3 份证书" in client.get("certificates.list_certificates", edition="43").text
    client.post("certificates.issue_certificates", edition="43")

    text = client.get("certificates.list_certificates", edition="43").text
    assert "已颁发 3 份证书。" in text
    assert "机质协[2024]Q0002" in text


def test_the_qr_page_says_genuine_and_names_what_the_paper_says(client: Client) -> None:
    edition = an_issued_edition()
    certificate = the_certificate()

    text = client.get(
        "certificates.verify_certificate", edition="43", code=code_of(certificate), s=signature_of(edition, certificate)
    ).text

    assert "这份证书是真实的" in text
    for shown in (certificate.number, "汤谷鹿蜀机床有限公司", "铁砧QC小组", "一等", edition.name, "2024-09-11"):
        assert shown in text
    assert "13800001234" not in text  # nothing else is given away


def test_a_changed_number_is_not_genuine(client: Client) -> None:
    edition = an_edition()
    recommended(edition, 1, 2)
    issued(edition)
    first, second = db.session.scalars(select(Certificate).order_by(Certificate.id))
    signature = signature_of(edition, first)

    for changed in (code_of(second), second.number, first.number[:-1] + "9", code_of(first)[:-1] + "?"):
        answer = client.get("certificates.verify_certificate", edition="43", code=changed, s=signature)
        assert "这不是真实的证书" in answer.text
        assert "小组（班组）" not in answer.text


def test_a_changed_signature_is_not_genuine(client: Client) -> None:
    edition = an_issued_edition()
    certificate = the_certificate()
    good = signature_of(edition, certificate)

    for changed in ("", "x", "A" * 86, good[:-1], good.swapcase(), good + "="):
        text = client.get("certificates.verify_certificate", edition="43", code=code_of(certificate), s=changed).text
        assert "这不是真实的证书" in text


def test_a_typed_number_is_looked_up(client: Client) -> None:
    an_issued_edition()

    found = client.get("certificates.find_certificate", edition="43", number="机质协〔2024〕Q0001", status=302)
    assert "这份证书是真实的" in client.open(found.location).text
    assert (
        "没有查到这个编号"
        in client.get("certificates.verify_certificate", edition="43", code="<b>{{ 7*7 }}%s", status=404).text
    )
    client.get("certificates.find_certificate", edition="43")


def test_withdrawn_and_replaced_papers_say_so(client: Client) -> None:
    edition = an_issued_edition()
    certificate = the_certificate()
    place = {"edition": "43", "code": code_of(certificate), "s": signature_of(edition, certificate)}
    certificates.withdraw_certificate(edition, certificate.id, reason="名称有误", actor=SECRETARY, now=NOW)

    text = client.get("certificates.verify_certificate", **place).text
    assert "这份证书已撤销" in text
    assert "名称有误" not in text
    certificates.issue_certificates(edition, actor=SECRETARY, now=NOW)
    text = client.get("certificates.verify_certificate", **place).text
    assert "这份证书已更换" in text
    assert "机质协[2024]Q0002" in text


def test_the_office_withdraws_with_a_reason_and_may_then_change_the_level(client: Client) -> None:
    an_issued_edition()
    certificate = the_certificate()
    client.sign_in("secretary")
    place = {"edition": "43", "certificate_id": certificate.id}

    client.get("certificates.withdraw_certificate", **place)
    refused = client.post("certificates.withdraw_certificate", data={"reason": ""}, status=400, **place)
    client.post("certificates.withdraw_certificate", data={"reason": "名称有误"}, **place)
    twice = client.post("certificates.withdraw_certificate", data={"reason": "名称有误"}, status=400, **place)

    assert "请写明理由" in refused.text
    assert "已经撤销" in twice.text
    changed = {"level": "2", "reason": "更正"}
    client.post("awards.change_level", edition="43", award_id=certificate.award_id, data=changed)
    assert "名称有误" in client.get("certificates.withdraw_certificate", **place).text


@needs_fonts
@needs_pdftotext
def test_the_pdf_carries_the_name_exactly_and_its_qr_address_is_genuine(client: Client) -> None:
    an_issued_edition(NASTY)
    client.sign_in("secretary")

    pdf, job = printed_file(client, "pdf")

    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert NASTY in "".join(text.split())
    assert job.outcome["count"] == 1
    assert [fault for fault in job.outcome["faults"] if "𬀩" not in fault] == []


@needs_fonts
def test_the_word_file_carries_the_name_exactly_and_its_qr_address_is_genuine(client: Client) -> None:
    an_issued_edition(NASTY)
    client.sign_in("secretary")

    document = Document(BytesIO(printed_file(client, "docx")[0]))

    assert [each.text for each in document.paragraphs].count(NASTY) == 1
    (address,) = re.findall(r'descr="(http[^"]+)"', document.element.xml)
    assert len(address) <= 170  # larger squares are read faster
    text = client.open(address.removeprefix(Settings(environment="testing").public_url)).text
    assert "这份证书是真实的" in text


@needs_fonts
def test_characters_without_a_picture_are_named_and_do_not_stop_the_print(client: Client) -> None:
    an_issued_edition("\U0002ebf0号QC小组")
    client.sign_in("secretary")

    _, job = printed_file(client, "pdf")

    assert len(job.outcome["faults"]) == 1
    assert "U+2EBF0" in job.outcome["faults"][0]
    assert "U+2EBF0" in client.get("jobs.show_job", edition="43", job_id=job.id).text


def test_nothing_to_print_is_said(client: Client) -> None:
    edition = an_edition()
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    client.sign_in("secretary")

    client.post("certificates.print_certificates", edition="43", data={"format": "pdf"})
    client.post("certificates.print_certificates", edition="43", data={"format": "exe"}, status=400)

    job = db.session.scalars(select(Job)).one()
    assert (job.state.value, job.note) == ("failed", "还没有可以打印的证书，请先颁发证书。")


@pytest.mark.parametrize("role", [StaffRole.LIAISON, StaffRole.JUDGE, StaffRole.VOLUNTEER])
def test_liaisons_judges_and_volunteers_cannot_list_issue_or_print(client: Client, role: StaffRole) -> None:
    edition = an_edition()
    an_account("somebody", role, edition=edition)
    client.sign_in("somebody")

    client.get("certificates.list_certificates", edition="43", status=403)
    client.post("certificates.issue_certificates", edition="43", status=403)
    client.post("certificates.print_certificates", edition="43", status=403, data={"format": "pdf"})


def test_the_public_page_is_asked_sixty_times_a_minute_at_most() -> None:
    limits = {
        str(limit.limit)
        for name in ("find_certificate", "verify_certificate")
        for limit in limiter.limit_manager.decorated_limits(f"eventapp.web.certificates.views.{name}.{name}")
    }

    assert limits == {"60 per 1 minute"}
