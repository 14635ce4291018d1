"""Who is expected and has not registered: presenters, speakers, judges, with the contact to ask."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from eventapp.documents.people_sheets import List
from eventapp.domain.attendee_filters import number_in
from eventapp.domain.pages import page_count
from eventapp.services import attendee_absent, organizations
from eventapp.services.attendee_absent import EXPECTED_NAMES, Expected
from eventapp.web.attendees.files import answer_lists
from eventapp.web.attendees.words import named
from eventapp.web.current import current_edition
from eventapp.web.language import gettext
from eventapp.web.paging import page_number

SIZE = 50
HEADINGS = (
    ("推荐单位", 20), ("单位", 32), ("小组或班组", 20), ("课题或故事", 36), ("姓名", 10), ("联系人", 10), ("电话", 16), ("邮箱", 24),
)  # fmt: skip


def list_absent() -> ResponseReturnValue:
    """One kind of expected people, by recommending body and unit."""
    edition, expected, body = current_edition(), expected_now(), number_in(request.args.get("recommender", ""))
    counts = attendee_absent.count_absent(edition, body)
    pages = page_count(counts[expected], SIZE)
    page = min(page_number(request.args), pages)
    return render_template(
        "attendees/list_absent.html", counts=counts, expected=expected, names=EXPECTED_NAMES, page=page, pages=pages,
        rows=attendee_absent.list_absent(edition, expected, body, page=page, size=SIZE),
        bodies=[(one.id, one.name) for one in organizations.list_recommenders(edition)], body=body,
        asked={name: value for name, value in (("who", expected.value), ("recommender", body)) if value},
    )  # fmt: skip


def expected_now() -> Expected:
    typed = request.args.get("who", "")
    return Expected(typed) if typed in set(Expected) else Expected.PRESENTER


def download_absent() -> ResponseReturnValue:
    """All three kinds, a sheet each, for those who telephone."""
    body = number_in(request.args.get("recommender", ""))
    lists = [
        List(label, HEADINGS, [
            (one.recommender, one.unit_name, one.group, one.title, one.person, one.contact, one.phone, one.email)
            for one in attendee_absent.list_absent(current_edition(), Expected(value), body, size=None)
        ])
        for value, label in named(EXPECTED_NAMES)
    ]  # fmt: skip
    query = {"recommender": str(body)} if body else {}
    return answer_lists("attendee.export_absent", gettext("尚未报名名单"), lists, query)
