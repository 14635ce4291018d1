"""Commands for those who look after the installation, one module a noun."""

from __future__ import annotations

from flask import Flask

from eventapp.cli import accounts, annexes, audit, events, jobs, judges, serve

MODULES = (audit, accounts, events, judges, annexes, jobs, serve)


def attach_commands(app: Flask) -> None:
    """Offer every command."""
    for module in MODULES:
        module.register(app)
