"""Parts of a person's own page: its calendar file, the server's time, and what keeps it for when there is no network."""

from __future__ import annotations

from flask import Response, current_app, jsonify, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents.calendars import write_calendar
from eventapp.services import attendee_days, attendee_lists
from eventapp.web.current import current_edition, current_settings
from eventapp.web.templating import name_of
from eventapp.web.tickets.codes import public_address

WORKER = "js/own_page_worker.js"


def download_calendar(key: str) -> ResponseReturnValue:
    """The days of the conference and the person's own times, for the calendar of a phone."""
    edition = current_edition()
    attendee = attendee_lists.get_registration(edition, key)
    content = write_calendar(
        edition, attendee_days.list_appearances(edition, attendee.id), name=name_of(edition),
        public_url=current_settings().public_url, link=public_address("registration.show_registration", key=key),
        now=clock.now(),
    )  # fmt: skip
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{edition.slug}.ics")
    return response


def show_moment(key: str) -> ResponseReturnValue:
    """The server's time in milliseconds since 1970, for phones whose clock is wrong; 404 tells that the link is dead."""
    attendee_lists.get_registration(current_edition(), key)
    return jsonify(now=round(clock.now().timestamp() * 1000))


def show_worker(key: str) -> ResponseReturnValue:
    """The script that keeps this page, allowed for this page alone."""
    attendee_lists.get_registration(current_edition(), key)
    response = current_app.send_static_file(WORKER)
    response.headers["Service-Worker-Allowed"] = url_for("registration.show_registration", key=key)
    response.headers["Cache-Control"] = "no-cache"
    return response
