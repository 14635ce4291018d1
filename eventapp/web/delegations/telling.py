"""What became of a list, in one sentence each."""

from __future__ import annotations

from flask import flash

from eventapp.domain.attendee_plans import RowKind
from eventapp.domain.delegations import Carried
from eventapp.domain.words import N_
from eventapp.web.language import gettext

SENTENCES = (
    (RowKind.NEW, N_("新登记 %(number)s 人。"), "success"),
    (RowKind.CHANGED, N_("更新 %(number)s 人。"), "success"),
    (RowKind.UNCHANGED, N_("%(number)s 人没有变化。"), "info"),
    (RowKind.FAULTY, N_("%(number)s 行还没有登记，请按提示改好后再登记。"), "warning"),
)


def tell(done: Carried) -> None:
    """Say it on the next page."""
    for kind, sentence, tone in SENTENCES:
        if done.counts[kind]:
            flash(gettext(sentence, number=done.counts[kind]), tone)
