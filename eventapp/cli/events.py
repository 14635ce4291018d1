"""Commands about editions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from eventapp import clock
from eventapp.cli.console import CONSOLE, get_edition
from eventapp.domain.refusals import Refusal
from eventapp.services import audit as audit_service
from eventapp.services import events as event_service

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")

events = AppGroup("events", help="Editions.")


@events.command("create")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def create_event(path: Path) -> None:
    """Open an edition from a JSON file like eventapp/demo/event.json."""
    from eventapp.opening import open_edition

    try:
        described: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        check_slug(str(described["event"]["slug"]))
        edition = open_edition(described, current_app.extensions["settings"], actor=CONSOLE, now=clock.now())
    except (KeyError, TypeError, ValueError, Refusal) as error:  # missing, unknown or impossible
        raise click.ClickException(f"{path}: {error}; see eventapp/demo/event.json / 请对照示例文件") from error
    click.echo(f"/e/{edition.slug}/  {edition.name}")


@events.command("activate")
@click.argument("slug")
def activate_event(slug: str) -> None:
    """Make an edition the one that the bare address shows."""
    edition = get_edition(slug)
    event_service.activate_event(edition, actor=CONSOLE, now=clock.now())
    click.echo(f"/  →  /e/{edition.slug}/")


def check_slug(slug: str) -> None:
    """An edition's name in addresses, and that of its audit chain; raises `ClickException` when it cannot be."""
    if not SLUG.fullmatch(slug) or slug == audit_service.INSTALLATION:
        raise click.ClickException(f"slug {slug!r}: use a-z, 0-9 and hyphens / slug 只能用小写字母、数字和连字符")
    if event_service.find_edition(slug):
        raise click.ClickException(f"/e/{slug}/ is there already / 这一届已经建立")


def register(app: Flask) -> None:
    app.cli.add_command(events)
