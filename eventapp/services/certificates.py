"""Certificates: numbered and frozen when issued, found again by anybody who holds one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.domain.awards import AwardState
from eventapp.domain.certificate_codes import certificate_code, id_in_code, numbers_in, plain_code, plain_number
from eventapp.domain.certificate_issue import (
    AwardKind,
    Grant,
    VerifyVerdict,
    frozen_content,
    level_name,
    number_for,
    print_for,
    print_from,
)
from eventapp.domain.certificates import CertificatePrint
from eventapp.domain.events import Edition
from eventapp.domain.pages import page_count, page_within
from eventapp.domain.people import Actor
from eventapp.domain.recommendations import EntryState
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.extensions import db
from eventapp.models.award import Award, Certificate
from eventapp.models.recommendation import Result, Story
from eventapp.services.audit import record
from eventapp.services.award_lists import kind_of
from eventapp.services.events import get_current_key
from eventapp.services.transactions import lost_race, transactional
from eventapp.services.turns import take_turn

PAGE_SIZE = 50
lost_race(
    (
        "uq_certificate_valid", "uq_certificate_event_id_number", "uq_certificate_event_id_kind_sequence",
        "certificate.award_id", "certificate.event_id, certificate.number", "certificate.event_id, certificate.kind",
    ),
    "证书编号重复：编号规则没有区分类别，或另一个人刚刚颁发过。请核对编号规则后重试。",
)  # fmt: skip


@transactional
def issue_certificates(edition: Edition, *, actor: Actor, now: datetime) -> int:
    """Give every confirmed award without a valid certificate one, numbered in print order; returns how many.

    Raises `Refusal` when the event lacks a number pattern, a wording, a level name or a signing key.
    """
    take_turn(edition)  # nobody else gives out numbers meanwhile
    key = get_current_key(edition)
    day = now.astimezone(ZoneInfo(edition.timezone)).date()
    last = last_sequences(edition)
    voided = list_voided(edition)
    waiting = sorted(((grant_of(award), award) for award in take_waiting(edition)), key=in_print_order)
    for grant, award in waiting:
        last[grant.kind] = last.get(grant.kind, 0) + 1
        certificate = new_certificate(edition, grant, last[grant.kind], day)
        certificate.award_id, certificate.key_id, certificate.issued_at = award.id, key.id, now
        db.session.add(certificate)
        if old := voided.get(award.id):
            old.replaced_by = certificate
        after = {"award": award.id, "digest": certificate.digest}
        record(edition.slug, "certificate.issue", certificate.number, actor=actor, now=now, after=after)
    return len(waiting)


@transactional
def withdraw_certificate(
    edition: Edition, certificate_id: int, *, reason: str, actor: Actor, now: datetime
) -> Certificate:
    """Take a certificate back; its number is never used again. Raises `Refusal` without a reason or when it is."""
    certificate = get_certificate(edition, certificate_id, is_writing=True)
    if certificate.withdrawn_at:
        raise Refusal("这份证书已经撤销。")
    if not reason.strip():
        raise Refusal("请写明撤销证书的理由。")
    certificate.withdrawn_at, certificate.withdrawal_reason = now, reason.strip()[:400]
    after = {"reason": certificate.withdrawal_reason}
    record(edition.slug, "certificate.withdraw", certificate.number, actor=actor, now=now, after=after)
    return certificate


def get_certificate(edition: Edition, certificate_id: int, *, is_writing: bool = False) -> Certificate:
    """One certificate of the edition; `NotFound` for any other number."""
    query = select(Certificate).where(Certificate.event_id == edition.id, Certificate.id == certificate_id)
    certificate = db.session.scalar(query.with_for_update() if is_writing else query)
    if certificate is None:
        raise NotFound("找不到这份证书。")
    return certificate


@dataclass(frozen=True)
class ReadyPrint:
    """A valid certificate and all that goes on its paper, but for the signature."""

    printed: CertificatePrint
    code: str
    key_id: int


def list_prints(edition: Edition) -> list[ReadyPrint]:
    """Every valid certificate in print order. Raises `Refusal` when the database was tampered with."""
    query = select(Certificate).where(Certificate.event_id == edition.id, Certificate.withdrawn_at.is_(None))
    award = joinedload(Certificate.award).joinedload(Award.result).joinedload(Result.group)
    ready = sorted(
        ((grant_of(each.award), each) for each in db.session.scalars(query.options(award))), key=in_print_order
    )
    return [ready_print(certificate) for _, certificate in ready]


def ready_print(certificate: Certificate) -> ReadyPrint:
    if not is_intact(certificate):
        raise Refusal("编号 %(number)s 的证书内容与颁发时不一致，请联系管理员。", number=certificate.number)
    code = certificate_code(certificate.id, certificate.number)
    return ReadyPrint(print_from(certificate.content), code, certificate.key_id)


def find_certificate(edition: Edition, text: str) -> Certificate | None:
    """The certificate behind a code or a number as people type it, or None. Two statements at most."""
    number = id_in_code(text)
    if number is not None:
        found = db.session.scalar(of_edition(edition).where(Certificate.id == number))
        if found and certificate_code(found.id, found.number) == plain_code(text):
            return found
    candidates = of_edition(edition).where(Certificate.sequence.in_(numbers_in(text)))
    wanted = plain_number(text)
    return next((each for each in db.session.scalars(candidates) if plain_number(each.number) == wanted), None)


def verdict_of(certificate: Certificate) -> VerifyVerdict:
    """What holds of a certificate by the books; the signature of a QR code is checked at the door."""
    if not is_intact(certificate):
        return VerifyVerdict.FORGED
    if certificate.withdrawn_at is None:
        return VerifyVerdict.GENUINE
    return VerifyVerdict.REPLACED if certificate.replaced_by_id else VerifyVerdict.WITHDRAWN


def is_intact(certificate: Certificate) -> bool:
    """Whether the kept content is still the one that was numbered and digested, columns shown to people included."""
    printed = print_from(certificate.content)
    shown = (certificate.number, certificate.unit_name, certificate.holder_name)
    names = (printed.number, printed.unit_name, printed.group_name)
    has_level = certificate.level_name in printed.level_name + printed.body
    return printed.digest.hex() == certificate.digest and shown == names and has_level


@dataclass(frozen=True)
class CertificatePage:
    """One page of the certificates of an edition."""

    certificates: list[Certificate]
    count: int
    page: int

    @property
    def pages(self) -> int:
        return page_count(self.count, PAGE_SIZE)


def list_certificates(edition: Edition, *, kind: str = "", text: str = "", page: int = 1) -> CertificatePage:
    """One page by kind and number, withdrawn ones included; a page that is not there becomes the last one."""
    query = select(Certificate).where(Certificate.event_id == edition.id, *conditions(kind, text))
    count = db.session.scalar(query.with_only_columns(func.count())) or 0
    page = page_within(page, count, PAGE_SIZE)
    shown = query.order_by(Certificate.kind, Certificate.sequence).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    return CertificatePage(list(db.session.scalars(shown)), count, page)


def count_valid(edition: Edition) -> Mapping[str, int]:
    """How many valid certificates there are of each kind."""
    query = select(Certificate.kind, func.count()).where(
        Certificate.event_id == edition.id, Certificate.withdrawn_at.is_(None)
    )
    return {kind: count for kind, count in db.session.execute(query.group_by(Certificate.kind))}


def count_waiting(edition: Edition) -> int:
    """How many confirmed awards have no valid certificate yet."""
    query = select(func.count(Award.id)).where(*is_waiting(edition))
    return db.session.scalar(query) or 0


def list_voided(edition: Edition) -> dict[int, Certificate]:
    """By award, the last withdrawn certificate that nothing replaces yet."""
    query = select(Certificate).where(
        Certificate.event_id == edition.id, Certificate.withdrawn_at.is_not(None), Certificate.replaced_by_id.is_(None)
    )
    return {old.award_id: old for old in db.session.scalars(query.order_by(Certificate.id))}


def take_waiting(edition: Edition) -> list[Award]:
    """Awards to be issued, held: whoever changes a level at the same moment comes before or is refused after."""
    query = select(Award).where(*is_waiting(edition)).order_by(Award.id).with_for_update(of=Award)
    return list(db.session.scalars(query.options(joinedload(Award.result).joinedload(Result.group))))


def is_waiting(edition: Edition) -> tuple[ColumnElement[bool], ...]:
    """Confirmed, still taking part, and without a valid certificate."""
    has_one = select(Certificate.id).where(Certificate.award_id == Award.id, Certificate.withdrawn_at.is_(None))
    takes_part = or_(
        Award.result.has(Result.state == EntryState.ENTERED), Award.story.has(Story.state == EntryState.ENTERED)
    )
    return Award.event_id == edition.id, Award.state == AwardState.CONFIRMED, takes_part, ~has_one.exists()


def last_sequences(edition: Edition) -> dict[AwardKind, int]:
    """The highest sequence given out for each kind, withdrawn certificates included: none is used again."""
    query = select(Certificate.kind, func.max(Certificate.sequence)).where(Certificate.event_id == edition.id)
    return {AwardKind(kind): highest for kind, highest in db.session.execute(query.group_by(Certificate.kind))}


def new_certificate(edition: Edition, grant: Grant, sequence: int, day: date) -> Certificate:
    """A certificate with its words frozen; who signs and for which award is the caller's."""
    number = number_for(edition, grant, sequence)
    printed = print_for(edition, grant, number, day)
    return Certificate(
        event_id=edition.id, kind=grant.kind.value, sequence=sequence, number=number, unit_name=grant.unit_name,
        holder_name=grant.holder_name, topic_name=grant.topic_name, level_name=level_name(edition, grant.level),
        content=frozen_content(printed), digest=printed.digest.hex(), withdrawal_reason="",
    )  # fmt: skip


def grant_of(award: Award) -> Grant:
    return Grant(kind_of(award), award.unit_name, award.holder_name, award.topic_name, award.level, award.postcode)


def in_print_order(pair: tuple[Grant, Award | Certificate]) -> tuple[object, ...]:
    grant, row = pair
    return (*grant.print_order, row.id)


def of_edition(edition: Edition) -> Select[Any]:
    """Certificates of the edition with those that replaced them."""
    query = select(Certificate).where(Certificate.event_id == edition.id)
    return query.options(joinedload(Certificate.replaced_by))


def conditions(kind: str, text: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Certificate.kind == kind] if kind else []
    if text:
        columns = (Certificate.number, Certificate.unit_name, Certificate.holder_name, Certificate.topic_name)
        found.append(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    return found
