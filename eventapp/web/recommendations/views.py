"""Pages of recommendations: summaries, results and stories."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.domain.entry_codes import entry_code, shown_code
from eventapp.domain.pages import page_count
from eventapp.domain.recommendations import ENTRY_STATE_NAMES, KIND_NAMES, EntryState, GroupKind
from eventapp.domain.registration import RoleNeed
from eventapp.services import recommendations
from eventapp.services.recommendations import ResultQuery
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.ids import row_id
from eventapp.web.paging import page_number

bp = Blueprint("recommendations", __name__)

PAGE = 50
WORDS = {"kind_names": KIND_NAMES, "state_names": ENTRY_STATE_NAMES, "kinds": tuple(GroupKind)}


@bp.get("/summaries")
def list_summaries() -> ResponseReturnValue:
    """Who recommends how many, and where level 1 takes more than its share."""
    counts = recommendations.list_summaries(current_edition(), actor=current_actor())
    return render_template("recommendations/list_summaries.html", counts=counts, **WORDS)


@bp.get("/summaries/<int:summary_id>")
def show_summary(summary_id: int) -> ResponseReturnValue:
    """One summary, groups and teams apart, by postcode."""
    edition = current_edition()
    count = recommendations.get_summary(edition, summary_id, actor=current_actor())
    rows = recommendations.list_rows(edition, count.summary)
    parts = [(kind, [row for row in rows if row.kind is kind]) for kind in GroupKind]
    return render_template(
        "recommendations/show_summary.html", count=count, summary=count.summary, parts=parts,
        postcode_of=recommendations.postcode_of, **WORDS,
    )  # fmt: skip


@bp.get("/results")
def list_results() -> ResponseReturnValue:
    """All results that the person may see, by kind, name and recommending body."""
    edition, actor = current_edition(), current_actor()
    wanted = ResultQuery(
        kind=request.args.get("kind", ""), text=request.args.get("q", "")[:100], size=PAGE, page=page_number(request.args),
        recommender_id=request.args.get("recommender", type=row_id),
    )  # fmt: skip
    results, total = recommendations.list_results(edition, wanted, actor=actor)
    chosen = {"kind": wanted.kind, "q": wanted.text, "recommender": wanted.recommender_id}
    return render_template(
        "recommendations/list_results.html", results=results, total=total, wanted=wanted,
        pages=page_count(total, PAGE), chosen={name: value for name, value in chosen.items() if value},
        recommenders=recommendations.list_own_recommenders(edition, actor=actor),
        recommenders_of=recommendations.recommenders_of, withdrawn=EntryState.WITHDRAWN, **WORDS,
    )  # fmt: skip


@bp.get("/results/<int:result_id>")
def show_result(result_id: int) -> ResponseReturnValue:
    """One result, and who recommends it for which level."""
    result = recommendations.get_result(current_edition(), result_id, actor=current_actor())
    code = code_of(RoleNeed.RESULT, result.id) if result.state is EntryState.ENTERED else ""
    return render_template(
        "recommendations/show_result.html", result=result, code=code, withdrawn=EntryState.WITHDRAWN, **WORDS
    )


def code_of(need: RoleNeed, number: int) -> str:
    """The code by which whoever presents or tells it proves that they come for it."""
    return shown_code(entry_code(current_settings().secret_key, need, number))


@bp.get("/stories")
def list_stories() -> ResponseReturnValue:
    """All brand stories that the person may see."""
    text, page = request.args.get("q", "")[:100], page_number(request.args)
    stories, total = recommendations.list_stories(
        current_edition(), actor=current_actor(), text=text, page=page, size=PAGE
    )
    return render_template(
        "recommendations/list_stories.html", stories=stories, total=total, text=text, page=page,
        pages=page_count(total, PAGE),
    )  # fmt: skip


@bp.get("/stories/<int:story_id>")
def show_story(story_id: int) -> ResponseReturnValue:
    """One brand story."""
    story = recommendations.get_story(current_edition(), story_id, actor=current_actor())
    is_told = story.state is EntryState.ENTERED and story.speaker_name != ""
    code = code_of(RoleNeed.STORY, story.id) if is_told else ""
    return render_template("recommendations/show_story.html", story=story, code=code)
