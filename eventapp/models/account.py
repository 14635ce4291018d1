"""People who sign in, and what they are in which edition."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, relationship

from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models.columns import EventId, Id, MaybeMoment, Moment, Short, one_of


class Account(db.Model):
    """One person's way in. `login_key` is the sign-in name compared without case or width."""

    __tablename__ = "account"

    id: Mapped[Id]
    login: Mapped[Short]
    login_key: Mapped[str] = db.mapped_column(String(80), unique=True)
    name: Mapped[Short]
    password_hash: Mapped[str] = db.mapped_column(String(200))
    totp_secret: Mapped[str | None] = db.mapped_column(String(64))
    totp_confirmed_at: Mapped[MaybeMoment]
    last_totp_step: Mapped[int | None]  # a code is used once
    is_administrator: Mapped[bool] = db.mapped_column(default=False)
    is_active: Mapped[bool] = db.mapped_column(default=True)
    session_stamp: Mapped[str] = db.mapped_column(String(32))  # changed: every open session ends
    created_at: Mapped[Moment]
    memberships: Mapped[list[Membership]] = relationship(back_populates="account")


class Membership(db.Model):
    """An account's role in one edition; a liaison's is tied to a recommender, a judge's to a judge."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("account_id", "event_id", "role", "recommender_id"),
        # NULLs differ in a unique constraint, so roles without recommender need their own
        Index(
            "uq_membership_plain", "account_id", "event_id", "role", unique=True,
            sqlite_where=text("recommender_id IS NULL"), postgresql_where=text("recommender_id IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    account_id: Mapped[int] = db.mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[EventId]
    role: Mapped[StaffRole] = db.mapped_column(one_of(StaffRole, "role"))
    recommender_id: Mapped[int | None] = db.mapped_column(ForeignKey("recommender.id", ondelete="CASCADE"))
    judge_id: Mapped[int | None] = db.mapped_column(
        ForeignKey("judge.id", ondelete="CASCADE"), unique=True
    )  # one judge, one account
    account: Mapped[Account] = relationship(back_populates="memberships")


class SignInAttempt(db.Model):
    """A failed sign-in, counted for the throttle in the database, so that every process counts the same."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[Id]
    login_key: Mapped[str] = db.mapped_column(String(80), index=True)
    address: Mapped[str] = db.mapped_column(String(64), index=True)
    failed_at: Mapped[Moment]
