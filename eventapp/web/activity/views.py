"""Pages of annexes 5 and 6: statistics of the nation, of a region or group, and the work summaries."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from eventapp.documents import forms
from eventapp.documents.activity_sheet import write_statistics
from eventapp.domain.activity_official import official_fields, official_remarks
from eventapp.domain.activity_search import pieces_of, words_of_query
from eventapp.domain.activity_tree import Basis
from eventapp.domain.annexes import FormKind
from eventapp.domain.official_words import words_of
from eventapp.domain.pages import page_count
from eventapp.services import activity, activity_reports
from eventapp.web.activity.charts import charts_of
from eventapp.web.activity.words import (
    COLUMNS,
    NATION,
    SECTION_NAMES,
    WORDS,
    choose_sort,
    explained,
    only_rates,
    sorted_bodies,
    sums,
)
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import gettext
from eventapp.web.paging import page_number

bp = Blueprint("activity", __name__)

REPORT_PAGE = 20
MOST_PROBLEMS = 50  # units on the page; the workbook has all
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def chosen_basis() -> Basis:
    """`?sum=every` adds up every form; else a body's own form stands for its units."""
    return Basis.EVERY if request.args.get("sum") == Basis.EVERY else Basis.WHOLE


@bp.get("/activity/statistics")
def show_statistics() -> ResponseReturnValue:
    """The sums of all bodies that the person may see, their rates, the year before, and what to check."""
    basis, sort = chosen_basis(), choose_sort(request.args.get("sort", ""))
    statistics = activity.gather_statistics(current_edition(), actor=current_actor(), basis=basis)
    problems = explained(statistics.forms)
    return render_template(
        "activity/show_statistics.html", statistics=statistics, bodies=sorted_bodies(statistics.bodies, sort), sort=sort,
        columns=COLUMNS, sums=sums(statistics.nation, statistics.before.nation if statistics.before else None),
        charts=charts_of(statistics.bodies), problems=problems[:MOST_PROBLEMS], problem_total=sum(len(problem.sentences) for problem in problems),
        only_rates=only_rates(statistics.forms), nation=NATION, **WORDS,
    )  # fmt: skip


@bp.get("/activity/statistics/<body>")
def show_body(body: str) -> ResponseReturnValue:
    """One region or group: its sums beside the year before, its units, and what to check."""
    statistics, one = activity.get_body(current_edition(), body, actor=current_actor(), basis=chosen_basis())
    problems = explained(one.forms)
    return render_template(
        "activity/show_body.html", statistics=statistics, one=one, sums=sums(one.figures, one.before), columns=COLUMNS,
        problems=problems[:MOST_PROBLEMS], problem_total=sum(len(problem.sentences) for problem in problems), only_rates=only_rates(one.forms), **WORDS,
    )  # fmt: skip


@bp.get("/activity/workbook")
def download_statistics() -> ResponseReturnValue:
    """Everything as a workbook to calculate on."""
    edition = current_edition()
    statistics = activity.gather_statistics(edition, actor=current_actor(), basis=chosen_basis())
    name = gettext("活动统计_%(event)s.xlsx", event=edition.short_name)
    return send_file(
        BytesIO(write_statistics(statistics, edition.name)), mimetype=WORKBOOK, as_attachment=True, download_name=name
    )


@bp.get("/activity/official/<body>/<any(docx, xlsx):format>")
def download_official(body: str, format: str) -> ResponseReturnValue:
    """The sums of one body, or of all, as the official form."""
    edition, actor = current_edition(), current_actor()
    if body == NATION:
        figures = activity.gather_statistics(edition, actor=actor, basis=chosen_basis()).nation
        name = (edition.contact.organization if actor.is_staff else "") or gettext("合计")
    else:
        one = activity.get_body(edition, body, actor=actor, basis=chosen_basis())[1]
        figures, name = one.figures, one.body.name
    write = forms.write_word if format == "docx" else forms.write_workbook
    content = write(
        FormKind.ACTIVITY_STATISTICS,
        official_fields(figures, name),
        words=words_of(edition),
        remarks=official_remarks(figures),
    )
    return send_file(
        BytesIO(content), mimetype=WORD if format == "docx" else WORKBOOK, as_attachment=True,
        download_name=gettext("附件六_%(body)s.%(format)s", body=name, format=format),
    )  # fmt: skip


@bp.get("/activity/reports")
def list_reports() -> ResponseReturnValue:
    """The work summaries that hold every word asked for, with the places."""
    text, page = request.args.get("q", "")[:100], page_number(request.args)
    hits, total = activity_reports.list_reports(
        current_edition(), actor=current_actor(), text=text, page=page, size=REPORT_PAGE
    )
    return render_template(
        "activity/list_reports.html", hits=hits, total=total, text=text, page=page, pages=page_count(total, REPORT_PAGE),
        section_names=SECTION_NAMES, chosen={"q": text} if text else {}, **WORDS,
    )  # fmt: skip


@bp.get("/activity/reports/<int:annex_id>")
def show_report(annex_id: int) -> ResponseReturnValue:
    """One work summary to read or to print; the words that led here are marked."""
    report = activity_reports.get_report(current_edition(), annex_id, actor=current_actor())
    text = request.args.get("q", "")[:100]
    words = words_of_query(text)
    parts = [
        (SECTION_NAMES[name], [pieces_of(line, words) for line in content.split("\n")] if content else [])
        for name, content in report.sections.items()
    ]
    return render_template("activity/show_report.html", report=report, parts=parts, text=text, **WORDS)
