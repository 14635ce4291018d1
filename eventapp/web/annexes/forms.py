"""Forms of annexes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired, MultipleFileField


class ImportForm(FlaskForm):
    """The files that recommending bodies and units sent, many at once."""

    files = MultipleFileField(_("推荐材料文件"), [FileRequired(_("还没有选择文件，请选择至少一个。"))])
