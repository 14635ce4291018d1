"""Who acts on the command line, and on which edition."""

from __future__ import annotations

import click

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.services import events

CONSOLE = Actor(name="console")


def get_edition(slug: str) -> Edition:
    """The edition of this name in addresses; raises `ClickException` when there is none."""
    edition = events.find_edition(slug)
    if edition is None:
        raise click.ClickException(f"no edition {slug} / 没有这一届")
    return edition
