"""What a recommending body still has to do, in words, and where it is done."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from eventapp.domain.submissions import SUBMISSION_STATE_NAMES, SubmissionState
from eventapp.domain.words import N_
from eventapp.domain.workbench import Task
from eventapp.services.workbench import Bench
from eventapp.web.language import gettext

GROUPS, SIGNING = "#groups", "#signing"
SENTENCES = {
    Task.LIST: N_("还没有推荐名单（附件三）：可由成果表生成，或请会务组导入。"),
    Task.FORM: N_("%(number)s 项还没有成果表（附件一、附件二）"),
    Task.DRAFT: N_("%(number)s 份表正在填写，还没有提交"),
    Task.RETURNED: N_("%(number)s 份表被退回，需要补正后重新提交"),
    Task.LACKING: N_("%(number)s 份表缺少必填项"),
    Task.UNLISTED: N_("%(number)s 份成果表还没有列入推荐名单"),
    Task.LEVEL: N_("%(number)s 项还没有选推荐等级"),
    Task.DIFFERENT: N_("附件三与成果表有 %(number)s 处不一致，请核对确认"),
    Task.SHARE: N_("%(level)s比规定比例多 %(number)s 项（只提醒，不限制）"),
    Task.SIGN: N_("还没有上传盖章的推荐名单"),
    Task.SIGN_AGAIN: N_("盖章扫描件之后名单又改过，请重新打印、盖章、上传"),
    Task.REPORT: N_("还没有收到工作总结（附件五）"),
    Task.STATISTICS: N_("还没有收到活动概况统计表（附件六）"),
}
WARNINGS = frozenset({Task.SHARE})
TONES = {
    SubmissionState.DRAFT: "neutral", SubmissionState.SUBMITTED: "info", SubmissionState.RETURNED: "warning",
    SubmissionState.ACCEPTED: "success",
}  # fmt: skip
STATES = {state: (name, TONES.get(state, "neutral")) for state, name in SUBMISSION_STATE_NAMES.items()}


@dataclass(frozen=True)
class ToDo:
    """One line of the list of what is to be done."""

    text: str
    url: str
    is_warning: bool


def to_dos(bench: Bench, level: str) -> list[ToDo]:
    """What is to be done, each with the place where it is done; `level` is the name of level 1."""
    return [
        ToDo(
            gettext(SENTENCES[task], number=number, level=level),
            place_of(task, bench), task in WARNINGS,
        )
        for task, number in bench.tasks
    ]  # fmt: skip


def place_of(task: Task, bench: Bench) -> str:
    if task is Task.DIFFERENT and bench.summary:
        return url_for("reconciliation.list_differences", summary_id=bench.summary.id)
    if task is Task.LIST:
        return url_for("workbench.build_list", recommender_id=bench.body.id)
    if task in (Task.SIGN, Task.SIGN_AGAIN):
        return SIGNING
    return "#reports" if task in (Task.REPORT, Task.STATISTICS) else GROUPS
