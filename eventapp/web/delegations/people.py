"""One of a unit's people: changed, withdrawn, their own link passed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.attendee_columns import ENTRY_CODE, ROLES, SUBJECT
from eventapp.domain.attendee_plans import KnownPerson
from eventapp.domain.attendee_rows import words_of as words_of_person
from eventapp.domain.delegations import RowRefused
from eventapp.domain.refusals import Fault, NotFound, Refusal
from eventapp.extensions import limiter
from eventapp.services import delegations, swaps
from eventapp.web.delegations.desk import PACE, Desk, bp, links, open_desk, whoever
from eventapp.web.delegations.rows import grid_columns
from eventapp.web.language import gettext, words_of
from eventapp.web.registration.questions import headings, typed_in
from eventapp.web.swaps.page import Door, swap_at

OF_ROLES = (ROLES, SUBJECT, ENTRY_CODE)


@bp.route("/registration/unit/<key>/people/<int:attendee_id>", methods=["GET", "POST"])
@limiter.limit(PACE, methods=["POST"])
def show_person(key: str, attendee_id: int) -> ResponseReturnValue:
    """One person's answers, to be changed."""
    desk = open_desk(key)
    person = desk.person(attendee_id)
    if request.method != "POST":
        return show(desk, person, {**person.held.texts, **words_of_roles(desk, person)})
    texts = {**typed_in(request.form, desk.rules.fields, request.form.to_dict(flat=False)), **typed_roles()}
    try:
        delegations.save_person(desk.edition, key, attendee_id, texts, links=links(), actor=whoever(), now=clock.now())
    except RowRefused as refused:
        return show(desk, person, texts, refused.faults), 400
    except NotFound:
        raise
    except Refusal as refusal:
        return show(desk, person, texts, problem=words_of(refusal)), 400
    flash(gettext("已保存。"), "success")
    return redirect(url_for("delegations.show_delegation", key=key))


def typed_roles() -> dict[str, str]:
    return {code: request.form[code].strip() for code in OF_ROLES if code in request.form}


def words_of_roles(desk: Desk, person: KnownPerson) -> dict[str, str]:
    """The roles as they are typed."""
    words = words_of_person(desk.rules, person.registered)
    return {code: words.get(code, "") for code in OF_ROLES}


def show(
    desk: Desk, person: KnownPerson, texts: Mapping[str, str], faults: Sequence[Fault] = (), problem: str = ""
) -> str:
    """The page of one person; what a fault of no question says stands above the form."""
    codes = [choice.code for choice in person.registered.roles]
    shown = headings(desk.rules.fields, codes, texts, faults, person.held.texts)
    return render_template(
        "delegations/show_person.html",
        desk=desk,
        person=person,
        name=person.registered.person.name,
        texts=texts,
        headings=shown,
        role_columns=[one for one in grid_columns(desk.rules, tuple(desk.subjects)) if one.code in OF_ROLES],
        role_faults={fault.field: words_of(fault) for fault in faults if fault.field in OF_ROLES},
        questions=[question for heading in shown for question in heading.questions],
        problems=[problem] if problem else other_faults(faults, shown),
    )


def other_faults(faults: Sequence[Fault], shown: Sequence[object]) -> list[str]:
    """What is wrong with no question of the page."""
    asked = {question.id for heading in shown for question in heading.questions}  # type: ignore[attr-defined]
    return [words_of(fault) for fault in faults if fault.field not in asked]


@bp.post("/registration/unit/<key>/people/<int:attendee_id>/cancellation")
def withdraw_person(key: str, attendee_id: int) -> ResponseReturnValue:
    """Give one person's place back."""
    desk = open_desk(key)
    delegations.withdraw_person(desk.edition, key, attendee_id, links=links(), actor=whoever(), now=clock.now())
    flash(gettext("报名已取消，原二维码作废。"), "info")
    return redirect(url_for("delegations.show_delegation", key=key))


@bp.post("/registration/unit/<key>/people/<int:attendee_id>/link")
def show_person_link(key: str, attendee_id: int) -> ResponseReturnValue:
    """The address of one person's own page, to be passed on to them."""
    desk = open_desk(key)
    person = desk.person(attendee_id)
    address = delegations.open_person_link(
        desk.edition, key, attendee_id, links=links(), actor=whoever(), now=clock.now()
    )
    return render_template(
        "delegations/show_person_link.html",
        desk=desk,
        person=person,
        name=person.registered.person.name,
        address=address,
    )


@bp.route("/registration/unit/<key>/people/<int:attendee_id>/swap", methods=["GET", "POST"])
@limiter.limit(PACE, methods=["POST"])
def swap_person(key: str, attendee_id: int) -> ResponseReturnValue:
    """Another person comes in the place of one of the unit's own."""
    desk = open_desk(key)
    home = url_for("delegations.show_delegation", key=key)

    def swap(texts: Mapping[str, str]) -> swaps.Swapped:
        return swaps.swap_colleague(
            desk.edition, key, attendee_id, texts, links=links(), actor=whoever(), now=clock.now()
        )

    return swap_at(Door("layouts/base.html", desk.person(attendee_id), desk.rules, swap, home, lambda done: home))
