"""What the desk asks of somebody who just came: four fields and a tick."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, SelectField, StringField, TelField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from eventapp.domain.refusals import Refusal
from eventapp.domain.registration import Person, normal_mobile
from eventapp.domain.registration_values import tidy
from eventapp.services.walk_ins import Checkpoint, IfFull, Role
from eventapp.web.ids import row_id
from eventapp.web.language import choose_language, words_of

NOWHERE = "0"


def tidied(text: str | None) -> str:
    return tidy(text or "")


class WalkInForm(FlaskForm):
    """Name, unit, mobile, consent, role, and what a presenter presents or a speaker tells.

    `is_other` says that somebody looked and it is another person; `listed` for what words `subject` was offered.
    """

    name = StringField(_("姓名"), [DataRequired(_("请填写姓名。")), Length(max=80)], filters=[tidied])
    unit_name = StringField(_("单位名称"), [DataRequired(_("请填写单位名称。")), Length(max=400)], filters=[tidied])
    mobile = TelField(_("手机号"), [DataRequired(_("请填写手机号。"))], filters=[tidied])
    consents = BooleanField(
        _("本人当面同意会务组按个人信息说明使用以上信息"), [InputRequired(_("请先问过本人：同意才能登记。"))]
    )
    role = SelectField(_("参会身份"), [InputRequired(_("请选择参会身份。"))])
    checkpoint = SelectField(_("登记后签到"), [InputRequired()])
    is_other = HiddenField()
    if_full = HiddenField()
    subject = HiddenField()
    subject_text = StringField(_("成果、小组、故事或单位名称"), [Length(max=400)], filters=[tidied])
    listed = HiddenField()

    @classmethod
    def offering(cls, roles: Sequence[Role], arrivals: Sequence[Checkpoint], **held: object) -> WalkInForm:
        """The form with the roles that may be given and the checkpoints where people arrive."""
        form = cls(**held)
        is_english = choose_language() == "en"
        first = [] if form.role.data else [SelectChoice("", _("请选择"))]  # afterwards that of the person before
        form.role.choices = [*first, *(SelectChoice(one.code, is_english and one.name_en or one.name) for one in roles)]
        form.checkpoint.choices = [
            *(SelectChoice(str(one.id), is_english and one.name_en or one.name) for one in arrivals),
            SelectChoice(NOWHERE, _("不签到")),
        ]
        return form

    def validate_mobile(self, field: Field) -> None:
        try:
            field.data = normal_mobile(field.data)
        except Refusal as refusal:
            raise ValidationError(words_of(refusal)) from refusal

    @property
    def person(self) -> Person:
        """What a valid form says."""
        return Person(name=self.name.data, unit_name=self.unit_name.data, mobile=self.mobile.data)

    @property
    def sought(self) -> str:
        """By what a presenter's result or a speaker's story is looked for: the unit, until something else is typed."""
        return self.subject_text.data or self.unit_name.data

    @property
    def subject_id(self) -> int | None:
        """The number of the chosen result or story."""
        try:
            return row_id(self.subject.data or "")
        except ValueError:
            return None

    @property
    def list_name(self) -> str:
        """Of which list a `subject` must come to be meant for this role and these words."""
        return f"{self.role.data}:{self.sought}"

    @property
    def what_if_full(self) -> IfFull:
        return IfFull(self.if_full.data) if self.if_full.data in list(IfFull) else IfFull.ASK
