"""One form with every kind of control."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

KINDS = [SelectChoice("qc", _("QC小组")), SelectChoice("team", _("信得过班组"))]
MEALS = [SelectChoice("lunch", _("午餐")), SelectChoice("dinner", _("晚餐"))]
ROOMS = [SelectChoice("1", _("第一分会场")), SelectChoice("2", _("第二分会场"))]


class SampleForm(FlaskForm):
    """Text, number, date, choices, tick, file."""

    name = StringField(_("姓名"), [DataRequired(_("请填写姓名。"))])
    people = IntegerField(_("人数"), [DataRequired(_("请填写人数。")), NumberRange(1, 99, _("人数应在1到99之间。"))])
    day = DateField(_("到达日期"))
    kind = RadioField(_("类别"), choices=KINDS, default="qc")
    room = SelectField(_("分会场"), choices=ROOMS)
    meals = SelectMultipleField(_("用餐"), choices=MEALS, option_widget=CheckboxInput(), widget=ListWidget())
    remark = TextAreaField(_("备注"), description=_("有饮食禁忌请写在这里。"))
    agreed = BooleanField(_("同意会务组使用以上信息"), [DataRequired(_("请勾选同意。"))])
    workbook = FileField(_("推荐汇总表"))
