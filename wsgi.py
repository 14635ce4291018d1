"""The door for WSGI servers: `gunicorn wsgi:app`, `flask --app wsgi …`."""

from eventapp import create_app
from eventapp.settings import UnsafeSettings

try:
    app = create_app()
except UnsafeSettings as unsafe:
    raise SystemExit(f"settings: {unsafe}") from None
