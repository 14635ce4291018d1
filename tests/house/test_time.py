"""Inside a layer time flows one way: what comes first in the conference knows nothing of what follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.sources import PROGRAM, imports_of, place_of, python_files

# stage by stage, the beginnings of the names of its modules; the longest fitting beginning counts
STAGES: tuple[tuple[str, ...], ...] = (
    ("event", "deadlines"),
    ("organization", "recommenders"),
    (
        "annex",
        "submission",
        "reading",
        "mailbox",
        "letter",
        "inbox",
        "handling",
        "activity",
        "attachment",
        "draft",
        "fill_links",
        "form_",
        "typed_forms",
        "pasted_rows",
        "official_words",
    ),
    (
        "recommend",
        "reconciliation",
        "settlement",
        "workbench",
        "duplicate",
        "summar",
        "entries",
        "result",
        "story",
        "stories",
        "submission_effects",
        "entry_index",
    ),
    (
        "registration",
        "badge",
        "shipped_badges",
        "lost_badges",
        "attendee",
        "role",
        "ticket",
        "walk_in",
        "bulk_registration",
        "enrollment",
        "entry_codes",
        "place",
        "waiting",
        "invitation",
        "message_",
        "personal_letters",
        "mailing",
        "delegation",
        "swap",
    ),
    ("schedule", "session", "room", "recusal", "panel", "plan"),
    ("checkin", "checkpoint"),
    ("judging", "score"),
    ("award", "merge"),
    ("certificate",),
    ("privacy", "retention"),
)
SEES_EVERYTHING = {"__init__", "dashboard"}


def stage_of(stem: str) -> int | None:
    """The number of the stage, or None for what is needed at every time."""
    fitting = [
        (len(start), number) for number, starts in enumerate(STAGES) for start in starts if stem.startswith(start)
    ]
    return max(fitting)[1] if fitting else None


def against_time(path: Path, layer: str) -> list[str]:
    here, found = stage_of(path.stem), []
    for node, module, name in imports_of(path):
        parts = (*module.split("."), name)
        if parts[:2] == ("eventapp", layer):
            there = stage_of(parts[2])
            if there is not None and (here is None or there > here):
                found.append(f"{place_of(path, node)} imports {parts[2]}")
    return found


@pytest.mark.parametrize("layer", ["domain", "models", "services"])
def test_nothing_imports_a_later_stage(layer: str) -> None:
    files = [path for path in python_files(PROGRAM / layer) if path.stem not in SEES_EVERYTHING]

    assert [found for path in files for found in against_time(path, layer)] == []
