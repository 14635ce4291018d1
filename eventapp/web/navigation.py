"""The menu: visitors get the public pages, those who work here what they may open, in the order of the work."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for

from eventapp import clock
from eventapp.domain.deadlines import registration_is_open
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
    is_above: bool = False  # the open page lies below this one: a result below the results


@dataclass(frozen=True)
class Section:
    title: str
    links: list[Link]


REGISTRATION = "registration.choose_role"
SCHEDULE = "schedule.show_schedule"
HOME = "events.show_event"
DASHBOARD = "events.show_dashboard"
VISITORS = (
    (N_("会议"), (
        (HOME, N_("会议首页"), "home"),
        (REGISTRATION, N_("报名参会"), "edit"),
        (SCHEDULE, N_("会议日程"), "calendar"),
        ("submissions.list_forms", N_("申报表格"), "download"),
        ("certificates.find_certificate", N_("证书查验"), "certificate"),
    )),
)  # fmt: skip
MENU = (
    (N_("本届会议"), (
        (DASHBOARD, N_("工作台"), "home"),
        (HOME, N_("会议首页"), "globe"),
    )),
    (N_("推荐申报"), (
        ("annexes.list_readings", N_("收件箱"), "mail"),
        ("submissions.list_submissions", N_("申报表"), "edit"),
        ("workbench.show_workbench", N_("推荐单位工作台"), "building"),
        ("recommendations.list_summaries", N_("推荐汇总表"), "list"),
        ("reconciliation.list_summaries", N_("核对"), "check"),
        ("duplicates.list_pairs", N_("疑似重复"), "search"),
        ("recommendations.list_results", N_("成果"), "flag"),
        ("recommendations.list_stories", N_("品牌故事"), "star"),
        ("activity.show_statistics", N_("活动统计"), "chart"),
        ("activity.list_reports", N_("工作总结"), "file"),
    )),
    (N_("报名与接待"), (
        ("attendees.list_attendees", N_("参会人员"), "users"),
        ("attendees.list_pending", N_("报名审核"), "check"),
        ("attendees.list_waiting", N_("候补名单"), "clock"),
        ("attendees.list_absent", N_("尚未报名"), "alert"),
        ("attendees.show_figures", N_("报名统计"), "chart"),
        ("attendees.list_rooms", N_("住宿名单"), "home"),
        ("attendees.list_travelers", N_("接站送站"), "arrow-right"),
        ("roles.list_roles", N_("参会身份"), "list"),
        ("registration_fields.edit_fields", N_("报名表"), "edit"),
    )),
    (N_("会务"), (
        ("schedule.show_plan", N_("日程编排"), "calendar"),
        ("schedule.list_panels", N_("评审组"), "users"),
        ("badges.list_designs", N_("胸牌"), "print"),
        ("desk.register_walk_in", N_("报到台"), "user"),
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
        ("mailings.list_mailings", N_("群发通知"), "users"),
        ("mailboxes.list_mailboxes", N_("收信邮箱"), "settings"),
        ("members.list_members", N_("账号与权限"), "settings"),
        ("tickets.list_keys", N_("签名密钥"), "lock"),
        ("audit.list_entries", N_("操作记录"), "lock"),
        ("privacy.list_requests", N_("个人信息"), "user"),
    )),
)  # fmt: skip


def navigation() -> list[Section]:
    """Only what this person may open in this edition; nothing outside of editions."""
    if maybe_edition() is None:
        return []
    menu = MENU if current_actor().is_signed_in else VISITORS
    sections = [
        Section(gettext(title), [link_to(*entry) for entry in entries if is_offered(entry[0])])
        for title, entries in menu
    ]
    return [section for section in sections if section.links]


def is_open(endpoint: str) -> bool:
    """Whether the page is there and this person may see it."""
    return endpoint in current_app.view_functions and may(endpoint)


def is_offered(endpoint: str) -> bool:
    """Open, and in its time: a link that leads only to 「not yet」 or 「too late」 is none."""
    edition = maybe_edition()
    if edition is None or not is_open(endpoint):
        return False
    if endpoint == DASHBOARD:
        return current_actor().is_staff  # it sends everybody else to the page of their own work
    if endpoint == REGISTRATION:
        return registration_is_open(edition, clock.now())
    return endpoint != SCHEDULE or edition.schedule_published_at is not None


def link_to(endpoint: str, title: str, icon: str) -> Link:
    url, is_current = url_for(endpoint), request.endpoint == endpoint
    # every page lies below the home of its edition: that tells nothing
    is_above = not is_current and endpoint != HOME and request.path.startswith(url.rstrip("/") + "/")
    return Link(gettext(title), url, icon, is_current, is_above)
