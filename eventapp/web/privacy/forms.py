"""Forms about personal data."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional


class RefusalForm(FlaskForm):
    """Why somebody's data cannot be deleted."""

    reason = TextAreaField(
        _("不能删除的理由"), [DataRequired(_("请写明不能删除的理由，本人会看到。")), Length(max=400)]
    )


class RetentionForm(FlaskForm):
    """Until when personal data is kept; nothing: for the time being."""

    until = DateField(_("个人信息保存到"), [Optional()])
