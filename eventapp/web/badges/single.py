"""One badge at the desk: a PDF at once."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.documents.badges.pdf import Press
from eventapp.domain.badge_fields import Badge
from eventapp.domain.badge_runs import PrintOptions
from eventapp.domain.refusals import Fault, Refusal
from eventapp.jobs.badge_press import Codes, badges_for, numbered, press_for
from eventapp.services import attendee_lists, badge_people, badge_prints, badges
from eventapp.services.badge_people import Bearer
from eventapp.services.badge_wardrobe import open_wardrobe
from eventapp.services.lost_badges import replace_ticket
from eventapp.settings import personal_links
from eventapp.web.badges.answers import inline_pdf
from eventapp.web.badges.options import offered, remember, remembered_options
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext, words_of
from eventapp.web.plain_input import is_reading


def print_badge(attendee_id: int) -> ResponseReturnValue:
    """Look before printing; the button answers with the PDF. Paper and design are what this browser used last."""
    options = remembered_options()
    if is_reading():
        return page_of(attendee_id, options)
    try:
        bearer = bearer_of(attendee_id)
        press, badge, _faults = set_up(bearer, options)
        if "lost" in request.form:
            links = personal_links(current_settings())
            replace_ticket(current_edition(), attendee_id, links=links, actor=current_actor(), now=clock.now())
            bearer = bearer_of(attendee_id)
            press, badge, _faults = set_up(bearer, options)
    except Refusal as refusal:
        return page_of(attendee_id, options, words_of(refusal)), 400
    ticket_id = bearer.ticket.id if bearer.ticket else None
    numbers = badge_prints.note_prints(
        current_edition(), {attendee_id: ticket_id}, sheet=options.sheet, job_id=None, actor=current_actor(),
        now=clock.now(),
    )  # fmt: skip
    answer = inline_pdf(press.write_pdf(numbered([badge], numbers), start=options.start), bearer.name)
    remember(answer, options)
    return answer


def bearer_of(attendee_id: int) -> Bearer:
    """The person as badges know them; raises `Refusal` for one whose registration is not confirmed."""
    found = badge_people.list_bearers(current_edition(), [attendee_id])
    if not found:
        raise Refusal("只有已确认的报名才打印胸牌，请先在参会人员里处理这份报名。")
    return found[0]


def set_up(bearer: Bearer, options: PrintOptions) -> tuple[Press, Badge, list[Fault]]:
    """Everything but the number: the press, the badge, and what will not come out as wished."""
    edition, settings = current_edition(), current_settings()
    wardrobe = open_wardrobe(edition, options.design_id)
    place = wardrobe.design_of_class.get(bearer.class_code, 0)
    press = press_for(edition, wardrobe.only(place), options, settings)
    made = badges_for(edition, [bearer], wardrobe.only(place), Codes(edition, settings))
    printable, faults = press.ready(made, options.missing)
    return press, printable[0] if printable else made[0], faults


def page_of(attendee_id: int, options: PrintOptions, fault: str = "") -> str:
    edition = current_edition()
    attendee = attendee_lists.get_attendee(edition, attendee_id)
    designs, faults = badges.list_designs(edition), []
    try:
        bearer = bearer_of(attendee_id)
        faults = [words_of(each) for each in set_up(bearer, options)[2]]
        if bearer.ticket is None:
            faults.append(gettext("没有有效的参会码，胸牌上没有二维码。"))
    except Refusal as refusal:
        fault = fault or words_of(refusal)
    return render_template(
        "badges/print_badge.html", attendee=attendee, fault=fault, faults=faults, chosen=options, designs=designs,
        offered=offered(designs or open_wardrobe(edition).designs),
        prints=badge_prints.list_prints(edition, attendee_id=attendee_id),
    )  # fmt: skip
