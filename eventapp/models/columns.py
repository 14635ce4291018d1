"""Column kinds that all tables share."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import JSON, Dialect, Enum, ForeignKey, String, TypeDecorator
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.orm import mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; SQLite forgets zones, so they are put back on reading."""

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(words: type[StrEnum], name: str) -> Enum:
    """A text column that takes only the values of `words`, checked by the database under `name`."""
    return Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
        validate_strings=True,
    )


def sorted_text(length: int) -> String:
    """A short text in the order of its bytes on both databases, so that a beginning is a range of an index."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


Id = Annotated[int, mapped_column(primary_key=True)]
EventId = Annotated[int, mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)]
Moment = Annotated[datetime, mapped_column(UtcDateTime())]
MaybeMoment = Annotated[datetime | None, mapped_column(UtcDateTime())]
Short = Annotated[str, mapped_column(String(80))]
Line = Annotated[str, mapped_column(String(400))]
Document = Annotated[dict[str, Any], mapped_column(JSON, default=dict)]
Listing = Annotated[list[Any], mapped_column(JSON, default=list)]
