"""Editions live side by side; one of them is the default."""

from __future__ import annotations

import pytest
from flask import Flask

from eventapp.domain.refusals import NotFound
from eventapp.services import events, ticket_keys
from tests.factories import NOW, SECRETARY, an_edition


def test_settings_of_an_edition_come_back_as_they_were_given(app: Flask):
    an_edition()

    edition = events.find_edition("43")
    assert edition is not None
    assert (edition.number, edition.year, edition.issuers) == (43, 2024, ("中国机械工业质量管理协会",))
    assert (edition.levels.names, edition.levels.first_share) == ({1: "一等", 2: "二等"}, 1 / 2)
    assert edition.contact.people == ("甲", "乙")


def test_another_edition_becomes_the_default_in_place_of_the_one_before(app: Flask):
    an_edition()
    next_one = an_edition(slug="44", number=44, year=2025, is_default=False)

    events.activate_event(next_one, actor=SECRETARY, now=NOW)

    assert [(edition.slug, edition.is_default) for edition in events.list_editions()] == [("44", True), ("43", False)]


def test_keys_of_another_edition_are_not_found(app: Flask):
    first, second = an_edition(), an_edition(slug="44", is_default=False)

    with pytest.raises(NotFound):
        events.get_key(second, events.get_current_key(first).id)
    assert set(ticket_keys.key_ring(first).public) == {events.get_current_key(first).id}
