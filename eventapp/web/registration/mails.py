"""Mails about a registration: plain Chinese text, joined from values and never formatted by them."""

from __future__ import annotations

from eventapp.domain.events import Edition
from eventapp.domain.registration import Letter
from eventapp.web.registration.offers import Offer


def compose_link(edition: Edition, *, name: str, roles: str, offer: Offer | None, address: str) -> Letter:
    """The mail with the personal link: what, when, where."""
    lines = [
        f"{name}，您好！",
        "",
        f"您的报名信息已收到：{edition.name}。",
        f"参会身份：{roles}",
        *([f"发表内容：{offer.title}（{offer.unit}）"] if offer else []),
        f"会议时间：{days_of(edition)}",
        f"会议地点：{edition.place or '另行通知'}",
        "",
        "您的二维码和报名信息在下面的链接里，签到时出示二维码，报名截止前也可以在这里修改或取消：",
        address,
        "",
        "这个链接只属于您，请不要转发给别人。",
        *signature(edition),
    ]
    return Letter(f"报名确认：{edition.short_name}", "\n".join(lines))


def compose_decision(edition: Edition, *, name: str, approve: bool) -> Letter:
    """What an organizer decided. The link is not known here: only its hash is kept."""
    said = (
        "您的报名已通过审核，请用原来的链接打开二维码，签到时出示。"
        if approve
        else "您的报名未通过审核。如有疑问，请联系会务组。"
    )
    lines = [f"{name}，您好！", "", f"{edition.name}：", said, *signature(edition)]
    return Letter(f"报名审核结果：{edition.short_name}", "\n".join(lines))


def days_of(edition: Edition) -> str:
    if edition.starts_on is None:
        return "另行通知"
    if edition.ends_on is None or edition.ends_on == edition.starts_on:
        return edition.starts_on.isoformat()
    return f"{edition.starts_on.isoformat()} 至 {edition.ends_on.isoformat()}"


def signature(edition: Edition) -> list[str]:
    contact = edition.contact
    reach = "  ".join(part for part in (contact.phone, contact.email) if part)
    return ["", contact.organization, *([f"联系方式：{reach}"] if reach else [])]
