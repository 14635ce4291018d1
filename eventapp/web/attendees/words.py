"""Words and colors of lists of attendees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eventapp.domain.attendee_filters import MARK_NAMES, PRINTED_NAMES
from eventapp.domain.registration import masked_mobile
from eventapp.domain.registration_fields import FieldSpec, label_of
from eventapp.domain.registration_states import ATTENDEE_STATE_NAMES, ORIGIN_NAMES, ROLE_STATE_NAMES
from eventapp.web.language import choose_language, gettext

TONES = {
    "confirmed": "success", "pending": "warning", "waiting": "info", "offered": "info", "rejected": "danger",
    "cancelled": "neutral",
}  # fmt: skip
WORDS: dict[str, Any] = {
    "state_names": ATTENDEE_STATE_NAMES, "role_state_names": ROLE_STATE_NAMES, "tones": TONES,
    "origin_names": ORIGIN_NAMES, "mark_names": MARK_NAMES, "printed_names": PRINTED_NAMES, "masked": masked_mobile,
}  # fmt: skip


def named(names: Any) -> list[tuple[str, str]]:
    """Values with their names in the reader's language, for a field to choose from."""
    return [(str(value), gettext(name)) for value, name in names.items()]


def options_of(fields: Sequence[FieldSpec], code: str) -> list[tuple[str, str]]:
    """What may be answered to one question, in the reader's language; removed options too, for they were chosen."""
    language = choose_language()
    found = (spec for spec in fields if spec.code == code)
    return [(option.code, label_of(option, language)) for spec in found for option in spec.choices]
