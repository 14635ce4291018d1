"""The outbox against a real SMTP server: what it takes, refuses, puts off, and what it is told in signs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from flask import Flask, current_app
from sqlalchemy import select

from eventapp import clock
from eventapp.domain.events import Edition
from eventapp.domain.messages import UNREACHABLE, Channel, MessageState
from eventapp.domain.refusals import Refusal
from eventapp.extensions import db
from eventapp.jobs.mail import deliver_waiting
from eventapp.jobs.mail_letters import number_of
from eventapp.models import Message
from eventapp.services import messages
from eventapp.services.personal_letters import write_letter
from eventapp.services.transactions import transactional
from eventapp.settings import Settings, personal_links
from tests.factories import NOW, SECRETARY, an_edition
from tests.jobs.certificates import a_certificate
from tests.jobs.dovecot import free_port
from tests.services.test_personal_letters import an_attendee

SUBJECT = "退回补正：镕喆{0} %s 𬀩"
BODY = "您好！\n{您} %(x)s <b>\n\n.一行以点开头\n" + "长" * 2000 + "\n"


write_letter_now = transactional(write_letter)


class PostOffice:
    """Takes mails, but answers some recipients as the test says."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        self.taken.append(bytes(envelope.content or b""))
        return "250 OK"

    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.taken]


@contextmanager
def post_office(**options: Any) -> Iterator[tuple[PostOffice, Settings]]:
    """A server on a free local port, and the settings that lead there."""
    office = PostOffice()
    port = free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield office, settings_for(port)
    finally:
        controller.stop()


def settings_for(port: int, **overrides: Any) -> Settings:
    known = vars(current_app.extensions["settings"])
    told = {"mail_transport": "smtp", "smtp_host": "127.0.0.1", "smtp_port": port, "mail_sender": "office@example.com"}
    return Settings(**{**known, **told, **overrides})


@pytest.fixture
def edition(app: Flask) -> Edition:
    return an_edition()


@transactional
def write(edition: Edition, *recipients: str, subject: str = SUBJECT, body: str = BODY) -> None:
    for recipient in recipients:
        messages.write_message(
            edition, dedupe_key=recipient, template="return", recipient=recipient, subject=subject, body=body,
            attendee_id=None, now=NOW,
        )  # fmt: skip


def states() -> dict[str, tuple[str, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(Message).order_by(Message.id).execution_options(populate_existing=True))
    return {row.recipient: (row.state.value, row.error) for row in rows}


def test_a_mail_arrives_with_every_character(edition: Edition, still_clock: None) -> None:
    write(edition, "guest@example.com")

    with post_office() as (office, settings):
        assert deliver_waiting(settings) == 1
        assert deliver_waiting(settings) == 0

    [letter] = office.letters()
    number = db.session.scalars(select(Message.id)).one()
    assert (letter["From"], letter["To"], letter["Subject"]) == ("office@example.com", "guest@example.com", SUBJECT)
    assert letter.get_content().replace("\r\n", "\n") == BODY
    assert (letter["Message-ID"], letter["Auto-Submitted"]) == (
        f"<{number_of(number, settings)}@example.com>",
        "auto-generated",
    )
    assert letter["Date"].datetime == datetime(2024, 9, 11, 1, 0, tzinfo=UTC)
    assert states() == {"guest@example.com": ("sent", "")}


def test_a_refused_recipient_fails_at_once_and_stops_no_other(edition: Edition) -> None:
    write(edition, "nobody@example.com", "guest@example.com")

    with post_office() as (office, settings):
        office.answers["nobody@example.com"] = "550 no such user"
        assert deliver_waiting(settings) == 1

    assert states() == {"nobody@example.com": ("failed", "550 no such user"), "guest@example.com": ("sent", "")}


def test_what_is_put_off_is_sent_later(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [NOW]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    write(edition, "guest@example.com")

    with post_office() as (office, settings):
        office.answers["guest@example.com"] = "451 try again later"
        deliver_waiting(settings)
        put_off = states()
        office.answers.clear()
        moment[0] = NOW + timedelta(minutes=1)
        too_early = deliver_waiting(settings)
        moment[0] = NOW + timedelta(minutes=5)
        in_time = deliver_waiting(settings)

    assert put_off == {"guest@example.com": ("waiting", "451 try again later")}
    assert (too_early, in_time, len(office.taken)) == (0, 1, 1)
    assert states() == {"guest@example.com": ("sent", "")}


def test_a_server_that_is_away_costs_no_attempt(edition: Edition) -> None:
    write(edition, "one@example.com", "two@example.com")

    assert deliver_waiting(settings_for(1)) == 0

    assert {state for state, _error in states().values()} == {"waiting"}
    assert all("Connection refused" in error for _state, error in states().values())
    assert messages.list_waiting(now=NOW) != []
    assert set(db.session.scalars(select(Message.attempts))) == {0}


@pytest.mark.parametrize(
    "recipient", ["", "guest", "a@b.example\r\nBcc: all@example.com", "a@b.example, c@d.example", "a b@c.example"]
)
def test_what_is_no_address_is_never_tried(edition: Edition, recipient: str) -> None:
    write(edition, recipient)

    with post_office() as (office, settings):
        assert deliver_waiting(settings) == 0

    assert (office.taken, list(states().values())) == ([], [("failed", UNREACHABLE[Channel.MAIL])])


def test_a_line_break_in_a_subject_makes_no_header(edition: Edition) -> None:
    write(edition, "guest@example.com", subject="你好\r\nBcc: all@example.com")

    with post_office() as (office, settings):
        deliver_waiting(settings)

    [letter] = office.letters()
    assert (letter["Subject"], letter["Bcc"]) == ("你好 Bcc: all@example.com", None)


def test_a_mail_caught_in_a_crash_is_sent_again_only_by_a_person(edition: Edition) -> None:
    write(edition, "guest@example.com")
    number = db.session.scalars(select(Message.id)).one()
    messages.take_message(number, now=NOW)

    with post_office() as (office, settings):
        deliver_waiting(settings)
        before = len(office.taken)
        messages.resend_message(edition, number, actor=SECRETARY, now=NOW)
        deliver_waiting(settings)

    assert (before, len(office.taken), states()) == (0, 1, {"guest@example.com": ("sent", "")})
    with pytest.raises(Refusal, match="只有发送失败、被退回或中断的邮件"):
        messages.resend_message(edition, number, actor=SECRETARY, now=NOW)


def test_what_is_no_address_is_not_sent_again(edition: Edition) -> None:
    write(edition, "guest")

    with pytest.raises(Refusal, match="收件人不是完整的邮箱地址"):
        messages.resend_message(edition, db.session.scalars(select(Message.id)).one(), actor=SECRETARY, now=NOW)


def check_login(_server: Any, _session: Any, _envelope: Any, _mechanism: str, told: Any) -> AuthResult:
    assert isinstance(told, LoginPassword)
    return AuthResult(success=(told.login, told.password) == (b"office", b"secret"), handled=False)


def test_with_a_user_the_line_is_encrypted_and_the_certificate_checked(
    edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(edition, "guest@example.com")
    trusted, context = a_certificate(tmp_path)
    options = {
        "tls_context": context,
        "auth_required": True,
        "authenticator": check_login,
        "auth_exclude_mechanism": ["LOGIN"],
    }

    with post_office(**options) as (office, plain):
        strange = deliver_waiting(settings_for(plain.smtp_port, smtp_user="office", smtp_password="secret"))
        said = states()["guest@example.com"][1]
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        wrong = deliver_waiting(settings_for(plain.smtp_port, smtp_user="office", smtp_password="wrong"))
        right = deliver_waiting(settings_for(plain.smtp_port, smtp_user="office", smtp_password="secret"))

    assert "certificate verify failed" in said
    assert (strange, wrong, right, len(office.taken)) == (0, 0, 1, 1)
    assert states()["guest@example.com"] == (MessageState.SENT.value, "")


def test_the_calendar_of_its_reader_goes_along(edition: Edition) -> None:
    attendee = an_attendee(edition)
    write_letter_now(
        edition, "approved", dedupe_key="1", links=personal_links(settings_for(1)), now=NOW, attendee_id=attendee.id
    )

    with post_office() as (office, settings):
        deliver_waiting(settings)

    [letter] = office.letters()
    [calendar] = letter.iter_attachments()
    assert (calendar.get_content_type(), calendar.get_filename()) == ("text/calendar", "conference.ics")
    assert (calendar.get_param("method"), calendar.get_param("charset")) == ("PUBLISH", "utf-8")
    text = calendar.get_content()
    assert "METHOD:PUBLISH" in text
    assert "SUMMARY:第43次交流活动" in text
    assert "报名已通过审核" in letter.get_body().get_content()  # type: ignore[union-attr]


def test_no_more_mails_leave_in_a_minute_than_the_provider_bears(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [NOW]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    write(edition, *(f"guest{n}@example.com" for n in range(5)))

    with post_office() as (office, plain):
        settings = settings_for(plain.smtp_port, messages_per_minute=2)
        left = [deliver_waiting(settings), deliver_waiting(settings)]
        for _minute in range(3):
            moment[0] += timedelta(minutes=1)
            left.append(deliver_waiting(settings))

    assert (left, len(office.taken)) == ([2, 0, 2, 1, 0], 5)
