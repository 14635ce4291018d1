"""Kept files that leave the program: who took one with people in it is noted."""

from __future__ import annotations

from typing import Any

from eventapp import clock
from eventapp.services.exports import note_export
from eventapp.web.current import current_actor, current_edition


def note_download(file: Any) -> None:
    """Note that a kept file is handed out, when it names people."""
    if file.is_personal:
        note_export(current_edition(), "file.download", file=file.name, actor=current_actor(), now=clock.now())
