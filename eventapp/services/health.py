"""Whether the database can be worked with."""

from __future__ import annotations

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from eventapp.extensions import db
from eventapp.settings import PROJECT


def find_problem() -> str | None:
    """Why the database cannot be used, or None."""
    try:
        revision = MigrationContext.configure(db.session.connection()).get_current_revision()
    except SQLAlchemyError:
        return "database"
    newest = ScriptDirectory(str(PROJECT / "migrations")).get_current_head()
    return None if revision == newest else "migrations"
