"""Versions of the registration form on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from eventapp.domain.registration_fields import SHIPPED_FIELDS
from eventapp.extensions import db
from eventapp.models.registration import RegistrationForm
from eventapp.services import registration_forms
from tests.factories import NOW, SECRETARY, an_edition

pytestmark = pytest.mark.usefixtures("app")


def test_a_change_makes_a_version_and_the_old_one_stays() -> None:
    edition = an_edition()
    first = registration_forms.current_form(edition)
    assert (first.number, first.fields) == (1, SHIPPED_FIELDS)
    assert registration_forms.current_form(edition) == first
    fields = tuple(replace(spec, label="名字") if spec.code == "name" else spec for spec in SHIPPED_FIELDS)
    second = registration_forms.save_form(edition, fields, ("说明", "Text"), base=1, actor=SECRETARY, now=NOW)
    assert registration_forms.current_form(edition) == second
    assert (second.number, second.fields, second.privacy("en"), second.privacy("zh_Hans_CN")) == (
        2,
        fields,
        "Text",
        "说明",
    )
    assert registration_forms.form_of(edition, first.id) == first
    assert registration_forms.form_of(edition, None) == second
    same = registration_forms.save_form(edition, fields, ("说明", "Text"), base=2, actor=SECRETARY, now=NOW)
    assert (same, db.session.scalar(select(func.count()).select_from(RegistrationForm))) == (second, 2)
    with pytest.raises(registration_forms.FormChanged):
        registration_forms.save_form(edition, SHIPPED_FIELDS, ("", ""), base=1, actor=SECRETARY, now=NOW)
