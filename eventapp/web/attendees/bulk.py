"""Doing one thing to many: first who and how many, then the deed, then the way back."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.domain.attendee_filters import Wanted, numbers_in, wanted_from
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.words import N_
from eventapp.services import attendee_bulk
from eventapp.services.attendee_bulk import Action, Done
from eventapp.settings import personal_links
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext, words_of

ACTIONS = {
    Action.APPROVE.value: N_("通过审核"),
    Action.REJECT.value: N_("不予通过"),
    Action.CANCEL.value: N_("取消报名"),
    Action.RESEND.value: N_("重发报名链接"),
    "message": N_("写通知"),
    "badges": N_("打印胸牌"),
    "export": N_("导出Excel"),
}
HANDED_ON = {
    "message": "mailings.start_mailing",
    "badges": "badges.print_badges",
    "export": "attendees.export_attendees",
}
EFFECTS = {
    Action.APPROVE.value: N_("通过后身份生效；填写了邮箱的会收到邮件。名额已满的身份进入候补。"),
    Action.REJECT.value: N_("身份标记为未通过；填写了邮箱的会收到邮件。"),
    Action.CANCEL.value: N_("整个报名取消，二维码作废，空出的名额按顺序给候补的人；填写了邮箱的会收到邮件。"),
    Action.RESEND.value: N_("给每人发一封邮件，里面是本人的报名链接；没有邮箱的不在其中，同一人一小时内只发一次。"),
    "message": N_("下一步写通知内容，发送前还会逐人核对。"),
    "badges": N_("下一步选择纸张并生成胸牌。"),
    "export": N_("导出的文件含手机号等个人信息，只用于会务，用后请删除；导出会记入操作记录。改好的文件可以再导入。"),
}


def confirm_action() -> ResponseReturnValue:
    """Who exactly it is about, and how many."""
    edition, wanted, action = current_edition(), wanted_now(), request.args.get("action", "")
    if action not in ACTIONS:
        raise NotFound("没有这种批量操作，请返回名单重新选择。")
    if not wanted.ids and request.args.get("whom") == "chosen":
        flash(gettext("没有选中任何人，请先在名单中勾选。"), "warning")
        return redirect(url_for("attendees.list_attendees", **wanted.as_query()))
    try:
        shown = preview_of(wanted, action)
    except Refusal as refusal:
        flash(words_of(refusal), "warning")
        return redirect(url_for("attendees.list_attendees", **replace(wanted, ids=among()).as_query()))
    return render_template(
        "attendees/confirm_action.html", action=action, title=ACTIONS[action], effect=EFFECTS[action], shown=shown,
        asked=wanted.as_query(), target=url_for(HANDED_ON.get(action, "attendees.do_action")), edition=edition,
        is_decision=action in (Action.APPROVE, Action.REJECT, Action.CANCEL),
        back=url_for("attendees.list_attendees", **replace(wanted, ids=among()).as_query()),
    )  # fmt: skip


def wanted_now() -> Wanted:
    """The people who were ticked, or everybody whom the filter leaves."""
    wanted = replace(wanted_from(request.args), ids=among())
    if request.args.get("whom") == "chosen":
        return replace(wanted, ids=numbers_in(",".join(request.args.getlist("ids"))))
    return wanted


def among() -> tuple[int, ...]:
    """Who the list was narrowed to one by one before anybody was ticked."""
    return numbers_in(request.args.get("among", ""))


def preview_of(wanted: Wanted, action: str) -> attendee_bulk.Preview:
    edition = current_edition()
    if action not in HANDED_ON:
        return attendee_bulk.preview(edition, wanted, Action(action))
    return attendee_bulk.look(edition, wanted)


def do_action() -> ResponseReturnValue:
    """Do what was confirmed; a list that has changed since is shown again."""
    wanted, action = wanted_from(request.form), request.form.get("action", "")
    if action not in ACTIONS or action in HANDED_ON:
        raise NotFound("没有这种批量操作，请返回名单重新选择。")
    remark = request.form.get("remark", "").strip()[:500]
    try:
        done = attendee_bulk.do_to_many(
            current_edition(), wanted, Action(action), seal=request.form.get("seal", ""), remark=remark,
            links=personal_links(current_settings()), actor=current_actor(), now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        flash(words_of(refusal), "warning")
        again = {**wanted.as_query(), "action": action, "among": ",".join(map(str, wanted.ids)), "whom": "all"}
        return redirect(url_for("attendees.confirm_action", **again))
    tell(gettext("已处理%(count)s人。", count=done.changed), done)
    return redirect(url_for("attendees.list_actions"))


def tell(sentence: str, done: Done) -> None:
    """How many it was done for, and for whom not."""
    flash(sentence, "success")
    if done.refused:
        reasons = gettext("；").join(words_of(one) for one in done.reasons)
        flash(gettext("%(count)s人没有处理：%(reasons)s", count=done.refused, reasons=reasons), "warning")


def list_actions() -> ResponseReturnValue:
    """What was done to many, with the way back."""
    rows = attendee_bulk.list_actions(current_edition())
    return render_template("attendees/list_actions.html", rows=rows, names=ACTIONS)


def undo_action(action_id: int) -> ResponseReturnValue:
    """Take it back for everybody whom nobody changed since."""
    done = attendee_bulk.undo(
        current_edition(), action_id, links=personal_links(current_settings()), actor=current_actor(), now=clock.now()
    )
    tell(gettext("已恢复%(count)s人；没有另发通知。", count=done.changed), done)
    return redirect(url_for("attendees.list_actions"))
