"""Commands say in a sentence what they cannot do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from eventapp.demo import load
from eventapp.services import events, schedule
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


def test_judges_are_listed_from_a_file_or_not_at_all(app: Flask, tmp_path: Path) -> None:
    edition = an_edition()
    (names := tmp_path / "judges.jsonl").write_text('{"name": "崔亦峤", "mobile": "13800008393"}\n', encoding="utf-8")
    (broken := tmp_path / "broken.jsonl").write_text('{"name": "谭景", "mobile": "1"}\n{"name": \n', encoding="utf-8")
    run = app.test_cli_runner().invoke

    assert run(args=["judges", "add", str(names), "--edition", "43"]).exit_code == 0
    for refused in (str(names), str(broken)):
        outcome = run(args=["judges", "add", refused, "--edition", "43"])
        assert (outcome.exit_code, outcome.output[:7]) == (1, "Error: ")
    assert run(args=["judges", "add", str(names), "--edition", "44"]).exit_code == 1

    assert [judge.name for judge in schedule.list_judges(edition)] == ["崔亦峤"]
