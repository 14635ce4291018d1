"""The assembly: a table of contents of the program."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from eventapp.cli import attach_commands
from eventapp.extensions import babel, csrf, db, limiter, migrate
from eventapp.jobs.queue import attach_jobs
from eventapp.settings import PROJECT, Settings
from eventapp.web.access import attach_access
from eventapp.web.blueprints import attach_blueprints
from eventapp.web.errors import attach_errors
from eventapp.web.headers import attach_headers
from eventapp.web.language import attach_language, choose_language, choose_timezone
from eventapp.web.plain_input import attach_plain_input
from eventapp.web.templating import attach_templating


def build_app(settings: Settings) -> Flask:
    """Put the rooms together for these settings."""
    app = Flask("eventapp", template_folder="../templates", static_folder="../static")
    app.config.from_mapping(settings.as_flask())
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.extensions["settings"] = settings
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    settings.data_path.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(PROJECT / "migrations"))
    babel.init_app(app, locale_selector=choose_language, timezone_selector=choose_timezone)
    csrf.init_app(app)
    limiter.init_app(app)
    for attach in (
        attach_plain_input, attach_language, attach_templating, attach_access, attach_headers, attach_errors, attach_blueprints,
        attach_jobs, attach_commands,
    ):  # fmt: skip
        attach(app)
    return app
