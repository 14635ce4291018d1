"""Badges: designs and classes, printing one or thousands, the log of what was printed."""

from __future__ import annotations

from flask import Blueprint

from eventapp.web.badges import classes, designer, designs, many, prints, single

bp = Blueprint("badges", __name__, url_prefix="/badges")

bp.add_url_rule("/", view_func=designs.list_designs)
bp.add_url_rule("/ship", view_func=designs.ship_badges, methods=["POST"])
bp.add_url_rule("/designs", view_func=designs.add_design, methods=["POST"])
bp.add_url_rule("/designs/<int:design_id>", view_func=designer.edit_design, methods=["GET", "POST"])
bp.add_url_rule("/designs/<int:design_id>/preview", view_func=designer.preview_design, methods=["POST"])
bp.add_url_rule("/designs/<int:design_id>/remove", view_func=designs.remove_design, methods=["POST"])
bp.add_url_rule("/designs/<int:design_id>/<any(front, back):side>.png", view_func=designs.show_side)
bp.add_url_rule("/classes", view_func=classes.save_classes, methods=["POST"])
bp.add_url_rule("/classes/remove", view_func=classes.remove_class, methods=["POST"])
bp.add_url_rule("/print", view_func=many.print_badges, methods=["GET", "POST"])
bp.add_url_rule("/print/<int:attendee_id>", view_func=single.print_badge, methods=["GET", "POST"])
bp.add_url_rule("/printed", view_func=prints.list_prints)
