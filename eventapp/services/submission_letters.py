"""Mails about the steps of a submission: plain Chinese text, joined from values and never formatted by them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.form_pages import page_specs, row_specs
from eventapp.domain.submissions import Step, last_moment
from eventapp.domain.typed_forms import Draft
from eventapp.extensions import db
from eventapp.models.annex import Annex, AnnexStep
from eventapp.models.organization import Organization, Recommender
from eventapp.services.messages import write_message

TEMPLATE = "submission"
SAID = {
    Step.SUBMIT: "已提交，我们收到后会核对；如有问题会再写信给您。",
    Step.RETURN: "已退回，请按下面的意见补正后重新提交。",
    Step.ACCEPT: "已接收，不需要再做什么。",
    Step.WITHDRAW: "已撤回，不再作为本届的申报材料。需要恢复时，打开原来的表重新提交即可。",
}
TITLES = {Step.SUBMIT: "已提交", Step.RETURN: "请补正", Step.ACCEPT: "已接收", Step.WITHDRAW: "已撤回"}
EMAIL_FIELDS = ("email", "email_or_qq", "speaker_email")
SUBJECTS = ("company_name", "region_or_group", "group_name", "team_name", "story_name")
SUBJECT_LENGTH = 80
BY_LINK = "/fill/"
ROW = re.compile(r"rows\[(\d+)\]\.?(\w*)")


def form_name(kind: FormKind) -> str:
    """附件一 全国机械工业优秀质量管理小组成果表."""
    return f"{FORMS[kind].annex} {FORMS[kind].title}"


def tell(
    edition: Edition, annex: Annex, said: Draft, taken: Step, step: AnnexStep, *, address: str, now: datetime
) -> None:
    """Put the mail about a step into the outbox; an annex whose people left no address gets none."""
    if recipient := recipient_of(annex, said):
        lines = [
            f"{form_name(annex.kind)}", *subject_lines(said), "", SAID[taken], *reasons_of(annex.kind, step.reasons),
            *([f"说明：{step.remark}"] if step.remark else []), *way_back(annex, address),
        ]  # fmt: skip
        post(edition, recipient, title_of(TITLES[taken], annex, said), lines, f"annex-step:{step.id}", now)


def tell_extension(
    edition: Edition, annex: Annex, said: Draft, until: datetime, *, address: str, now: datetime
) -> None:
    """The mail about an organizer's extension."""
    if recipient := recipient_of(annex, said):
        lines = [
            form_name(annex.kind), *subject_lines(said), "", f"提交时间延长到 {last_moment(edition, until)}。",
            *(["", f"查看和填写：{address}"] if address else []),
        ]  # fmt: skip
        key = f"annex-extension:{annex.id}:{until.isoformat()}"
        post(edition, recipient, title_of("已延期", annex, said), lines, key, now)


def tell_link(edition: Edition, annex: Annex, said: Draft, *, address: str, now: datetime) -> None:
    """The mail that sends a unit its link."""
    if annex.contact_email:
        lines = [
            form_name(annex.kind), *subject_lines(said), "", "请打开下面的链接在线填写，填好后点“提交”：", address, "",
            "链接不需要账号，知道的人都能填写，请不要转发给无关的人。",
        ]  # fmt: skip
        post(
            edition,
            annex.contact_email,
            title_of("请填写", annex, said),
            lines,
            f"annex-link:{annex.id}:{now.isoformat()}",
            now,
        )


def title_of(what: str, annex: Annex, said: Draft) -> str:
    """已接收：附件一 铁砧QC小组: a unit with ten groups tells its mails apart."""
    names = subject_lines(said)
    return " ".join([f"{what}：{FORMS[annex.kind].annex}", *names[-1:]])[:SUBJECT_LENGTH]


def way_back(annex: Annex, address: str) -> list[str]:
    """Where to go on. Of a secret link only the hash is known here, unless this mail answers to it."""
    if annex.secret_hash and BY_LINK not in address:
        with_account = [f"（推荐单位也可以登录后打开：{address}）"] if address else []
        return ["", "请用原来收到的填写链接打开这份表。", *with_account]
    return ["", f"查看和填写：{address}"] if address else []


def post(edition: Edition, recipient: str, subject: str, lines: list[str], key: str, now: datetime) -> None:
    contact = edition.contact
    reach = "  ".join(part for part in (contact.phone, contact.email) if part)
    body = [
        "您好！",
        "",
        f"{edition.name}",
        *lines,
        "",
        contact.organization,
        *([f"联系方式：{reach}"] if reach else []),
    ]
    write_message(
        edition, dedupe_key=key, template=TEMPLATE, recipient=recipient, subject=f"{subject} · {edition.short_name}",
        body="\n".join(body), attendee_id=None, now=now,
    )  # fmt: skip


def recipient_of(annex: Annex, said: Draft) -> str:
    """Who is told: the contact of the annex, else the address in the form, else the recommending body."""
    found = annex.contact_email or address_in(said.texts)
    return found or db.session.scalar(select(Recommender.email).where(Recommender.id == body_of(annex))) or ""


def body_of(annex: Annex) -> ColumnElement[int]:
    """The body that sent an annex, else the one that recommends its unit."""
    of_unit = select(Organization.recommender_id).where(Organization.id == annex.organization_id).scalar_subquery()
    return func.coalesce(annex.recommender_id, of_unit)


def address_in(fields: Mapping[str, object]) -> str:
    """The mail address that a form tells, if it is one."""
    written = (str(fields.get(name) or "").strip() for name in EMAIL_FIELDS)
    return next((text for text in written if is_address(text)), "")


def is_address(text: str) -> bool:
    """One mail address and nothing that could become another header or recipient."""
    return re.fullmatch(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+", text) is not None


def subject_lines(said: Draft) -> list[str]:
    """The unit and group that the form is about."""
    return [text for name in SUBJECTS if (text := said.texts.get(name, "").strip())]


def reasons_of(kind: FormKind, reasons: Mapping[str, str]) -> list[str]:
    return ["", *(f"· {label_of(kind, name)}：{reason}" for name, reason in reasons.items())] if reasons else []


def label_of(kind: FormKind, name: str) -> str:
    """The label of a field, with the number of its row as people count."""
    if row := ROW.fullmatch(name):
        spec = row_specs(kind).get(row[2])
        return f"第{int(row[1]) + 1}行{' ' + spec.label if spec else ''}"
    if name == "rows":
        return "推荐行"
    spec = page_specs(kind).get(name)
    return spec.label if spec else name
