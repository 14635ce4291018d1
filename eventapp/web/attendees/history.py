"""The changes of one registration in words: names of the questions and labels of the answers, not codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from eventapp.domain.registration_fields import FieldSpec, label_of, said_value
from eventapp.domain.registration_states import ROLE_STATE_NAMES
from eventapp.domain.words import N_
from eventapp.web.language import choose_language, gettext
from eventapp.web.templating import local_time

NAMES = {
    "role": N_("参会身份"),
    "roles": N_("参会身份"),
    "state": N_("状态"),
    "hotel_room": N_("房间"),
    "seat": N_("座位"),
    "offer_expires_at": N_("确认截止"),
    "reason": N_("原因"),
}
REASONS = {
    "cancelled": N_("取消"),
    "replaced": N_("换人"),
    "reissued": N_("重新签发"),
    "erased": N_("删除信息"),
}
Line = tuple[str, str, str]  # what, before, after


class Words:
    """How this edition calls what stands in the trail."""

    def __init__(self, fields: Sequence[FieldSpec], roles: Mapping[str, str]) -> None:
        self.language = choose_language()
        self.specs = {spec.code: spec for spec in fields}
        self.roles = roles

    def changes_of(self, detail: Mapping[str, Any]) -> list[Line]:
        """Name, before and after of everything in one entry that has a name; a new registration has no before."""
        before, after = (flat(detail.get(part) or {}) for part in ("before", "after"))
        names = [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
        if "role" in after:  # a decision says which role it was about
            names = ["role", *(name for name in names if name != "role")]
        return [
            (label, self.said(name, before.get(name)), self.said(name, after.get(name)))
            for name in names
            if (label := self.label(name))
        ]

    def label(self, name: str) -> str:
        if name in self.specs:
            return label_of(self.specs[name], self.language)
        return gettext(NAMES[name]) if name in NAMES else ""

    def said(self, name: str, value: Any) -> str:
        """One value; roles are named with their states."""
        if value in (None, "", [], {}):
            return ""
        if name == "roles" and isinstance(value, list):
            return gettext("、").join(self.role(one) for one in value)
        if name in self.specs:
            return said_value(self.specs[name], str(value), self.language)
        return SAID.get(name, lambda _words, text: text)(self, str(value))

    def role(self, one: Any) -> str:
        if not isinstance(one, Mapping):
            return str(one)
        code = str(one.get("code", ""))
        return gettext(
            "%(role)s（%(state)s）", role=self.roles.get(code, code), state=self.state(str(one.get("state", "")))
        )

    def state(self, text: str) -> str:
        return next((gettext(name) for state, name in ROLE_STATE_NAMES.items() if state.value == text), text)


SAID: dict[str, Callable[[Words, str], str]] = {
    "role": lambda words, code: words.roles.get(code, code),
    "state": lambda words, text: words.state(text),
    "reason": lambda _words, text: gettext(REASONS[text]) if text in REASONS else text,
    "offer_expires_at": lambda _words, text: local_time(datetime.fromisoformat(text)),
}


def flat(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Own answers of a person beside what has a column."""
    answers = kept.get("answers")
    own: Iterable[tuple[str, Any]] = answers.items() if isinstance(answers, Mapping) else ()
    return {**{name: value for name, value in kept.items() if name != "answers"}, **dict(own)}
