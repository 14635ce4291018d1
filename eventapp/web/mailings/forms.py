"""The form of a mailing."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from eventapp.domain.attendee_filters import wanted_from
from eventapp.domain.message_templates import LONGEST_BODY, LONGEST_SUBJECT
from eventapp.domain.messages import CHANNEL_NAMES, Channel
from eventapp.domain.registration_states import ATTENDEE_STATE_NAMES
from eventapp.services.mailings import Mailing, MailingDraft
from eventapp.services.roles import Role
from eventapp.web.language import choose_language, gettext

LONGEST_AUDIENCE = 20_000  # two thousand chosen people by number


class MailingForm(FlaskForm):
    """What is said to whom. `audience` is the query of the list it was begun from; without one, role and state count."""

    name = StringField(_("名称"), [DataRequired(_("请起个名称，只有会务组看得到。")), Length(max=80)])
    role = SelectField(_("发给谁"))
    state = SelectField(_("状态"))
    channel = SelectField(_("方式"))
    subject = StringField(_("主题"), [DataRequired(_("请填写主题。")), Length(max=LONGEST_SUBJECT)])
    body = TextAreaField(_("正文"), [DataRequired(_("请填写正文。")), Length(max=LONGEST_BODY)])
    subject_en = StringField(_("英文主题"), [Length(max=LONGEST_SUBJECT)])
    body_en = TextAreaField(_("英文正文"), [Length(max=LONGEST_BODY)])
    with_calendar = BooleanField(_("附上会议日历文件（只有邮件能附）"))
    audience = HiddenField(validators=[Length(max=LONGEST_AUDIENCE)])
    revision = HiddenField(default="0")

    def offer_choices(self, roles: list[Role]) -> None:
        """Fill the lists in the reader's language."""
        is_english = choose_language() == "en"
        named = [SelectChoice(role.code, role.name_en if is_english and role.name_en else role.name) for role in roles]
        states = [SelectChoice(state.value, gettext(name)) for state, name in ATTENDEE_STATE_NAMES.items()]
        self.role.choices = [SelectChoice("", gettext("全部参会人员")), *named]
        self.state.choices = [SelectChoice("", gettext("没有取消、没有被拒的")), *states]
        for control in (self.role, self.state, self.channel):
            control.flags.required = True  # there is always an answer; none of them is to be left out
        self.channel.choices = [SelectChoice(kind.value, gettext(name)) for kind, name in CHANNEL_NAMES.items()]
        if parse_qsl(
            self.audience.data or ""
        ):  # begun from a list: the page does not ask again, so there is no answer to look for
            del self.role, self.state

    def to_audience(self) -> dict[str, str]:
        """The filters that choose the readers; what nobody understands is left out."""
        told = dict(parse_qsl(self.audience.data or "")) or {"role": self.role.data, "state": self.state.data}
        return wanted_from(told).as_query()

    def to_draft(self) -> MailingDraft:
        channel = Channel(self.channel.data)
        return MailingDraft(
            name=self.name.data.strip(), channel=channel, subject=" ".join(self.subject.data.split()),
            body=self.body.data.strip(), subject_en=" ".join((self.subject_en.data or "").split()),
            body_en=(self.body_en.data or "").strip(),
            with_calendar=bool(self.with_calendar.data) and channel is Channel.MAIL, audience=self.to_audience(),
        )  # fmt: skip


def form_of(mailing: Mailing | None, query: Mapping[str, str], *, is_fresh: bool = False) -> MailingForm:
    """The form for a draft, or an empty one for the list at `query`; a fresh one reads nothing of the request."""
    if mailing is None:
        data = {"audience": urlencode(query), "channel": Channel.MAIL.value}
        return MailingForm(formdata=None, data=data) if is_fresh else MailingForm(data=data)
    data = {
        name: getattr(mailing, name) for name in ("name", "subject", "body", "subject_en", "body_en", "with_calendar")
    }
    told: dict[str, str] = mailing.audience
    is_plain = set(told) <= {"role", "state"}
    data |= {
        "channel": mailing.channel.value, "revision": str(mailing.revision), "role": told.get("role", ""),
        "state": told.get("state", ""), "audience": "" if is_plain else urlencode(told),
    }  # fmt: skip
    return MailingForm(data=data)
