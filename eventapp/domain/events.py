"""One edition of the conference: what the notice settles, so that next year is a copy with other settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Rounding(StrEnum):
    """How a share of an odd number becomes a whole number; the notice (annex 3, note 3) leaves it open."""

    DOWN = "down"
    UP = "up"


@dataclass(frozen=True)
class Contact:
    """Where questions go; printed in the notice (section 五)."""

    organization: str = ""
    address: str = ""
    postcode: str = ""
    email: str = ""
    people: tuple[str, ...] = ()
    phone: str = ""
    story_email: str = ""


@dataclass(frozen=True)
class LevelRule:
    """Names of the levels and the share that level 1 may take of one recommendation summary."""

    names: Mapping[int, str] = field(default_factory=dict)
    first_share: Decimal = Decimal("0.5")
    rounding: Rounding = Rounding.DOWN


@dataclass(frozen=True)
class CertificateSettings:
    """Words of the certificates and the pattern of their numbers; placeholders as in `domain.certificates`."""

    heading: str = ""
    number_pattern: str = ""
    bodies: Mapping[str, str] = field(default_factory=dict)  # by kind: qc, team, story
    kind_codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RegistrationSettings:
    """What the organizers decide about registration: hours to confirm an offered place, proofs, texts for travelers."""

    offer_hours: int = 24
    needs_entry_code: bool = False  # presenters and speakers prove their result or story by the recommender's code
    rotating_codes: bool = False  # the code on the page changes, so that a screenshot opens nothing
    travel: str = ""
    hotel: str = ""


@dataclass(frozen=True)
class Edition:
    """All settings of one edition, as facts for rules and pages. Moments are aware, days are of its zone."""

    id: int
    slug: str
    number: int
    year: int
    name: str
    short_name: str
    name_en: str
    document_number: str
    issuers: tuple[str, ...]
    place: str
    timezone: str
    starts_on: date | None
    ends_on: date | None
    materials_due_at: datetime | None
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    contact: Contact
    levels: LevelRule
    certificates: CertificateSettings
    registration: RegistrationSettings = field(default_factory=RegistrationSettings)
    personal_data_until: date | None = None
    short_name_en: str = ""
    recusal_by_region: bool = False
    is_default: bool = False
    is_demonstration: bool = False
    schedule_published_at: datetime | None = None
    awards_published_at: datetime | None = None

    def __hash__(self) -> int:
        """Enough to tell editions apart; what rests on one is kept under it."""
        return hash((self.id, self.slug))


ORDINALS = re.compile(r"第[\d０-９〇零一二三四五六七八九十百]+[次届]|\d+(?:st|nd|rd|th)?|[\s（）()]+")


def is_same_series(one: Edition, other: Edition) -> bool:
    """Whether two editions are years of one conference: named alike but for numbers and years, or by the same issuer."""
    names = ((one.short_name, other.short_name), (one.name, other.name))
    bare = [(ORDINALS.sub("", first), ORDINALS.sub("", second)) for first, second in names]
    named_alike = any(first and first == second for first, second in bare)
    return named_alike or bool(one.issuers and one.issuers[:1] == other.issuers[:1])
