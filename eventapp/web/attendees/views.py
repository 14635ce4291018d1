"""Addresses of the organizers' lists of people."""

from __future__ import annotations

from flask import Blueprint

from eventapp.web.attendees import absent, bulk, editing, exporting, figures, listing, one, queues, rooms, travel

bp = Blueprint("attendees", __name__)

bp.add_url_rule("/attendees", view_func=listing.list_attendees)
bp.add_url_rule("/attendees/views", view_func=listing.save_view, methods=["POST"])
bp.add_url_rule("/attendees/views/<int:view_id>/removal", view_func=listing.remove_view, methods=["POST"])
bp.add_url_rule("/attendees/action", view_func=bulk.confirm_action)
bp.add_url_rule("/attendees/actions", view_func=bulk.list_actions)
bp.add_url_rule("/attendees/actions", view_func=bulk.do_action, methods=["POST"])
bp.add_url_rule("/attendees/actions/<int:action_id>/undo", view_func=bulk.undo_action, methods=["POST"])
bp.add_url_rule("/attendees/export", view_func=exporting.export_attendees, methods=["POST"])
bp.add_url_rule("/attendees/<int:attendee_id>", view_func=one.show_attendee)
bp.add_url_rule("/attendees/<int:attendee_id>/edit", view_func=editing.edit_attendee, methods=["GET", "POST"])
bp.add_url_rule("/attendees/<int:attendee_id>/link", view_func=one.renew_link, methods=["POST"])
bp.add_url_rule("/attendees/<int:attendee_id>/cancellation", view_func=one.cancel_attendee, methods=["POST"])
bp.add_url_rule("/attendees/<int:attendee_id>/roles/<int:held_id>", view_func=one.decide_role, methods=["POST"])
bp.add_url_rule("/approvals", view_func=queues.list_pending)
bp.add_url_rule("/waiting-list", view_func=queues.list_waiting)
bp.add_url_rule("/waiting-list/<int:held_id>/front", view_func=queues.move_to_front, methods=["POST"])
bp.add_url_rule("/lodging", view_func=rooms.list_rooms)
bp.add_url_rule("/lodging", view_func=rooms.assign_rooms, methods=["POST"])
bp.add_url_rule("/lodging/file", view_func=rooms.download_rooms, methods=["POST"])
bp.add_url_rule("/travel", view_func=travel.list_travelers)
bp.add_url_rule("/travel/paper", view_func=travel.print_travelers)
bp.add_url_rule("/travel/file", view_func=travel.download_travelers, methods=["POST"])
bp.add_url_rule("/registration-figures", view_func=figures.show_figures)
bp.add_url_rule("/not-registered", view_func=absent.list_absent)
bp.add_url_rule("/not-registered/file", view_func=absent.download_absent, methods=["POST"])
