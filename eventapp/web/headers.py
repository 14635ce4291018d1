"""Security headers for every answer, and one log line a request."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, request

from eventapp.web.current import current_settings

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",  # the QR reader is WebAssembly
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
log = logging.getLogger("eventapp.requests")


def protect(response: Response) -> Response:
    """Strict by default; pages of people and staff are never kept by caches in between."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")  # secret links must not travel to other sites
    headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if current_settings().is_production:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint == "static":
        if "v" in request.args:
            response.cache_control.public, response.cache_control.max_age = True, 31536000
    else:
        headers.setdefault("Cache-Control", "no-store")
    return response


def note_request(response: Response) -> Response:
    """Endpoint and account, no address with secret links, nothing personal."""
    actor = g.get("actor")
    log.info(
        "%s %s %s account=%s",
        request.method,
        request.endpoint,
        response.status_code,
        actor.account_id if actor else "-",
    )
    return response


def attach_headers(app: Flask) -> None:
    """Put both behind every request."""
    app.after_request(protect)
    app.after_request(note_request)
