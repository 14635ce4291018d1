"""What the environment may say, in one frozen place. Unsafe production values refuse to start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from eventapp.domain.personal_links import PersonalLinks

PROJECT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32  # characters; `make run` writes 64
ENVIRONMENTS = ("development", "production", "testing")


class UnsafeSettings(Exception):
    """The environment holds values that must not serve real people; the message names all of them."""


@dataclass(frozen=True)
class Settings:
    """One field for each environment variable, named in capitals (`secret_key` is `SECRET_KEY`)."""

    environment: str = "development"
    secret_key: str = "development-only-never-for-real-people"
    database_url: str = ""  # empty: SQLite in data_dir
    data_dir: str = "var/data"  # database, files and jobs of an embedded installation
    public_url: str = ""  # what QR codes and mails point to; empty: where the server listens
    host: str = "127.0.0.1"
    port: int = 8000
    trusted_proxies: int = 0  # how many reverse proxies may set X-Forwarded-*
    jobs_inline: bool = False  # run jobs at once, in the caller (tests)
    job_threads: int = 2
    mail_transport: str = "outbox"  # outbox: kept and readable, never sent; smtp: sent by a job
    mail_sender: str = "noreply@localhost"
    smtp_host: str = "localhost"
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_security: str = "auto"  # none, starttls, tls; auto: starttls when there is a user
    messages_per_minute: int = 60  # on each channel: providers shut out whoever sends too many; 0: no limit
    sms_channel: str = "eventapp.jobs.channels:LoggingChannel"  # a class, see docs/channels.md
    wechat_channel: str = "eventapp.jobs.channels:LoggingChannel"
    mail_fetch_minutes: int = 5  # how often mailboxes are looked into; 0: only by hand
    mail_megabytes: int = 40  # larger mails are noted and not fetched
    upload_megabytes: int = 64
    stamped_megabytes: int = 20  # files beside a form, each by its purpose: the stamped scan,
    slides_megabytes: int = 60  # the slides of a presentation,
    material_megabytes: int = 30  # the text of a result or story
    annex_megabytes: int = 20  # one form as a file
    annex_expanded_megabytes: int = 200  # what an archive, mail or Office file may become
    annex_rows: int = 100_000
    annex_seconds: int = 60  # reading one file
    annex_memory_megabytes: int = 1_500  # of the process that reads files
    session_hours: int = 12
    fonts_dir: str = "static/vendor/fonts"

    def __post_init__(self) -> None:
        if not self.public_url:
            host = "127.0.0.1" if self.host in ("", "0.0.0.0", "::") else self.host
            object.__setattr__(self, "public_url", f"http://{host}:{self.port}")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read every field from the environment, or from `.env` beside the program.

        Raises `UnsafeSettings` naming every value that is not usable.
        """
        if environ is None:
            from dotenv import load_dotenv

            load_dotenv(PROJECT / ".env")
            environ = os.environ
        wrong: list[str] = []
        values: dict[str, object] = {}
        for spec in fields(cls):
            raw = environ.get(spec.name.upper())
            if raw is None or raw == "":
                continue
            try:
                values[spec.name] = parse(raw, type(spec.default))
            except ValueError:
                wrong.append(f"{spec.name.upper()}={raw!r}: expected {type(spec.default).__name__}")
        if wrong:
            raise UnsafeSettings("; ".join(wrong))
        settings = cls(**values)  # type: ignore[arg-type]
        if dangers := settings.dangers():
            raise UnsafeSettings("; ".join(dangers))
        return settings

    def dangers(self) -> list[str]:
        """Every reason why these values must not be used, in words; empty when they may."""
        found = []
        if self.environment not in ENVIRONMENTS:
            found.append(f"ENVIRONMENT must be one of {', '.join(ENVIRONMENTS)}")
        if self.mail_transport not in ("outbox", "smtp"):
            found.append("MAIL_TRANSPORT must be outbox or smtp")
        if self.smtp_security not in ("auto", "none", "starttls", "tls"):
            found.append("SMTP_SECURITY must be auto, none, starttls or tls")
        for name, least, most in (
            ("port", 1, 65535),
            ("upload_megabytes", 1, 1024),
            ("stamped_megabytes", 1, 1024),
            ("slides_megabytes", 1, 1024),
            ("material_megabytes", 1, 1024),
            ("annex_megabytes", 1, 1024),
            ("annex_expanded_megabytes", 1, 4096),
            ("annex_rows", 100, 1_000_000),
            ("annex_seconds", 1, 3600),
            ("annex_memory_megabytes", 300, 65_536),  # with less the reader itself does not start
            ("trusted_proxies", 0, 9),
            ("job_threads", 0, 64),
            ("messages_per_minute", 0, 10_000),
            ("mail_fetch_minutes", 0, 24 * 60),
            ("mail_megabytes", 1, 1024),
        ):
            if not least <= getattr(self, name) <= most:
                found.append(f"{name.upper()} must be between {least} and {most}")
        if self.environment != "production":
            return found
        if self.secret_key == Settings.secret_key or len(self.secret_key) < SHORTEST_SECRET:
            found.append(f"SECRET_KEY must be set and at least {SHORTEST_SECRET} characters long")
        if not self.public_url.startswith("https://"):
            found.append("PUBLIC_URL must start with https:// (cameras and cookies need it)")
        if self.jobs_inline:
            found.append("JOBS_INLINE must be off")
        return found

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def data_path(self) -> Path:
        """Folder of the database and files; a relative one counts from the project."""
        return PROJECT / self.data_dir

    @property
    def fonts_path(self) -> Path:
        return PROJECT / self.fonts_dir

    @property
    def database(self) -> str:
        """SQLAlchemy address; plain postgresql:// addresses get the driver we ship."""
        if not self.database_url:
            return f"sqlite:///{self.data_path / 'conference.sqlite3'}"
        for plain in ("postgres://", "postgresql://"):
            if self.database_url.startswith(plain):
                return "postgresql+psycopg://" + self.database_url.removeprefix(plain)
        return self.database_url

    def as_flask(self) -> dict[str, object]:
        """The keys that Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key,
            "TESTING": self.environment == "testing",
            "SQLALCHEMY_DATABASE_URI": self.database,
            "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": self.is_production},  # names and mobiles stay out of logs
            "MAX_CONTENT_LENGTH": self.upload_megabytes * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,  # a summary of 400 rows is pasted as one text field
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.public_url.startswith("https://"),
            "PERMANENT_SESSION_LIFETIME": self.session_hours * 3600,
            "WTF_CSRF_TIME_LIMIT": None,  # a form filled over lunch must still be accepted
            "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
            "RATELIMIT_STORAGE_URI": "counters://",
            "RATELIMIT_HEADERS_ENABLED": True,
            "RATELIMIT_ENABLED": self.environment != "testing",
        }


def personal_links(settings: Settings) -> PersonalLinks:
    """What makes the secret links of this installation."""
    return PersonalLinks(settings.secret_key, settings.public_url)


def parse(raw: str, kind: type) -> object:
    """Turn an environment text into `kind`; raises ValueError when it cannot be one."""
    if kind is bool:
        if raw.lower() in ("1", "true", "yes", "on"):
            return True
        if raw.lower() in ("", "0", "false", "no", "off"):
            return False
        raise ValueError(raw)
    return kind(raw)
