"""The list as an official file, and its stamped scan."""

from __future__ import annotations

import io

from werkzeug.datastructures import FileStorage

from eventapp import clock
from eventapp.domain.annexes import ReadForm
from eventapp.domain.attachments import require_fitting
from eventapp.domain.events import Edition
from eventapp.domain.official_words import words_of
from eventapp.domain.refusals import Refusal
from eventapp.domain.submissions import AttachmentPurpose
from eventapp.services import attachments, workbench
from eventapp.services.drafts import Entrance
from eventapp.web.annexes.uploads import keep_upload
from eventapp.web.current import current_actor, current_edition, current_settings

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def official_file(edition: Edition, form: ReadForm, extension: str) -> io.BytesIO:
    """The official form filled in; the writers are loaded only here, for they are large."""
    from eventapp.documents import forms

    write = forms.write_word if extension == "docx" else forms.write_workbook
    return io.BytesIO(write(form.kind, form.fields, form.rows, words_of(edition), written=form.written))


def keep_scan(recommender_id: int, upload: FileStorage) -> None:
    """Keep a scan beside the annex 3 of a body. Raises `Refusal` for anything but a PDF or a picture."""
    edition, actor = current_edition(), current_actor()
    _, summary, _ = workbench.get_body(edition, recommender_id, actor=actor)
    if summary is None or summary.annex_id is None:
        raise Refusal("还没有推荐名单，先生成名单，打印盖章后再上传扫描件。")
    require_fitting(AttachmentPurpose.STAMPED, upload.stream.read(), current_settings().stamped_megabytes)
    upload.stream.seek(0)
    entrance = Entrance(actor, summary.annex_id)
    attachments.attach_file(edition, entrance, AttachmentPurpose.STAMPED, keep_upload(upload), now=clock.now())
