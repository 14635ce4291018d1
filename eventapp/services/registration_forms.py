"""Versions of what registration asks. One that is there never changes: old answers keep their questions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy import Text, bindparam, cast, func, select

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration_fields import (
    SHIPPED_FIELDS,
    SHIPPED_PRIVACY,
    SHIPPED_PRIVACY_EN,
    FieldSpec,
    as_data,
    fields_from,
)
from eventapp.extensions import db
from eventapp.models.attendee import Attendee
from eventapp.models.registration import RegistrationForm
from eventapp.services.audit import record
from eventapp.services.transactions import lost_race, transactional

UNDATED = datetime(2024, 1, 1, tzinfo=UTC)  # the shipped questions are as old as the program
lost_race(
    ("uq_registration_form_event_id_number", "registration_form.number"),
    "表单刚刚被别人修改并保存了，您的修改没有保存。请在新版本上重新修改。",
)


class FormChanged(Refusal):
    """Somebody else made a version since this one was opened for a change."""


@dataclass(frozen=True)
class Form:
    """One version: what it asks, and the privacy text that people consent to."""

    id: int
    number: int
    fields: tuple[FieldSpec, ...]
    privacy_text: str
    privacy_text_en: str

    def __hash__(self) -> int:
        """Enough to tell versions apart; what is drawn of a form is kept under it."""
        return hash((self.id, self.number))

    def privacy(self, language: str) -> str:
        """The privacy text in the reader's language, Chinese where there is no English."""
        return self.privacy_text_en if language[:2] == "en" and self.privacy_text_en else self.privacy_text


KEPT = RegistrationForm.__table__.c  # columns of the table: read without making objects, which costs half
NEWEST = (
    select(KEPT.id, KEPT.number, cast(KEPT.fields, Text), KEPT.privacy_text, KEPT.privacy_text_en)
    .where(KEPT.event_id == bindparam("event_id"))
    .order_by(KEPT.number.desc())
    .limit(1)
)


def current_form(edition: Edition) -> Form:
    """The newest version, which asks now; an edition without any gets version 1, as shipped."""
    if row := db.session.execute(NEWEST, {"event_id": edition.id}).first():
        return form_from(tuple(row))
    newest = _newest(edition)
    if newest is None:
        newest = _add_shipped(edition) if db.session.info.get("use_case") else _ship(edition)
    return _form(newest)


@lru_cache(maxsize=64)
def form_from(row: tuple[int, int, str, str, str]) -> Form:
    """A version as its row says; a hall full of phones asks for the same one, which is understood once."""
    number, version, fields, privacy, privacy_en = row
    return Form(number, version, fields_from(json.loads(fields)), privacy, privacy_en)


def form_of(edition: Edition, form_id: int | None) -> Form:
    """The version that somebody answered; the newest one for who answered none."""
    query = select(RegistrationForm).where(RegistrationForm.event_id == edition.id, RegistrationForm.id == form_id)
    found = db.session.scalar(query) if form_id is not None else None
    return _form(found) if found is not None else current_form(edition)


@transactional
def save_form(
    edition: Edition, fields: Sequence[FieldSpec], privacy: tuple[str, str], *, base: int, actor: Actor, now: datetime
) -> Form:
    """Make the next version out of version `base`; the same again makes none.

    `privacy` is the text in Chinese and English. Raises `FormChanged` when `base` is not the newest version any more.
    """
    newest = _newest(edition)
    if newest is None or newest.number != base:
        raise FormChanged("表单刚刚被别人修改并保存了，您的修改没有保存。请在新版本上重新修改。")
    data = as_data(fields)
    if (data, *privacy) == (newest.fields, newest.privacy_text, newest.privacy_text_en):
        return _form(newest)
    form = _version(edition, base + 1, data, privacy, now)
    form.created_by = actor.account_id
    db.session.add(form)
    db.session.flush()
    changed = sorted({one["code"] for one in (*data, *newest.fields) if one not in data or one not in newest.fields})
    record(
        edition.slug, "registration_form.save", f"registration_form:{form.number}", actor=actor, now=now,
        before={"number": base}, after={"number": form.number, "fields": changed},
    )  # fmt: skip
    return _form(form)


def count_older_answers(edition: Edition) -> int:
    """How many registrations stand on versions before the newest."""
    newest = select(func.max(RegistrationForm.id)).where(RegistrationForm.event_id == edition.id)
    query = select(func.count()).select_from(Attendee).where(Attendee.event_id == edition.id)
    return db.session.scalar(query.where(Attendee.form_id < newest.scalar_subquery())) or 0


def _newest(edition: Edition) -> RegistrationForm | None:
    query = select(RegistrationForm).where(RegistrationForm.event_id == edition.id)
    return db.session.scalar(query.order_by(RegistrationForm.number.desc()).limit(1))


def _ship(edition: Edition) -> RegistrationForm:
    """Version 1 in a transaction of its own; who loses the race takes the other's."""
    try:
        transactional(_add_shipped)(edition)
    except Refusal:
        db.session.rollback()
    newest = _newest(edition)
    if newest is None:
        raise LookupError("version 1 of the registration form was not kept")
    return newest


def _add_shipped(edition: Edition) -> RegistrationForm:
    privacy = (SHIPPED_PRIVACY, SHIPPED_PRIVACY_EN)
    form = _version(edition, 1, as_data(SHIPPED_FIELDS), privacy, edition.registration_opens_at or UNDATED)
    db.session.add(form)
    db.session.flush()
    return form


def _version(
    edition: Edition, number: int, data: list[dict[str, object]], privacy: tuple[str, str], now: datetime
) -> RegistrationForm:
    return RegistrationForm(
        event_id=edition.id, number=number, fields=data, privacy_text=privacy[0], privacy_text_en=privacy[1],
        created_at=now,
    )  # fmt: skip


def _form(kept: RegistrationForm) -> Form:
    return Form(kept.id, kept.number, fields_from(kept.fields), kept.privacy_text, kept.privacy_text_en)
