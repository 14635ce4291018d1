"""What belongs to tickets: signing keys, what scanners must know, the lost link, and the parts of one's own page."""

from __future__ import annotations

from flask import Blueprint

from eventapp.extensions import limiter
from eventapp.web.tickets import keys, lost_links, own_parts, own_places

bp = Blueprint("tickets", __name__)

bp.add_url_rule("/tickets/keys", view_func=keys.list_keys)
bp.add_url_rule("/tickets/keys", view_func=keys.make_key, methods=["POST"])
bp.add_url_rule("/tickets/keys/<int:key_id>/distrust", view_func=keys.distrust_key, methods=["GET", "POST"])
bp.add_url_rule("/tickets/revoked.json", view_func=keys.list_revocations)
bp.add_url_rule(
    "/registration/lost", view_func=limiter.limit("30 per minute", methods=["POST"])(lost_links.ask_link),
    methods=["GET", "POST"],
)  # fmt: skip
bp.add_url_rule("/registration/<key>/calendar.ics", view_func=own_parts.download_calendar)
bp.add_url_rule("/registration/<key>/moment", view_func=own_parts.show_moment)
bp.add_url_rule("/registration/<key>/worker.js", view_func=own_parts.show_worker)
bp.add_url_rule("/registration/<key>/places/<int:held_id>/accept", view_func=own_places.accept_place, methods=["POST"])
bp.add_url_rule(
    "/registration/<key>/places/<int:held_id>/decline", view_func=own_places.decline_place, methods=["POST"]
)
