"""The command that serves the embedded installation."""

from __future__ import annotations

import secrets

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from eventapp import clock
from eventapp.cli.console import CONSOLE
from eventapp.services import accounts as account_service
from eventapp.services import events as event_service
from eventapp.web.accounts.passwords import hash_password


@click.command("serve")
@click.option("--demonstration", is_flag=True, help="Load the demonstration edition into an empty database first.")
@with_appcontext
def serve(demonstration: bool) -> None:
    """Bring the database up to date and serve it: the embedded default."""
    from eventapp.demo.load import is_wanted, load_demonstration
    from eventapp.serve import prepare_database, serve_forever

    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    prepare_database(app)
    if demonstration and is_wanted():
        click.echo("loading the demonstration edition / 正在装入演示数据 …")
        load_demonstration(app.extensions["settings"], now=clock.now())
    if any(edition.is_demonstration for edition in event_service.list_editions()):
        show_logins()
    elif not account_service.has_accounts():
        show_first_administrator()
    serve_forever(app)


def show_logins() -> None:
    """One login for each role of the demonstration."""
    from eventapp.demo.load import LOGINS

    click.echo("\n  demonstration logins / 演示账号:")
    for login in LOGINS:
        click.echo(f"    {login.role_name:<12}{login.login:<14}{login.password}")


def show_first_administrator() -> None:
    """An empty installation gets one administrator, whose password is shown once."""
    password = secrets.token_urlsafe(12)
    account_service.create_account(
        login="admin", name="管理员", password_hash=hash_password(password), is_administrator=True,
        actor=CONSOLE, now=clock.now(),
    )  # fmt: skip
    click.echo(f"\n  first administrator, shown once / 首位管理员，仅显示一次:  admin  {password}")
    click.echo("  next / 下一步:  flask --app wsgi events create EDITION.json   (like eventapp/demo/event.json)")


def register(app: Flask) -> None:
    app.cli.add_command(serve)
