"""Runs migrations on the app's own engine, one transaction a migration, batch mode for SQLite."""

from alembic import context
from flask import current_app

import eventapp.models  # noqa: F401  every table is known
from eventapp.extensions import WRITES, db
from eventapp.models.columns import UtcDateTime


def plain_type(kind: str, item: object, _context: object) -> str | bool:
    """Migrations name the column types of the database, not the classes of the program, which may move."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run() -> None:
    """Upgrade or downgrade the database that the app is set up with."""
    with db.engine.connect().execution_options(**{WRITES: True}) as connection:
        if connection.dialect.name == "sqlite":
            # a table copied in batch mode must not take its children along
            connection.connection.driver_connection.execute("pragma foreign_keys=off")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
            render_item=plain_type,
            **{
                name: value
                for name, value in current_app.extensions["migrate"].configure_args.items()
                if name not in ("render_as_batch", "compare_type")
            },
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("pragma foreign_keys=on")


if context.is_offline_mode():
    raise SystemExit("migrations need a database")
run()
