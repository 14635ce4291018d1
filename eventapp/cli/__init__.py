"""Commands for those who look after the installation, one module a noun."""

from __future__ import annotations

from flask import Flask

from eventapp.cli import accounts, annex_duplicates, annex_forms, annexes, audit, events, jobs, judges, serve

MODULES = (audit, accounts, events, judges, annexes, annex_duplicates, annex_forms, jobs, serve)


def attach_commands(app: Flask) -> None:
    """Offer every command."""
    for module in MODULES:
        module.register(app)
