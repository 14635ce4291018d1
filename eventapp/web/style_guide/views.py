"""The style guide: every component in every state, for those who build pages; not in production."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from eventapp.web.current import current_settings
from eventapp.web.style_guide.forms import SampleForm

bp = Blueprint("style_guide", __name__)


@bp.get("/style-guide")
def show_style_guide() -> ResponseReturnValue:
    """A clean form and a faulty one, and everything else."""
    if current_settings().is_production:
        abort(404)
    faulty = SampleForm(MultiDict({"people": "100"}), prefix="faulty", meta={"csrf": False})
    faulty.validate()
    form = SampleForm(None, meta={"csrf": False})
    return render_template("style_guide/index.html", form=form, faulty_form=faulty)
