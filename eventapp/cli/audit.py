"""Commands about the audit trail."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from eventapp.services import audit as audit_service

audit = AppGroup("audit", help="The audit trail.")


@audit.command("verify")
def verify_audit() -> None:
    """Recompute every hash chain; ends with 1 when one is broken."""
    count, faults = audit_service.verify_chains()
    for fault in faults:
        click.echo(f"{fault.chain} #{fault.position}: {fault.what}")
    click.echo(f"{count} entries read, {len(faults)} faults")
    if faults:
        raise SystemExit(1)


def register(app: Flask) -> None:
    app.cli.add_command(audit)
