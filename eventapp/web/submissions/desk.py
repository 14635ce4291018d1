"""Two doors to the page of one form: its number for those who sign in, its secret link for the unit that fills it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from eventapp.domain.people import Actor
from eventapp.domain.words import N_
from eventapp.extensions import limiter
from eventapp.services.drafts import Entrance
from eventapp.web.current import current_actor, current_settings

bp = Blueprint("submissions", __name__)
PACE = "120 per minute"  # for one address: a page saves every few seconds, an office has several of them
THE_UNIT = Actor(name=N_("填写链接"))


@dataclass(frozen=True)
class Door:
    """How this request came in; addresses made by it come in the same way."""

    entrance: Entrance

    @property
    def is_link(self) -> bool:
        return bool(self.entrance.key)

    @property
    def layout(self) -> str:
        return "layouts/base.html" if self.is_link else "layouts/back_office.html"

    def url(self, view: str, **values: Any) -> str:
        """The address of one of the views that have two doors."""
        if self.is_link:
            return url_for(f"submissions.{view}_by_key", key=self.entrance.key, **values)
        return url_for(f"submissions.{view}", annex_id=self.entrance.annex_id, **values)

    def mail_address(self, annex_id: int) -> str:
        """The address that a mail about this form gives to whoever is at this door."""
        if self.is_link:
            return public_address("submissions.show_submission_by_key", key=self.entrance.key)
        return annex_address(annex_id)


View = Callable[..., ResponseReturnValue]


def two_doors(path: str, *methods: str) -> Callable[[View], View]:
    """Register a view twice; it gets its `Door` first. Both are in the permission table by their own names."""

    def register(view: View) -> View:
        def by_number(annex_id: int, **values: Any) -> ResponseReturnValue:
            return view(Door(Entrance(current_actor(), annex_id)), **values)

        def by_key(key: str, **values: Any) -> ResponseReturnValue:
            actor = current_actor()
            return view(Door(Entrance(actor if actor.is_signed_in else THE_UNIT, key=key)), **values)

        by_key.__name__ = by_key.__qualname__ = f"{view.__name__}_by_key"  # limits are counted by name
        limited = limiter.limit(PACE, methods=["POST"])(by_key) if "POST" in methods else by_key
        bp.add_url_rule(f"/submissions/<int:annex_id>{path}", view.__name__, by_number, methods=methods)
        bp.add_url_rule(f"/fill/<key>{path}", f"{view.__name__}_by_key", limited, methods=methods)
        return view

    return register


def public_address(endpoint: str, **values: Any) -> str:
    """An address for mail, from `PUBLIC_URL` and not from whatever the request called us."""
    return current_settings().public_url.rstrip("/") + url_for(endpoint, **values)


def annex_address(annex_id: int) -> str:
    """Where those who sign in see an annex."""
    return public_address("annexes.show_annex", annex_id=annex_id)
