"""Forms of the workbench."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class ScanForm(FlaskForm):
    """The printed list, stamped and scanned."""

    scan = FileField(_("盖章扫描件"), [FileRequired(_("还没有选择文件，请选择盖章后的扫描件。"))])
