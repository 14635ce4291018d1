"""Commands about people who score."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from eventapp import clock
from eventapp.cli.console import CONSOLE, get_edition
from eventapp.domain.refusals import Refusal
from eventapp.services import schedule as schedule_service

judges = AppGroup("judges", help="People who score.")


@judges.command("add")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", "slug", required=True, help="The edition's name in addresses.")
def add_judges(path: Path, slug: str) -> None:
    """Put people on the list of judges: one JSON object a line, like eventapp/demo/judges.jsonl."""
    edition = get_edition(slug)
    try:
        people = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        schedule_service.add_judges(edition, people, actor=CONSOLE, now=clock.now())
    except (AttributeError, TypeError, ValueError, Refusal) as error:
        raise click.ClickException(f"{path}: {error}; see eventapp/demo/judges.jsonl / 请对照示例文件") from error
    click.echo(f"{len(people)} judges / 位评委")


def register(app: Flask) -> None:
    app.cli.add_command(judges)
