"""The form by which organizers invite."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from eventapp.domain.registration import RoleNeed
from eventapp.services.roles import Role
from eventapp.web.language import choose_language
from eventapp.web.local_times import LOCAL_TIME


class InvitationForm(FlaskForm):
    """Whom to invite, into which role, until when."""

    role = SelectField(_("参会身份"), [DataRequired(_("请选择参会身份。"))])
    guests = TextAreaField(
        _("被邀请人"), [DataRequired(_("请至少填写一人。")), Length(max=100_000, message=_("一次最多邀请500人。"))]
    )
    expires_at = DateTimeLocalField(_("有效期至"), [Optional()], format=LOCAL_TIME)
    remark = TextAreaField(_("附言"), [Length(max=2000)])

    def offer_roles(self, roles: list[Role]) -> None:
        """Roles that need nothing but the person."""
        is_english = choose_language() == "en"
        self.role.choices = [
            SelectChoice(role.code, (role.name_en if is_english else "") or role.name)
            for role in roles
            if role.need is RoleNeed.NOTHING
        ]
