"""Commands for those who look after the installation."""

from __future__ import annotations

import json
import re
import secrets
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from eventapp import clock
from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.refusals import Refusal
from eventapp.jobs.queue import start_workers
from eventapp.services import accounts as account_service
from eventapp.services import audit as audit_service
from eventapp.services import events as event_service
from eventapp.services import member_lists
from eventapp.services import members as member_service
from eventapp.services import schedule as schedule_service
from eventapp.web.accounts.passwords import hash_password

CONSOLE = Actor(name="console")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")

audit = AppGroup("audit", help="The audit trail.")
accounts = AppGroup("accounts", help="People who sign in.")
events = AppGroup("events", help="Editions.")
jobs = AppGroup("jobs", help="Background work.")
judges = AppGroup("judges", help="People who score.")


@audit.command("verify")
def verify_audit() -> None:
    """Recompute every hash chain; ends with 1 when one is broken."""
    count, faults = audit_service.verify_chains()
    for fault in faults:
        click.echo(f"{fault.chain} #{fault.position}: {fault.what}")
    click.echo(f"{count} entries read, {len(faults)} faults")
    if faults:
        raise SystemExit(1)


@accounts.command("create")
@click.argument("login")
@click.option("--name", default="", help="The person's name; the login when empty.")
@click.option("--administrator", is_flag=True, help="May do everything in every edition.")
@click.password_option()
def create_account(login: str, name: str, administrator: bool, password: str) -> None:
    """Open an account."""
    try:
        account_service.create_account(
            login=login, name=name or login, password_hash=hash_password(password), is_administrator=administrator,
            actor=CONSOLE, now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal


@accounts.command("grant")
@click.argument("login")
@click.argument("role", type=click.Choice([role.value for role in StaffRole if role is not StaffRole.ADMINISTRATOR]))
@click.option("--edition", "slug", required=True, help="The edition, as in its address.")
@click.option("--recommender", default="", help="The recommending body of a liaison, by name.")
@click.option("--judge", default="", help="The judge behind a judge's account, by name.")
def grant_role(login: str, role: str, slug: str, recommender: str, judge: str) -> None:
    """Give an account a role in an edition."""
    edition = event_service.find_edition(slug)
    if edition is None:
        raise click.ClickException(f"no edition {slug} / 没有这一届")
    try:
        seat = member_service.Seat(
            StaffRole(role),
            member_lists.find_recommender(edition, recommender) if recommender else None,
            member_lists.find_judge(edition, judge) if judge else None,
        )
        added = member_service.add_member(edition, login, seat, None, actor=CONSOLE, now=clock.now())
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{login}  {added.name}  →  {role}  /e/{edition.slug}/")


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
    edition = event_service.find_edition(slug)
    if edition is None:
        raise click.ClickException(f"no edition {slug} / 没有这一届")
    event_service.activate_event(edition, actor=CONSOLE, now=clock.now())
    click.echo(f"/  →  /e/{edition.slug}/")


def check_slug(slug: str) -> None:
    """An edition's name in addresses, and that of its audit chain; raises `ClickException` when it cannot be."""
    if not SLUG.fullmatch(slug) or slug == audit_service.INSTALLATION:
        raise click.ClickException(f"slug {slug!r}: use a-z, 0-9 and hyphens / slug 只能用小写字母、数字和连字符")
    if event_service.find_edition(slug):
        raise click.ClickException(f"/e/{slug}/ is there already / 这一届已经建立")


@judges.command("add")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", "slug", required=True, help="The edition's name in addresses.")
def add_judges(path: Path, slug: str) -> None:
    """Put people on the list of judges: one JSON object a line, like eventapp/demo/judges.jsonl."""
    edition = event_service.find_edition(slug)
    if edition is None:
        raise click.ClickException(f"no edition {slug} / 没有这一届")
    try:
        people = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        schedule_service.add_judges(edition, people, actor=CONSOLE, now=clock.now())
    except (AttributeError, TypeError, ValueError, Refusal) as error:
        raise click.ClickException(f"{path}: {error}; see eventapp/demo/judges.jsonl / 请对照示例文件") from error
    click.echo(f"{len(people)} judges / 位评委")


@jobs.command("work")
@click.option("--threads", default=2, show_default=True)
def work(threads: int) -> None:
    """Run background jobs in a process of its own, beside gunicorn."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    consumer = start_workers(app, threads)
    try:
        consumer.stop_flag.wait()
    except KeyboardInterrupt:
        consumer.stop_flag.set()


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


def attach_commands(app: Flask) -> None:
    """Offer every command."""
    for command in (audit, accounts, events, judges, jobs, serve):
        app.cli.add_command(command)
