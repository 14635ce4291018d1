"""Taking an uploaded file in: kept unchanged, written down."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

from eventapp import clock
from eventapp.documents import archive
from eventapp.services import files
from eventapp.web.current import current_edition, current_settings
from eventapp.web.language import gettext


def keep_upload(upload: FileStorage) -> int:
    """Keep one file unchanged and write it down; folders in its name are left out. Official forms name people."""
    content = upload.stream.read()
    name = (upload.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    sha256 = archive.keep(current_settings().data_path / "files", content)
    return files.note_file(
        current_edition(), sha256=sha256, name=name or gettext("未命名文件"), size=len(content), is_personal=True, now=clock.now(),
        media_type=(upload.mimetype or "application/octet-stream")[:80],
    )  # fmt: skip
