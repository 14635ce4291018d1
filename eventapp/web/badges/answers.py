"""A PDF shown at once in the browser."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file

# The viewer of Chromium is a plug-in with styles of its own; nothing of ours runs in this answer.
VIEWER_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
)


def inline_pdf(content: bytes, name: str) -> Response:
    """To look at and print; saved, it goes by this name."""
    answer = send_file(BytesIO(content), mimetype="application/pdf", download_name=f"{name}.pdf")
    answer.headers["Content-Security-Policy"] = VIEWER_POLICY
    return answer
