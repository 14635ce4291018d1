"""The menu of the back office: what the person may open, in the order of the work."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for

from eventapp.domain.words import N_
from eventapp.web.access import may
from eventapp.web.current import current_actor, maybe_edition
from eventapp.web.language import gettext


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Section:
    title: str
    links: list[Link]


MENU = (
    (N_("本届会议"), (
        ("events.show_dashboard", N_("工作台"), "home"),
        ("events.show_event", N_("会议首页"), "globe"),
    )),
    (N_("推荐申报"), (
        ("annexes.list_readings", N_("收到的文件"), "upload"),
        ("recommendations.list_summaries", N_("推荐汇总表"), "list"),
        ("recommendations.list_results", N_("成果"), "flag"),
        ("recommendations.list_stories", N_("品牌故事"), "star"),
    )),
    (N_("会务"), (
        ("registration.list_attendees", N_("参会人员"), "users"),
        ("schedule.show_plan", N_("日程编排"), "calendar"),
        ("schedule.list_panels", N_("评审组"), "users"),
        ("checkin.list_checkpoints", N_("现场签到"), "scan"),
    )),
    (N_("评审与证书"), (
        ("judging.list_presentations", N_("我的评分"), "edit"),
        ("judging.list_scores", N_("评分汇总"), "chart"),
        ("awards.list_awards", N_("等级评定"), "award"),
        ("certificates.list_certificates", N_("证书"), "certificate"),
    )),
    (N_("系统"), (
        ("jobs.list_jobs", N_("任务"), "clock"),
        ("messages.list_messages", N_("发件箱"), "mail"),
        ("audit.list_entries", N_("操作记录"), "lock"),
    )),
)  # fmt: skip


def navigation() -> list[Section]:
    """Only what this person may open in this edition; empty for strangers."""
    if maybe_edition() is None or not current_actor().is_signed_in:
        return []
    sections = [
        Section(gettext(title), [link_to(*entry) for entry in entries if is_open(entry[0])]) for title, entries in MENU
    ]
    return [section for section in sections if section.links]


def is_open(endpoint: str) -> bool:
    """Whether the page is there and this person may see it."""
    return endpoint in current_app.view_functions and may(endpoint)


def link_to(endpoint: str, title: str, icon: str) -> Link:
    is_current = request.endpoint == endpoint
    return Link(gettext(title), url_for(endpoint), icon, is_current)
