"""Two results side by side: what each says, and what of it differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup, escape

from eventapp.domain.duplicates import Judgement, Sureness
from eventapp.domain.events import Edition
from eventapp.services.duplicates import OpenPair
from eventapp.web.access import may
from eventapp.web.language import gettext
from eventapp.web.reconciliation.marks import marked

TONES = {Sureness.SURE: "success", Sureness.LIKELY: "info", Sureness.DOUBTFUL: "warning"}


@dataclass(frozen=True)
class Line:
    """One property of both."""

    label: str
    first: Markup
    second: Markup
    is_different: bool


@dataclass(frozen=True)
class PairView:
    """One pair as the page shows it."""

    first: Any
    second: Any
    judgement: Judgement
    tone: str
    lines: list[Line]
    has_two_levels: bool

    @property
    def fields(self) -> dict[str, int]:
        """What every button of the pair sends."""
        return {"first": self.first.id, "second": self.second.id}


def views_of(pairs: list[OpenPair], files: Mapping[int, Any], edition: Edition) -> list[PairView]:
    """Pairs with everything in words; `files` by annex."""
    return [
        PairView(
            pair.first, pair.second, pair.judgement, TONES[pair.judgement.sureness], lines_of(pair, files, edition),
            any(reason.code == "level_conflict" for reason in pair.judgement.reasons),
        )
        for pair in pairs
    ]  # fmt: skip


def lines_of(pair: OpenPair, files: Mapping[int, Any], edition: Edition) -> list[Line]:
    """The names that certificates print first; then what tells one from two; then who sent it."""
    first, second = pair.first, pair.second
    plain = [
        (gettext("单位"), first.group.organization.name, second.group.organization.name),
        (gettext("小组或班组"), first.group.name, second.group.name),
        (gettext("课题"), first.topic_name, second.topic_name),
        (gettext("人数"), number_of(first), number_of(second)),
        (gettext("联系人"), first.contact_person, second.contact_person),
        (gettext("联系电话"), first.contact_phone, second.contact_phone),
    ]
    lines = [Line(label, side(one, other), side(other, one), one != other) for label, one, other in plain]
    bodies = [bodies_of(result, edition) for result in (first, second)]
    papers = [papers_of(result, files) for result in (first, second)]
    return [
        *lines,
        Line(gettext("推荐单位和等级"), bodies[0], bodies[1], bodies[0] != bodies[1]),
        Line(gettext("成果表"), papers[0], papers[1], papers[0] != papers[1]),
    ]


def number_of(result: Any) -> str:
    return "" if result.member_count is None else str(result.member_count)


def side(text: str, other: str) -> Markup:
    """A value with what the other does not have marked."""
    return marked(text, other) if text else Markup("—")


def bodies_of(result: Any, edition: Edition) -> Markup:
    """Who recommends it for which level, each leading to its list."""
    told = []
    for row in result.rows:
        url = url_for("recommendations.show_summary", summary_id=row.summary_id)
        level = edition.levels.names.get(row.recommended_level) or gettext("未填等级")
        told.append(Markup('<a href="{}">{}</a> {}').format(url, row.summary.recommender.name, level))
    return Markup("<br>").join(told) if told else escape(gettext("未列入汇总表"))


def papers_of(result: Any, files: Mapping[int, Any]) -> Markup:
    """The group's own form, under the name of its file."""
    if result.annex_id is None:
        return escape(gettext("没有收到"))
    file = files.get(result.annex_id)
    name = file.name if file else gettext("网上填写")
    if not may("annexes.show_annex"):
        return escape(name)
    return Markup('<a href="{}">{}</a>').format(url_for("annexes.show_annex", annex_id=result.annex_id), name)
