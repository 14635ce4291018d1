"""Forms of awards."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from eventapp.domain.events import Edition


def number_or_none(text: str | int | None) -> int | None:
    """The number of a choice; nothing chosen is None. A text that is no number is no choice (ValueError)."""
    return None if text in ("", None, "None") else int(text)


class LevelForm(FlaskForm):
    """A level chosen by a person, and why; with several summary rows also whose spelling is printed."""

    level = SelectField(_("等级"), [InputRequired(_("请选择等级。"))], coerce=number_or_none)
    row = RadioField(
        _("证书采用的单位和小组（班组）名称"), [InputRequired(_("请选择证书采用哪一种写法。"))], coerce=number_or_none
    )
    reason = TextAreaField(
        _("理由"), [DataRequired(_("请写明理由，操作记录里会保留。")), Length(max=400, message=_("理由最多400个字。"))]
    )

    def offer(self, edition: Edition, rows: Iterable[tuple[int, str]]) -> LevelForm:
        """Fill in what can be chosen; without a choice of rows there is no such question."""
        names = [(str(level), name) for level, name in sorted(edition.levels.names.items())]
        self.level.choices = [("", _("请选择")), *names]
        self.row.choices = list(rows)
        if not self.row.choices:
            del self.row
        return self
