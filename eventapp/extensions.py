"""The library objects that the whole program shares."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, MetaData, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase

import eventapp.counters  # noqa: F401 - named by RATELIMIT_STORAGE_URI

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table; constraints are named, so that migrations can drop them on both databases."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate(render_as_batch=True, compare_type=True)
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
limiter = Limiter(get_remote_address)

WRITES = "writes"  # execution option: this transaction will write


@event.listens_for(Engine, "connect")
def prepare_sqlite(dbapi: Any, _record: object) -> None:
    """Readers beside one writer, waiting instead of failing, foreign keys checked; what is wiped is overwritten."""
    if not isinstance(dbapi, sqlite3.Connection):
        return
    dbapi.isolation_level = None  # the driver must not begin by itself: see begin_sqlite
    for pragma in ("journal_mode=wal", "synchronous=full", "busy_timeout=20000", "foreign_keys=on", "secure_delete=on"):
        dbapi.execute(f"pragma {pragma}")


@event.listens_for(Engine, "begin")
def begin_sqlite(connection: Connection) -> None:
    """Take the write lock before reading what a decision rests on; the driver would lose updates silently.

    `synchronous=full` above makes a committed answer survive a power cut, not only a killed process.
    """
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
