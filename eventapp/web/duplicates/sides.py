"""Two results side by side: what each says, and what of it differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup, escape

from eventapp.domain.duplicate_likeness import Reason
from eventapp.domain.duplicates import LEVELS_DIFFER, Judgement, Sureness
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


@dataclass(frozen=True)
class PairView:
    """One pair as the page shows it."""

    first: Any
    second: Any
    judgement: Judgement
    tone: str
    lines: list[Line]
    same: list[str]  # what both tell alike

    @property
    def has_two_levels(self) -> bool:
        return self.judgement.has_two_levels

    @property
    def warnings(self) -> list[Reason]:
        """What speaks against the pair; two levels are shown by themselves."""
        return [reason for reason in self.judgement.reasons if not reason.is_for and reason.code != LEVELS_DIFFER.code]

    @property
    def fields(self) -> dict[str, int]:
        """What every button of the pair sends."""
        return {"first": self.first.id, "second": self.second.id}


def views_of(pairs: list[OpenPair], files: Mapping[int, Any], edition: Edition) -> list[PairView]:
    """Pairs with everything in words; `files` by annex."""
    return [
        PairView(
            pair.first, pair.second, pair.judgement, TONES[pair.judgement.sureness],
            [*differences(pair), *papers(pair, files, edition)], same_of(pair),
        )
        for pair in pairs
    ]  # fmt: skip


def told_by(result: Any) -> dict[str, str]:
    """What one result says, under the headings of the page; the names that certificates print come first."""
    return {
        gettext("单位"): result.group.organization.name,
        gettext("小组或班组"): result.group.name,
        gettext("课题"): result.topic_name,
        gettext("人数"): "" if result.member_count is None else str(result.member_count),
        gettext("联系人"): result.contact_person,
        gettext("联系电话"): result.contact_phone,
    }


def differences(pair: OpenPair) -> list[Line]:
    """What the two say differently, marked to the character."""
    first, second = told_by(pair.first), told_by(pair.second)
    return [
        Line(label, side(first[label], second[label]), side(second[label], first[label]))
        for label in first
        if first[label] != second[label]
    ]


def same_of(pair: OpenPair) -> list[str]:
    """The headings under which both say the same."""
    first, second = told_by(pair.first), told_by(pair.second)
    return [label for label in first if first[label] and first[label] == second[label]]


def papers(pair: OpenPair, files: Mapping[int, Any], edition: Edition) -> list[Line]:
    """Who sent each, and in which file."""
    both = (pair.first, pair.second)
    return [
        Line(gettext("推荐单位和等级"), *(bodies_of(result, edition) for result in both)),
        Line(gettext("成果表"), *(paper_of(result, files) for result in both)),
    ]


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


def paper_of(result: Any, files: Mapping[int, Any]) -> Markup:
    """The group's own form, under the name of its file."""
    if result.annex_id is None:
        return escape(gettext("没有收到"))
    file = files.get(result.annex_id)
    name = file.name if file else gettext("网上填写")
    if not may("annexes.show_annex"):
        return escape(name)
    return Markup('<a href="{}">{}</a>').format(url_for("annexes.show_annex", annex_id=result.annex_id), name)
