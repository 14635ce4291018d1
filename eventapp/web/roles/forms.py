"""Forms of roles and of the edition's registration."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from eventapp.domain.events import RegistrationSettings
from eventapp.domain.registration import RoleNeed
from eventapp.domain.registration_states import ADMISSION_NAMES, Admission
from eventapp.domain.shipped_badges import SHIPPED_CLASSES
from eventapp.services.badge_classes import BadgeClass
from eventapp.services.registration_settings import LONGEST_OFFER_HOURS, RegistrationTimes
from eventapp.services.role_settings import RoleSetting
from eventapp.services.roles import Role
from eventapp.web.language import choose_language, gettext
from eventapp.web.local_times import LOCAL_TIME, local_time, moment_typed

NEED_NAMES = {
    RoleNeed.NOTHING: _("不需要"),
    RoleNeed.RESULT: _("须选择要发表的成果"),
    RoleNeed.STORY: _("须选择要演讲的故事"),
}
MOST_PLACES = 100_000


class RoleForm(FlaskForm):
    """Everything about one role."""

    name = StringField(_("名称"), [DataRequired(_("请填写名称。")), Length(max=80)])
    name_en = StringField(_("英文名称"), [Length(max=80)])
    section = StringField(_("所属分组"), [DataRequired(_("请填写所属分组，报名页按它排列。")), Length(max=80)])
    hint = StringField(_("一句话说明"), [Length(max=400)])
    hint_en = StringField(_("英文说明"), [Length(max=400)])
    need = SelectField(_("成果或故事"), [DataRequired()])
    admission = SelectField(_("怎样报名"), [DataRequired()])
    capacity = IntegerField(_("名额"), [Optional(), NumberRange(0, MOST_PLACES, _("名额应是0至100000的整数。"))])
    has_waiting_list = BooleanField(_("额满后可以候补"))
    opens_at = DateTimeLocalField(_("开放时间"), [Optional()], format=LOCAL_TIME)
    closes_at = DateTimeLocalField(_("截止时间"), [Optional()], format=LOCAL_TIME)
    badge_class = SelectField(_("证件类别"), [DataRequired()])
    is_offered = BooleanField(_("在报名页上提供"))

    def offer_choices(self, classes: list[BadgeClass], held: str = "") -> None:
        """What can be chosen, in the reader's language; the class `held` so far stays choosable."""
        is_english = choose_language() == "en"
        self.need.choices = [SelectChoice(need.value, str(name)) for need, name in NEED_NAMES.items()]
        self.admission.choices = [SelectChoice(way.value, gettext(name)) for way, name in ADMISSION_NAMES.items()]
        known = classes or SHIPPED_CLASSES
        named = {one.code: (one.name_en if is_english else "") or one.name for one in known}
        extra = {held: held} if held and held not in named else {}
        self.badge_class.choices = [SelectChoice(code, name) for code, name in {**named, **extra}.items()]

    def show(self, role: Role) -> None:
        """Moments in the edition's zone."""
        self.opens_at.data, self.closes_at.data = local_time(role.opens_at), local_time(role.closes_at)

    def to_setting(self) -> RoleSetting:
        """What was filled in."""
        texts = ("name", "name_en", "section", "hint", "hint_en")
        return RoleSetting(
            **{name: (getattr(self, name).data or "").strip() for name in texts},
            need=RoleNeed(self.need.data), admission=Admission(self.admission.data), capacity=self.capacity.data,
            has_waiting_list=self.has_waiting_list.data, opens_at=moment_typed(self.opens_at.data),
            closes_at=moment_typed(self.closes_at.data), badge_class=self.badge_class.data,
            is_offered=self.is_offered.data,
        )  # fmt: skip


class SettingsForm(FlaskForm):
    """When and how the edition registers people."""

    opens_at = DateTimeLocalField(_("报名开放时间"), [Optional()], format=LOCAL_TIME)
    closes_at = DateTimeLocalField(_("报名截止时间"), [Optional()], format=LOCAL_TIME)
    offer_hours = IntegerField(
        _("候补名额保留多少小时"),
        [DataRequired(_("请填写小时数。")), NumberRange(1, LONGEST_OFFER_HOURS, _("应是1至336的整数。"))],
    )
    needs_entry_code = BooleanField(_("选择成果或故事须填写推荐单位给的选择码"))
    rotating_codes = BooleanField(_("个人页面的二维码定时变化，截图无效"))
    travel = TextAreaField(_("交通说明"), [Length(max=4000)])
    hotel = TextAreaField(_("住宿说明"), [Length(max=4000)])

    def to_times(self) -> RegistrationTimes:
        return RegistrationTimes(moment_typed(self.opens_at.data), moment_typed(self.closes_at.data))

    def to_settings(self) -> RegistrationSettings:
        """What was filled in."""
        return RegistrationSettings(
            offer_hours=self.offer_hours.data, needs_entry_code=self.needs_entry_code.data,
            rotating_codes=self.rotating_codes.data, travel=plain(self.travel.data), hotel=plain(self.hotel.data),
        )  # fmt: skip


def plain(text: str | None) -> str:
    """Typed lines with one kind of line break."""
    return "\n".join((text or "").strip().splitlines())
