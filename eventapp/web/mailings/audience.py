"""The audience of a mailing in words: the filters of the list of attendees it was written for."""

from __future__ import annotations

from collections.abc import Mapping

from eventapp.domain.attendee_filters import MARK_NAMES, PRINTED_NAMES
from eventapp.domain.events import Edition
from eventapp.domain.registration_states import ATTENDEE_STATE_NAMES, ORIGIN_NAMES
from eventapp.domain.words import N_
from eventapp.services import roles
from eventapp.web.language import choose_language, gettext

LABELS = {
    "q": N_("搜索"), "role": N_("参会身份"), "state": N_("状态"), "unit": N_("单位"), "recommender": N_("推荐单位"),
    "lodging": N_("住宿"), "meal": N_("用餐"), "visit": N_("参观"), "arrives": N_("到达日期"), "origin": N_("来源"),
    "printed": N_("胸牌"), "mark": N_("需要留意"), "ids": N_("逐个选中"),
}  # fmt: skip
NAMES: Mapping[str, Mapping[str, str]] = {
    "state": {state.value: name for state, name in ATTENDEE_STATE_NAMES.items()},
    "origin": {origin.value: name for origin, name in ORIGIN_NAMES.items()},
    "mark": {mark.value: name for mark, name in MARK_NAMES.items()},
    "printed": PRINTED_NAMES,
}


def audience_words(edition: Edition, told: Mapping[str, str]) -> list[tuple[str, str]]:
    """Label and value of each filter; nothing when it is for everybody."""
    return [
        (gettext(LABELS[name]), value_words(edition, name, value)) for name, value in told.items() if name in LABELS
    ]


def value_words(edition: Edition, name: str, value: str) -> str:
    if name == "ids":
        return gettext("%(count)s 人", count=value.count(",") + 1)
    if name == "role":
        found = next((role for role in roles.list_roles(edition) if role.code == value), None)
        return value if found is None else (found.name_en if choose_language() == "en" else "") or found.name
    known = NAMES.get(name, {})
    return gettext(known[value]) if value in known else value
