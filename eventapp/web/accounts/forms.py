"""Forms of accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200  # argon2 reads all of it; a novel must not cost us a second


class SignInForm(FlaskForm):
    """Name and password; `next` is where the person wanted to go."""

    login = StringField(_("登录名"), [DataRequired(_("请填写登录名。")), Length(max=80)])
    password = PasswordField(_("密码"), [DataRequired(_("请填写密码。")), Length(max=LONGEST_PASSWORD)])
    next = HiddenField()


class CodeForm(FlaskForm):
    """Six digits from the authenticator app."""

    code = StringField(_("六位动态码"), [DataRequired(_("请填写动态码。")), Length(max=12)])


class ChangePasswordForm(FlaskForm):
    """The current password, and the new one twice."""

    current = PasswordField(_("当前密码"), [DataRequired(_("请填写当前密码。")), Length(max=LONGEST_PASSWORD)])
    new = PasswordField(
        _("新密码"),
        [
            DataRequired(_("请填写新密码。")),
            Length(min=SHORTEST_PASSWORD, max=LONGEST_PASSWORD, message=_("新密码至少10个字符，请加长。")),
        ],
    )
    again = PasswordField(
        _("再输入一次新密码"),
        [DataRequired(_("请再输入一次新密码。")), EqualTo("new", _("两次输入的新密码不同，请重新输入。"))],
    )


class PasswordForm(FlaskForm):
    """The password once more, before something is taken away."""

    password = PasswordField(_("当前密码"), [DataRequired(_("请填写当前密码。")), Length(max=LONGEST_PASSWORD)])
