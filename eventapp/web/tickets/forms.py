"""What is asked about tickets."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length


class DistrustForm(FlaskForm):
    """Why a key pair counts no longer, and whether people hear of it at once."""

    reason = TextAreaField(
        _("原因"), [DataRequired(_("请写明原因，操作记录里会保留。")), Length(max=400, message=_("原因最多400个字。"))]
    )
    letters = BooleanField(_("给填写了邮箱的人发邮件，请他们使用新的二维码"), default=True)


class LostLinkForm(FlaskForm):
    """By what a person is known; the answer never says whether they are."""

    name = StringField(_("姓名"), [DataRequired(_("请填写报名时的姓名。")), Length(max=80, message=_("姓名太长。"))])
    mobile = StringField(
        _("手机号"), [DataRequired(_("请填写报名时的手机号。")), Length(max=40, message=_("手机号太长。"))]
    )
