"""What a wording looks like for somebody, before it is used: a real person, or an invented one."""

from __future__ import annotations

from datetime import datetime, timedelta

from eventapp.domain.attendee_filters import Wanted
from eventapp.domain.events import Edition
from eventapp.domain.message_templates import ENGLISH, PLACES, Letter, Value, Wording, fill, in_words
from eventapp.domain.message_wordings import STATE_NAMES_EN
from eventapp.domain.personal_links import PersonalLinks
from eventapp.domain.registration_states import ATTENDEE_STATE_NAMES, AttendeeState
from eventapp.extensions import db
from eventapp.models.attendee import Attendee
from eventapp.services.attendee_lists import narrowed
from eventapp.services.message_templates import parsed
from eventapp.services.personal_letters import facts_of, find_reader

EXAMPLE: dict[str, Value] = {
    "name": "谭志序", "unit": "毛民帝江模具有限责任公司", "roles": ("成果发表人",), "role": ("成果发表人",),
    "subjects": ("降低轴承座表面划伤率",), "other": "石知岑", "count": "12", "remark": "（会务组填写的说明）",
}  # fmt: skip
EXAMPLE_EN: dict[str, Value] = {"roles": ("Presenter of a result",), "role": ("Presenter of a result",)}


def preview_wording(
    edition: Edition, code: str, language: str, wording: Wording, *, person: str, links: PersonalLinks, now: datetime
) -> tuple[Letter, bool]:
    """The letter for the first person found by these words, and whether there is one; raises `Refusal`."""
    template = parsed(code, wording)
    number = find_person(edition, person)
    own = find_reader(edition, number, links).values_in(language) if number else {}
    values = {**facts_of(edition, language), **example(edition, language, links, now), **own}
    return fill(template, values, language=language, timezone=edition.timezone), number is not None


def find_person(edition: Edition, text: str) -> int | None:
    """The first attendee that a search for these words finds."""
    if not text.strip():
        return None
    query = narrowed(edition, Wanted(text=text.strip()[:80])).with_only_columns(Attendee.id)
    return db.session.scalar(query.order_by(Attendee.id).limit(1))


def examples(edition: Edition, language: str, links: PersonalLinks, now: datetime) -> dict[str, str]:
    """What each place could say, in words, for the list of places."""
    values = {**facts_of(edition, language), **example(edition, language, links, now)}
    return {code: in_words(place.kind, values.get(code), language, edition.timezone) for code, place in PLACES.items()}


def example(edition: Edition, language: str, links: PersonalLinks, now: datetime) -> dict[str, Value]:
    """An invented person; the link opens nothing."""
    tomorrow = now + timedelta(hours=edition.registration.offer_hours)
    is_english = language == ENGLISH
    state = (STATE_NAMES_EN if is_english else ATTENDEE_STATE_NAMES)[AttendeeState.CONFIRMED]
    return {
        **EXAMPLE, **(EXAMPLE_EN if is_english else {}), "state": state, "confirm_by": tomorrow, "valid_until": tomorrow,
        "link": links.registration(edition.slug, "example"),
    }  # fmt: skip
