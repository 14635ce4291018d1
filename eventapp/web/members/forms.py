"""Forms of members."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from eventapp.domain.people import STAFF_ROLE_NAMES, StaffRole
from eventapp.services.members import Seat
from eventapp.web.ids import row_id
from eventapp.web.language import gettext

OFFERED = tuple(role for role in StaffRole if role is not StaffRole.ADMINISTRATOR)


def row_or_none(text: str | None) -> int | None:
    """The number of a chosen row; nothing chosen is None."""
    return row_id(text) if text else None


class MemberForm(FlaskForm):
    """Whom to let in, and as what; recommender and judge are asked of liaisons and judges only, by the service."""

    login = StringField(
        _("登录名"), [DataRequired(_("请填写登录名。")), Length(max=80, message=_("登录名最多80个字符。"))]
    )
    name = StringField(
        _("姓名"),
        [Length(max=80, message=_("姓名最多80个字符。"))],
        filters=[lambda text: (text or "").strip()],
    )
    role = SelectField(_("角色"), [DataRequired(_("请选择角色。"))])
    recommender = SelectField(_("推荐单位"), coerce=row_or_none, validate_choice=False)
    judge = SelectField(_("评委"), coerce=row_or_none, validate_choice=False)

    def offer(
        self, recommenders: Iterable[tuple[int, str]], judges: Iterable[tuple[int, str, str, str | None]]
    ) -> MemberForm:
        """Fill in what can be chosen; a judge with an account says so."""
        none = SelectChoice("", gettext("请选择"))
        self.role.choices = [none, *(SelectChoice(role.value, gettext(STAFF_ROLE_NAMES[role])) for role in OFFERED)]
        self.recommender.choices = [none, *(SelectChoice(str(number), name) for number, name in recommenders)]
        self.judge.choices = [none, *(SelectChoice(str(judge[0]), judge_label(*judge[1:])) for judge in judges)]
        return self

    def seat(self) -> Seat:
        """What was chosen."""
        return Seat(StaffRole(self.role.data), self.recommender.data, self.judge.data)


def judge_label(name: str, unit: str, login: str | None) -> str:
    if login is None:
        return gettext("%(name)s（%(unit)s）", name=name, unit=unit)
    return gettext("%(name)s（%(unit)s），已有账号 %(login)s", name=name, unit=unit, login=login)
