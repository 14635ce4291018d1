"""Commands say in a sentence what they cannot do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from eventapp.demo import load
from eventapp.services import events
from tests.factories import an_account, an_edition

DESCRIPTION = Path(load.__file__).with_name("event.json")


@pytest.mark.parametrize("slug", ["a/b", "", "第44次", "installation", "43"])
def test_an_edition_needs_a_free_name_that_fits_into_addresses(app: Flask, tmp_path: Path, slug: str) -> None:
    an_edition()
    described = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    described["event"]["slug"] = slug
    (path := tmp_path / "event.json").write_text(json.dumps(described), encoding="utf-8")

    outcome = app.test_cli_runner().invoke(args=["events", "create", str(path)])

    assert outcome.exit_code == 1
    assert outcome.output.startswith("Error: ")
    assert len(events.list_editions()) == 1


def test_a_taken_login_is_said_in_one_line(app: Flask) -> None:
    an_account("admin")

    outcome = app.test_cli_runner().invoke(args=["accounts", "create", "ADMIN", "--password", "demo-2024-x"])

    assert (outcome.exit_code, outcome.output) == (1, "Error: 这个登录名已经有人使用，请换一个。\n")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("event", "settings", "certificates", "number_pattern"), "{year}号"),
        (("event", "settings", "certificates", "bodies", "qc"), "{unit}{secret}"),
        (("blocks", 0, "ends_at"), "2024-09-11T09:00:00+08:00"),
        (("rooms", 0), {"name": "第一会议室"}),
    ],
    ids=["number without a sequence", "unknown placeholder", "block ends before it starts", "room without capacity"],
)
def test_a_description_that_would_fail_later_opens_nothing(
    app: Flask, tmp_path: Path, path: tuple[str | int, ...], value: object
) -> None:
    described = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    place = described
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    (file := tmp_path / "event.json").write_text(json.dumps(described), encoding="utf-8")

    outcome = app.test_cli_runner().invoke(args=["events", "create", str(file)])

    assert outcome.exit_code == 1
    assert outcome.output.startswith("Error: ")
    assert events.list_editions() == []
