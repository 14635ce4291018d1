"""Chinese by default, English by a switch; times in the zone of the edition."""

from __future__ import annotations

from flask import Flask, request, session
from flask_babel import gettext, ngettext

from eventapp.domain.refusals import Fault, Refusal
from eventapp.web.current import maybe_edition

LANGUAGES = ("zh_Hans_CN", "en")


def choose_language() -> str:
    """What the address asks for, else what was chosen before, else Chinese."""
    chosen = str(session.get("language", LANGUAGES[0]))
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def choose_timezone() -> str:
    edition = maybe_edition()
    return edition.timezone if edition else "Asia/Shanghai"


def remember_language() -> None:
    """`?language=en` on any page switches and stays."""
    asked = request.args.get("language")
    if asked in LANGUAGES:
        session["language"] = asked


def words_of(said: Refusal | Fault) -> str:
    """The sentence of a refusal or fault in the reader's language; values are filled in after translation."""
    params = {
        name: gettext(value) if isinstance(value, str) and name.endswith("_word") else value
        for name, value in said.params.items()
    }
    sentence = gettext(said.message)
    return sentence % params if params else sentence


def attach_language(app: Flask) -> None:
    """Listen for the switch before anything is rendered."""
    app.before_request(remember_language)


__all__ = ["attach_language", "choose_language", "choose_timezone", "gettext", "ngettext", "words_of"]
