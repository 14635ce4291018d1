"""How an answer looks to the person who holds the phone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from eventapp.domain.checkin import VERDICT_SENTENCES, Verdict
from eventapp.services.checkin import Counts, ScanAnswer
from eventapp.web.language import gettext
from eventapp.web.templating import local_time

TONES = {Verdict.OK: "success", Verdict.ALREADY: "warning"}


def tone_of(verdict: Verdict) -> str:
    """Green for in, amber for in already, red for everything else."""
    return TONES.get(verdict, "danger")


def title_of(answer: ScanAnswer, now: datetime) -> str:
    """The sentence of the verdict; a second scan says when the first one was, with the day if it was another day."""
    if answer.first_at is None:
        return gettext(VERDICT_SENTENCES[answer.verdict])
    is_today = local_time(answer.first_at, "%Y-%m-%d") == local_time(now, "%Y-%m-%d")
    time = local_time(answer.first_at, "%H:%M" if is_today else "%m-%d %H:%M")
    return gettext("%(time)s 已签到", time=time)


def as_json(answer: ScanAnswer, counts: Counts, now: datetime) -> dict[str, Any]:
    """What the scanner's page shows."""
    return {
        "verdict": answer.verdict.value,
        "ok": answer.verdict is Verdict.OK,
        "tone": tone_of(answer.verdict),
        "title": title_of(answer, now),
        "name": answer.name,
        "detail": answer.unit_name,
        "counts": {"present": counts.present, "expected": counts.expected},
    }


def as_flash(answer: ScanAnswer, now: datetime) -> tuple[str, str]:
    """The same in one line, for pages without scripts: text and category."""
    words = (title_of(answer, now), answer.name, answer.unit_name)
    return " · ".join(word for word in words if word), tone_of(answer.verdict)
