"""The tables that migrations build are the tables that the program knows, up and down, on both databases."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, make_url

from eventapp import create_app
from eventapp.extensions import db
from eventapp.settings import Settings
from tests.conftest import DATABASES


@pytest.fixture(params=DATABASES)
def bare_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The program on a database without tables."""
    address = ""
    if request.param == "postgresql":
        server, name = request.getfixturevalue("postgresql_address"), f"bare_{uuid.uuid4().hex}"
        engine = create_engine(server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        address = make_url(server).set(database=name).render_as_string(hide_password=False)
    app = create_app(Settings(environment="testing", data_dir=str(tmp_path), database_url=address, jobs_inline=True))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def test_migrations_build_exactly_the_tables_of_the_program(bare_app: Flask):
    upgrade()

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, db.metadata)
    assert differences == []
    assert tables() == set(db.metadata.tables) | {"alembic_version"}


def test_migrations_go_down_to_nothing_and_up_again(bare_app: Flask):
    upgrade()
    downgrade(revision="base")

    assert tables() == {"alembic_version"}

    upgrade()

    assert tables() == set(db.metadata.tables) | {"alembic_version"}
