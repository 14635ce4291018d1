"""Which phone this is: a random name in a signed cookie that outlives sessions and accounts."""

from __future__ import annotations

import secrets

from flask import Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from eventapp.web.current import current_settings

COOKIE = "checkin_device"
SECONDS_KEPT = 400 * 24 * 3600  # the longest that browsers allow


def current_device() -> str:
    """The name of this browser, the same within a request; a forged or missing cookie gets a new one."""
    if "device" not in g:
        g.device = read_cookie() or secrets.token_hex(16)
    return str(g.device)


def read_cookie() -> str | None:
    try:
        device = signer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        return None
    return device if isinstance(device, str) else None


def remember_device(response: Response) -> Response:
    """Hand the name to the browser where it does not have it yet."""
    if "device" in g and read_cookie() != g.device:
        response.set_cookie(
            COOKIE, str(signer().dumps(g.device)), max_age=SECONDS_KEPT, httponly=True, samesite="Lax",
            secure=current_settings().public_url.startswith("https://"),
        )  # fmt: skip
    return response


def signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="check-in device")
