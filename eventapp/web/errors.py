"""What people see when something is not possible."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

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
    if error.code is None or not 400 <= error.code < 500:
        return error.get_response()
    page, code = answer(error.code, None)
    is_of_method = isinstance(error, MethodNotAllowed) and error.valid_methods
    return page, code, {"Allow": ", ".join(sorted(error.valid_methods))} if is_of_method else {}


def answer(code: int, message: str | None) -> tuple[object, int]:
    """JSON for programs, a page for people."""
    if request.is_json or request.accept_mimetypes.best == "application/json":
        return jsonify(error=code, message=message or ""), code
    page = code if code in PAGES else 400
    return render_template(f"errors/{page}.html", message=message, answered=code), code


def show_fault(_error: Exception) -> ResponseReturnValue:
    """Our own mistake: a page that needs nothing of the rest of the program."""
    return current_app.jinja_env.get_template("errors/500.html").render(), 500  # asks nobody who is signed in


def note_fault(fault: Any) -> None:
    """Log our own mistake by endpoint: the address may be somebody's secret link."""
    current_app.logger.error("fault in %s [%s]", request.endpoint, request.method, exc_info=fault)


def attach_errors(app: Flask) -> None:
    """Register all of them."""
    app.log_exception = note_fault  # type: ignore[method-assign]
    app.register_error_handler(Refusal, show_refusal)
    app.register_error_handler(CSRFError, show_csrf)
    app.register_error_handler(HTTPException, show_http)
    app.register_error_handler(500, show_fault)
