"""The example of the environment names every setting, and nothing else."""

from __future__ import annotations

import re
from dataclasses import fields

from eventapp.settings import Settings
from tests.house.sources import PROJECT


def test_the_example_and_the_settings_agree() -> None:
    example = (PROJECT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^#?\s?([A-Z][A-Z_]+)=", example, re.MULTILINE)

    assert sorted(named) == sorted(spec.name.upper() for spec in fields(Settings))
