"""The page that asks who comes instead: the same from every door."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.domain.attendee_plans import KnownPerson
from eventapp.domain.attendee_rows import Rules
from eventapp.domain.delegations import RowRefused
from eventapp.domain.refusals import Fault, NotFound, Refusal
from eventapp.services.swaps import Swapped
from eventapp.web.language import gettext, words_of
from eventapp.web.registration.questions import headings, typed_in

# What the new person takes over from the old one, as a suggestion: the unit's own, and the bed.
PASSED_ON = (
    "unit_name", "department", "lodging", "pick_up", "arrives_on", "arrives_time", "arrives_by", "departs_on",
    "departs_time", "departs_by", "visit", "invoice_kind", "invoice_title", "invoice_tax_id",
)  # fmt: skip


@dataclass(frozen=True)
class Door:
    """From which page people are swapped: who leaves, how it is done, where to go before and afterwards."""

    layout: str
    leaving: KnownPerson
    rules: Rules
    swap: Callable[[Mapping[str, str]], Swapped]
    back: str
    afterwards: Callable[[Swapped], str]


def swap_at(door: Door) -> ResponseReturnValue:
    """The page that asks who comes, and the swap itself."""
    held = door.leaving.held.texts
    if request.method != "POST":
        return show(door, {code: held[code] for code in PASSED_ON if code in held})
    typed = typed_in(request.form, door.rules.fields, request.form.to_dict(flat=False))
    try:
        done = door.swap(typed)
    except RowRefused as refused:
        return show(door, typed, refused.faults), 400
    except NotFound:
        raise
    except Refusal as refusal:
        return show(door, typed, problem=words_of(refusal)), 400
    flash(gettext("已经换人：新的二维码已生成，原二维码作废。"), "success")
    return redirect(door.afterwards(done))


def show(door: Door, texts: Mapping[str, str], faults: Sequence[Fault] = (), problem: str = "") -> str:
    """The form of the new person, with what passes on to them."""
    codes = [choice.code for choice in door.leaving.registered.roles]
    shown = headings(door.rules.fields, codes, texts, faults)
    return render_template(
        "swaps/swap_person.html",
        layout=door.layout,
        back=door.back,
        name=door.leaving.registered.person.name,
        roles=[door.rules.role_names.get(code, code) for code in dict.fromkeys(codes)],
        headings=shown,
        questions=[question for heading in shown for question in heading.questions],
        problems=[problem] if problem else [],
    )
