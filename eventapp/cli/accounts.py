"""Commands about people who sign in."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from eventapp import clock
from eventapp.cli.console import CONSOLE, get_edition
from eventapp.domain.people import StaffRole
from eventapp.domain.refusals import Refusal
from eventapp.services import accounts as account_service
from eventapp.services import member_lists
from eventapp.services import members as member_service
from eventapp.web.accounts.passwords import hash_password

accounts = AppGroup("accounts", help="People who sign in.")


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
    edition = get_edition(slug)
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


def register(app: Flask) -> None:
    app.cli.add_command(accounts)
