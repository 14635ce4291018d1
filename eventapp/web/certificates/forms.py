"""Forms of certificates."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length


class WithdrawForm(FlaskForm):
    """Why a certificate is taken back."""

    reason = TextAreaField(
        _("理由"), [DataRequired(_("请写明理由，操作记录里会保留。")), Length(max=400, message=_("理由最多400个字。"))]
    )
