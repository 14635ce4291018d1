"""Audit entries in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from eventapp.domain.registration import masked_mobile
from eventapp.domain.words import N_
from eventapp.web.language import gettext

ACTION_NAMES = {
    "annex.accept": N_("接收申报表"),
    "annex.attach": N_("添加附件"),
    "annex.detach": N_("移除附件"),
    "annex.extend": N_("申报表延期"),
    "annex.open": N_("新建申报表"),
    "annex.renew_link": N_("更换填写链接"),
    "annex.return": N_("退回申报表"),
    "annex.revoke_link": N_("停用填写链接"),
    "annex.submit": N_("提交申报表"),
    "annex.withdraw": N_("撤回申报表"),
    "recommender.extend": N_("推荐单位延期"),
    "attendee.add_role": N_("增加参会身份"),
    "attendee.approve": N_("同意报名"),
    "attendee.confirm": N_("确认候补名额"),
    "attendee.expire": N_("候补名额过期"),
    "attendee.move_to_front": N_("候补提前"),
    "attendee.offer": N_("给出候补名额"),
    "attendee.restore": N_("撤销处理"),
    "attendee.reject": N_("不同意报名"),
    "attendee.cancel": N_("取消报名"),
    "attendee.swap_out": N_("换人：由他人接替"),
    "attendee.swap_in": N_("换人：接替他人"),
    "attendee.show_link": N_("单位联系人查看本人链接"),
    "delegation.start": N_("开始单位集体报名"),
    "delegation.renew_link": N_("更换单位报名链接"),
    "delegation.register": N_("单位集体登记"),
    "attendee.consent": N_("重新同意个人信息说明"),
    "attendee.edit": N_("修改报名"),
    "attendee.register": N_("报名"),
    "attendee.renew_link": N_("更换报名链接"),
    "attendee.ask_erasure": N_("申请删除个人信息"),
    "attendee.withdraw_erasure": N_("撤回删除申请"),
    "attendee.refuse_erasure": N_("不同意删除个人信息"),
    "attendee.erase": N_("删除个人信息"),
    "attendee.export": N_("导出参会名单"),
    "attendee.assign_room": N_("安排房间和座位"),
    "bulk_action.do": N_("批量操作"),
    "bulk_action.undo": N_("撤销批量操作"),
    "saved_view.save": N_("保存常用筛选"),
    "saved_view.remove": N_("删除常用筛选"),
    "attendee.export_absent": N_("导出尚未报名名单"),
    "attendee.export_rooms": N_("导出住宿名单"),
    "attendee.export_travelers": N_("导出接送名单"),
    "file.download": N_("下载含个人信息的文件"),
    "event.keep_personal_data": N_("设置个人信息保存期限"),
    "event.wipe_personal_data": N_("清除个人信息"),
    "award.change_level": N_("调整等级"),
    "award.confirm": N_("确认等级"),
    "award.withdraw": N_("撤销等级"),
    "award.propose": N_("提出等级"),
    "badge.add_design": N_("新建胸牌设计"),
    "badge.print": N_("打印胸牌"),
    "badge.remove_class": N_("删除证件类别"),
    "badge.remove_design": N_("删除胸牌设计"),
    "badge.save_classes": N_("修改证件类别"),
    "badge.save_design": N_("修改胸牌设计"),
    "badge.replace_ticket": N_("遗失补办，换发参会码"),
    "badge.ship": N_("添加常用胸牌"),
    "certificate.issue": N_("颁发证书"),
    "certificate.print": N_("打印证书"),
    "certificate.withdraw": N_("撤销证书"),
    "checkpoint.create": N_("设立签到点"),
    "difference.reopen": N_("撤销核对"),
    "difference.settle": N_("核对确认"),
    "event.create": N_("建立会议"),
    "event.registration": N_("修改报名设置"),
    "event.activate": N_("设为默认会议"),
    "judge.add": N_("登记评委"),
    "key.distrust": N_("停止信任密钥"),
    "key.make": N_("启用新密钥"),
    "mailbox.remove": N_("删除邮箱设置"),
    "mailbox.save": N_("设置邮箱"),
    "member.add": N_("添加角色"),
    "member.close_account": N_("停用账号"),
    "member.remove": N_("移除角色"),
    "member.reopen_account": N_("恢复账号"),
    "member.reset_password": N_("重置密码"),
    "message.resend": N_("重新发送邮件"),
    "message_template.save": N_("改写邮件文字"),
    "message_template.reset": N_("恢复系统自带的邮件文字"),
    "mailing.save": N_("保存群发通知草稿"),
    "mailing.send": N_("发送群发通知"),
    "mailing.stop": N_("停止发送群发通知"),
    "mailing.retry": N_("重试群发通知"),
    "mailing.drop": N_("放弃群发通知草稿"),
    "panel.assign": N_("编排评审组"),
    "reading.accept": N_("接收文件"),
    "reading.return": N_("退回文件"),
    "result.change": N_("更新成果"),
    "result.enter": N_("录入成果"),
    "result.merge": N_("合并重复的成果"),
    "result.reopen_pair": N_("重新比较两项成果"),
    "result.tell_apart": N_("认定不是同一项"),
    "result.unmerge": N_("撤销合并"),
    "registration_form.save": N_("修改报名表"),
    "role.add": N_("新增参会身份"),
    "role.edit": N_("修改参会身份"),
    "role.move": N_("调整参会身份顺序"),
    "role.ship": N_("设立参会角色"),
    "invitation.accept": N_("接受邀请"),
    "invitation.renew": N_("重发邀请"),
    "invitation.revoke": N_("撤回邀请"),
    "invitation.send": N_("发出邀请"),
    "scan.undo": N_("撤销签到"),
    "schedule.places": N_("设置会议室和时段"),
    "schedule.plan": N_("编排日程"),
    "schedule.withdraw": N_("撤回日程"),
    "schedule.publish": N_("公布日程"),
    "score.save": N_("保存评分"),
    "score.submit": N_("提交评分"),
    "score_sheet.ship": N_("设立评分表"),
    "story.change": N_("更新品牌故事"),
    "story.enter": N_("录入品牌故事"),
    "summary.choose_level": N_("选择推荐等级"),
    "summary.enter": N_("录入推荐汇总表"),
    "summary.withdraw": N_("撤回推荐汇总表"),
}


FIELD_NAMES = {
    "left": N_("未恢复人数"),
    "action": N_("操作"),
    "seat": N_("座位"),
    "hotel_room": N_("房间"),
    "reasons": N_("退回原因"),
    "until": N_("延长到"),
    "name": N_("名称"),
    "number": N_("编号"),
    "unit_name": N_("单位"),
    "company_name": N_("单位"),
    "mobile": N_("手机"),
    "email": N_("电子邮箱"),
    "gender": N_("性别"),
    "job_title": N_("职务"),
    "roles": N_("参会角色"),
    "role": N_("角色"),
    "state": N_("状态"),
    "level": N_("等级"),
    "reason": N_("理由"),
    "total": N_("总分"),
    "points": N_("各项得分"),
    "topic_name": N_("课题"),
    "group_name": N_("小组名称"),
    "speaker_name": N_("演讲人"),
    "choice": N_("采用"),
    "recommended_level": N_("推荐等级"),
    "rows": N_("行数"),
    "results": N_("成果"),
    "verdict": N_("签到结果"),
    "checkpoint": N_("签到点"),
    "file": N_("文件"),
    "kind": N_("种类"),
    "count": N_("数量"),
    "attendee": N_("参会人员"),
    "codes": N_("代码"),
    "levels": N_("等级"),
    "published": N_("已公布"),
    "version": N_("版本"),
    "blocks": N_("时段"),
    "rooms": N_("会议室"),
    "judges": N_("评委"),
    "contact_person": N_("联系人"),
    "contact_phone": N_("联系电话"),
    "group": N_("小组或班组"),
    "holder_name": N_("小组或班组"),
    "unit": N_("单位"),
    "member_count": N_("人数"),
    "merged_into": N_("合并到"),
    "other": N_("另一项"),
    "score_of_pair": N_("相似度"),
    "advisor": N_("指导者"),
    "result_type": N_("成果类型"),
    "categories": N_("内容类别"),
    "brand_types": N_("品牌类型"),
    "postcode": N_("邮编"),
    "annex_id": N_("附件序号"),
    "row_id": N_("汇总表行号"),
    "presentations": N_("发表项数"),
    "sessions": N_("场次"),
    "score": N_("编排扣分"),
    "seed": N_("随机数种子"),
    "seconds": N_("用时（秒）"),
    "note": N_("说明"),
    "award": N_("等级序号"),
    "digest": N_("内容校验值"),
    "remark": N_("评语"),
    "submitted": N_("已提交"),
    "new_account": N_("新开账号"),
    "address": N_("邮箱地址"),
    "purpose": N_("用途"),
    "host": N_("服务器"),
    "port": N_("端口"),
    "security": N_("加密方式"),
    "login": N_("登录名"),
    "folder": N_("文件夹"),
    "password": N_("密码"),
    "recipient": N_("收件人"),
    "files": N_("文件"),
    "query": N_("筛选条件"),
}


NUMBERS = {"mobile", "contact_phone", "contact_mobile", "filled_by_phone", "phone"}


def action_name(action: str) -> str:
    """What was done, in the reader's language; an action without a name shows its code."""
    return gettext(ACTION_NAMES[action]) if action in ACTION_NAMES else action


def changes_of(detail: Mapping[str, Any], *, is_masked: bool = False) -> list[tuple[str, str]]:
    """Each field that an entry tells of, and what became of it: 「旧值 → 新值」, or the one value there is.

    Lists of entries are masked: telephone numbers can be told apart there, not called.
    """
    if detail.get("wiped"):
        return [(gettext("内容"), gettext("已清除"))]
    before, after = detail.get("before") or {}, detail.get("after") or {}
    if is_masked:
        before, after = masked(before), masked(after)
    return [(field_name(name), told(name, before, after)) for name in {**before, **after}]


def masked(side: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: masked_mobile(value) if name in NUMBERS and isinstance(value, str) and value else value
        for name, value in side.items()
    }


def field_name(name: str) -> str:
    return gettext(FIELD_NAMES[name]) if name in FIELD_NAMES else name


def told(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    sides = [in_words(side[name]) for side in (before, after) if name in side]
    return " → ".join(sides)


def in_words(value: object) -> str:
    """Text stays text, a list of texts is enumerated; anything else is written like JSON, so that nothing is hidden."""
    if value is None or value == "":
        return "—"
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return "、".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
