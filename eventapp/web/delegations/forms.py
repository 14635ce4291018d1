"""Forms of a unit's contact."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, EmailField, Field, StringField, TelField
from wtforms.validators import DataRequired, Length, ValidationError

from eventapp.domain.delegations import NewDelegation
from eventapp.domain.refusals import Refusal
from eventapp.domain.registration import normal_email, normal_mobile
from eventapp.domain.registration_values import tidy
from eventapp.web.language import words_of


def one_line(text: str | None) -> str:
    """What was typed, on one line and without control characters; every other character stays as it came."""
    return tidy(text or "")


def said_kindly(rule: Callable[[str], str], text: str) -> str:
    """Run a rule on what was typed; its refusal becomes the sentence beside the field."""
    try:
        return rule(text)
    except Refusal as refusal:
        raise ValidationError(words_of(refusal)) from refusal


class ContactForm(FlaskForm):
    """Who registers the unit's people, and that these people know of it."""

    unit_name = StringField(
        _("单位名称"), [DataRequired(_("请填写单位名称，与公章一致。")), Length(max=400)], filters=[one_line]
    )
    contact_name = StringField(_("联系人姓名"), [DataRequired(_("请填写姓名。")), Length(max=80)], filters=[one_line])
    contact_mobile = TelField(_("联系人手机号"), [DataRequired(_("请填写手机号。"))], filters=[one_line])
    contact_email = EmailField(
        _("联系人邮箱"), [DataRequired(_("请填写邮箱：报名链接会发到这里。"))], filters=[one_line]
    )
    consent = BooleanField(
        _("我已把上面的说明告知将要登记的每一位人员，他们同意由我代为提供这些信息"),
        [DataRequired(_("请先告知本单位参会人员，再勾选此项。"))],
    )

    def validate_contact_mobile(self, field: Field) -> None:
        field.data = said_kindly(normal_mobile, field.data)

    def validate_contact_email(self, field: Field) -> None:
        field.data = said_kindly(normal_email, field.data)

    @property
    def delegation(self) -> NewDelegation:
        """What a valid form says."""
        return NewDelegation(
            self.unit_name.data, self.contact_name.data, self.contact_mobile.data, self.contact_email.data
        )


class LinkForm(FlaskForm):
    """Where the link was mailed to."""

    email = EmailField(_("联系人邮箱"), [DataRequired(_("请填写开始报名时填写的邮箱。"))], filters=[one_line])


class UploadForm(FlaskForm):
    """A filled-in list."""

    file = FileField(_("名单文件"), [FileRequired()])
