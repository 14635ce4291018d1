"""What people see when something is not possible."""

from __future__ import annotations

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from eventapp.domain.refusals import NotFound, Refusal
from eventapp.web.language import gettext, words_of

PAGES = (400, 403, 404, 413, 429)


def show_refusal(refusal: Refusal) -> ResponseReturnValue:
    """A rule said no and no form caught it: its own sentence, on a calm page."""
    return answer(404 if isinstance(refusal, NotFound) else 400, words_of(refusal))


def show_csrf(_error: CSRFError) -> ResponseReturnValue:
    return answer(400, gettext("页面已过期，请返回上一页、刷新后再提交。"))


def show_http(error: HTTPException) -> ResponseReturnValue:
    """Any other HTTP error in the same look."""
    if error.code not in PAGES:
        return error.get_response()
    return answer(error.code, None)


def answer(code: int, message: str | None) -> tuple[object, int]:
    """JSON for programs, a page for people."""
    if request.is_json or request.accept_mimetypes.best == "application/json":
        return jsonify(error=code, message=message or ""), code
    return render_template(f"errors/{code}.html", message=message), code


def show_fault(_error: Exception) -> ResponseReturnValue:
    """Our own mistake: a page that needs nothing of the rest of the program."""
    return render_template("errors/500.html"), 500


def attach_errors(app: Flask) -> None:
    """Register all of them."""
    app.register_error_handler(Refusal, show_refusal)
    app.register_error_handler(CSRFError, show_csrf)
    app.register_error_handler(HTTPException, show_http)
    app.register_error_handler(500, show_fault)
