"""The list of attendees: what narrows it stands in its address, so that it can be kept and passed on."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.attendee_filters import LARGEST_ID, MARK_NAMES, PRINTED_NAMES, Wanted, wanted_from
from eventapp.domain.registration_states import ATTENDEE_STATE_NAMES, ORIGIN_NAMES
from eventapp.services import attendee_pages, attendee_views, registration_forms, roles
from eventapp.services.attendee_keyset import BEGINNING, Place
from eventapp.web.attendees.bulk import ACTIONS
from eventapp.web.attendees.words import WORDS, named, options_of
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import choose_language, gettext

PAGE = "attendees.list_attendees"
STAYS = ("lodging", "meal", "visit")


def list_attendees() -> ResponseReturnValue:
    """Everybody who is registered, by pinyin, fifty a page."""
    edition, wanted, place = current_edition(), wanted_from(request.args), place_now()
    choices = attendee_views.list_choices(edition, PAGE)
    offered = options(edition_roles(), choices.recommenders)  # before the people: the first look may write the form
    found = attendee_pages.list_attendees(edition, wanted, place)
    if not found.rows and place != BEGINNING:
        return redirect(url_for(PAGE, **wanted.as_query()))  # the place is gone, or the filter was changed
    return render_template(
        "attendees/list_attendees.html", found=found, wanted=wanted, asked=wanted.as_query(), views=choices.views,
        options=offered, actions=named(ACTIONS), is_first=place == BEGINNING,
        **WORDS,
    )  # fmt: skip


def place_now(size: int = 50) -> Place:
    """Where in the list the page begins; nonsense is the beginning."""
    after, before = (request.args.get(name, None, type=int) for name in ("after", "before"))
    return Place(in_range(after), in_range(before), size)


def in_range(number: int | None) -> int | None:
    return number if number is not None and 0 <= number <= LARGEST_ID else None


def edition_roles() -> list[tuple[str, str]]:
    """Roles by code in the reader's language."""
    is_english = choose_language() == "en"
    return [
        (role.code, role.name_en if is_english and role.name_en else role.name)
        for role in roles.list_roles(current_edition())
    ]


def options(role_names: list[tuple[str, str]], recommenders: list[tuple[int, str]]) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers."""
    fields = registration_forms.current_form(current_edition()).fields
    return {
        "role": role_names,
        "state": named(ATTENDEE_STATE_NAMES),
        "recommender": [(str(number), name) for number, name in recommenders],
        "origin": named(ORIGIN_NAMES),
        "printed": named(PRINTED_NAMES),
        "mark": named(MARK_NAMES),
        **{code: options_of(fields, code) for code in STAYS},
    }


def save_view() -> ResponseReturnValue:
    """Keep the list as it is narrowed now under a name."""
    wanted: Wanted = wanted_from(request.form)
    name = request.form.get("name", "")
    attendee_views.save_view(current_edition(), PAGE, name, wanted, actor=current_actor(), now=clock.now())
    flash(gettext("已保存为常用筛选，会务组都能用。"), "success")
    return redirect(url_for(PAGE, **wanted.as_query()))


def remove_view(view_id: int) -> ResponseReturnValue:
    """Forget a saved view."""
    name = attendee_views.remove_view(current_edition(), view_id, actor=current_actor(), now=clock.now())
    flash(gettext("已删除常用筛选“%(name)s”。", name=name), "success")
    return redirect(url_for(PAGE))
