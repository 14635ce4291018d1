"""Forms of annexes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length


class ImportForm(FlaskForm):
    """The files that recommending bodies and units sent, many at once."""

    files = MultipleFileField(_("推荐材料文件"), [FileRequired(_("还没有选择文件，请选择至少一个。"))])


class ReturnForm(FlaskForm):
    """The mail that goes back with files, as drafted by the program and left by the secretary."""

    key = HiddenField()
    recipient = StringField(_("收件人"), [DataRequired(_("请填写收件人的邮箱地址。")), Length(max=254)])
    subject = StringField(_("主题"), [DataRequired(_("请填写主题。")), Length(max=200)])
    body = TextAreaField(_("正文"), [DataRequired(_("请填写正文。")), Length(max=200_000)])
