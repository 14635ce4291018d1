"""What the work page says: figures that lead to their pages, and the next step."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from eventapp.domain.dashboard import Counts, Step
from eventapp.domain.words import N_
from eventapp.web.language import gettext
from eventapp.web.navigation import is_open

FIGURES = (
    ("readings", N_("收到的文件"), "annexes.list_readings"),
    ("summaries", N_("推荐汇总表"), "recommendations.list_summaries"),
    ("open_names", N_("待确认的证书名称"), "reconciliation.list_summaries"),
    ("duplicates", N_("疑似重复"), "duplicates.list_pairs"),
    ("results", N_("成果"), "recommendations.list_results"),
    ("stories", N_("品牌故事"), "recommendations.list_stories"),
    ("attendees", N_("参会人员"), "attendees.list_attendees"),
    ("pending", N_("待审核的报名"), "attendees.list_pending"),
    ("waiting", N_("候补的报名"), "attendees.list_waiting"),
    ("presentations", N_("已排发表"), "schedule.show_plan"),
    ("checked_in", N_("已签到人数"), "checkin.list_checkpoints"),
    ("scores", N_("已交评分"), "judging.list_scores"),
    ("awards", N_("等级评定"), "awards.list_awards"),
    ("certificates", N_("有效证书"), "certificates.list_certificates"),
)
STEPS = {
    Step.IMPORT: (
        N_("导入推荐材料"),
        N_("把各推荐单位发来的 Word 和 Excel 文件一次上传，程序会读出成果、班组和品牌故事。"),
        "annexes.import_files",
    ),
    Step.INVITE: (
        N_("邀请报名"),
        N_("成果已经入库，还没有人报名。请把会议首页的地址发给参会单位。"),
        "events.show_event",
    ),
    Step.PLAN: (N_("编排日程"), N_("已有成果和报名，可以自动编排分会场日程。"), "schedule.show_plan"),
    Step.PUBLISH: (N_("公布日程"), N_("日程已编好，核对后公布，参会人员才能看到。"), "schedule.show_plan"),
    Step.CHECK_IN: (N_("现场签到"), N_("日程已公布。会议当天在签到点扫码签到。"), "checkin.list_checkpoints"),
    Step.SCORE: (N_("评委评分"), N_("签到已开始，请提醒评委登录手机评分。"), "judging.list_scores"),
    Step.SETTLE: (
        N_("核对名称"),
        N_("推荐汇总表和成果表的单位或小组名称有出入。这两项印在证书上，确认以后才能评定等级。"),
        "reconciliation.list_summaries",
    ),
    Step.PROPOSE: (N_("评定等级"), N_("评分已收到，可以按推荐汇总表和评分提出等级。"), "awards.list_awards"),
    Step.CONFIRM: (N_("确认等级"), N_("还有等级没有确认，请逐项核对后确认。"), "awards.list_awards"),
    Step.ISSUE: (N_("颁发证书"), N_("等级已确认，可以颁发证书。"), "certificates.list_certificates"),
    Step.DONE: (N_("各项工作已完成"), N_("证书已全部颁发，可随时查询和补印。"), "certificates.list_certificates"),
}


@dataclass(frozen=True)
class Figure:
    title: str
    value: int
    url: str | None


@dataclass(frozen=True)
class StepWords:
    title: str
    link: str
    text: str
    url: str | None


def figures_of(counts: Counts) -> list[Figure]:
    """One figure a count; those the person may open lead there."""
    return [Figure(gettext(title), getattr(counts, name), url_of(endpoint)) for name, title, endpoint in FIGURES]


def words_for(step: Step) -> StepWords:
    """The next step, told to a person."""
    title, text, endpoint = STEPS[step]
    link = gettext("打开会议首页") if step is Step.INVITE else gettext(title)
    return StepWords(gettext(title), link, gettext(text), url_of(endpoint))


def url_of(endpoint: str) -> str | None:
    return url_for(endpoint) if is_open(endpoint) else None
