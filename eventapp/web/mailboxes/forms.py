"""The form of a mailbox."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, PasswordField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from eventapp.domain.mailboxes import MAILBOX_SECURITY_NAMES, USUAL_FOLDER, USUAL_PORTS, Access, MailboxSecurity
from eventapp.web.language import gettext


class MailboxForm(FlaskForm):
    """How a mailbox is reached. The password is never shown again; left empty, the one known stays."""

    address = StringField(_("邮箱地址"), [DataRequired(_("请填写邮箱地址。")), Length(max=254)])
    host = StringField(
        _("收信服务器（IMAP）"), [DataRequired(_("请填写收信服务器，例如 imap.qq.com。")), Length(max=253)]
    )
    security = SelectField(_("加密方式"), [DataRequired(_("请选择加密方式。"))])
    port = IntegerField(_("端口"), [Optional(), NumberRange(1, 65535, _("端口是 1 到 65535 的数字，一般不用填。"))])
    login = StringField(_("登录名"), [Length(max=254)])
    password = PasswordField(_("密码或授权码"), [Length(max=400)])
    folder = StringField(_("文件夹"), [Length(max=200)])

    def offer_choices(self) -> None:
        """The ways to encrypt, in the reader's language."""
        self.security.choices = [SelectChoice(way.value, gettext(name)) for way, name in MAILBOX_SECURITY_NAMES.items()]

    def to_access(self) -> Access:
        """What was filled in; the usual for what was left empty."""
        security = MailboxSecurity(self.security.data)
        login = (self.login.data or "").strip() or self.address.data.strip()
        folder = (self.folder.data or "").strip() or USUAL_FOLDER
        return Access(self.host.data.strip(), self.port.data or USUAL_PORTS[security], security, login, folder)
