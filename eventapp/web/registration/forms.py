"""Forms of registration: what people type on a phone, brought to one spelling by the rules."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, SelectField, StringField, TelField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from eventapp.domain.refusals import Refusal
from eventapp.domain.registration import Person, normal_email, normal_mobile
from eventapp.web.language import words_of


def one_line(text: str | None) -> str:
    """What was typed, on one line and without control characters; every other character stays as it came."""
    visible = (" " if unicodedata.category(char) == "Cc" else char for char in text or "")
    return "".join(visible).strip()


GENDERS = [SelectChoice("", _("不填")), SelectChoice("男", _("男")), SelectChoice("女", _("女"))]


class PersonForm(FlaskForm):
    """Who comes: asked once, changed later by the same fields."""

    name = StringField(_("姓名"), [DataRequired(_("请填写姓名。")), Length(max=80)], filters=[one_line])
    gender = SelectField(_("性别"), choices=GENDERS)
    unit_name = StringField(
        _("单位名称"), [DataRequired(_("请填写单位名称，与公章一致。")), Length(max=400)], filters=[one_line]
    )
    job_title = StringField(_("部门和职务"), [Length(max=80)], filters=[one_line])
    mobile = TelField(_("手机号"), [DataRequired(_("请填写手机号。"))], filters=[one_line])
    email = EmailField(_("邮箱"), filters=[one_line])

    def validate_mobile(self, field: Field) -> None:
        field.data = said_kindly(normal_mobile, field.data)

    def validate_email(self, field: Field) -> None:
        field.data = said_kindly(normal_email, field.data)

    @property
    def person(self) -> Person:
        """What a valid form says."""
        return Person(
            name=self.name.data, unit_name=self.unit_name.data, mobile=self.mobile.data, gender=self.gender.data or "",
            job_title=self.job_title.data, email=self.email.data,
        )  # fmt: skip


class RegistrationForm(PersonForm):
    """The same, with the consent that keeping it rests on."""

    consent = BooleanField(
        _("我同意会务组为办理本次会议使用以上信息"), [DataRequired(_("请阅读说明，同意后才能报名。"))]
    )


def said_kindly(rule: Callable[[str], str], text: str) -> str:
    """Run a rule on what was typed; its refusal becomes the sentence beside the field."""
    try:
        return rule(text)
    except Refusal as refusal:
        raise ValidationError(words_of(refusal)) from refusal
