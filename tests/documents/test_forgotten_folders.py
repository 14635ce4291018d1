"""What a killed process laid out on disk is removed by the next one that reads, and nothing else is."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest

from eventapp.documents.annexes.arrivals import FORGOTTEN_SECONDS, read_upload


def test_only_what_was_forgotten_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, at_work, other = (tmp_path / name for name in ("annexes-old", "annexes-new", "somebody-old"))
    for folder in (old, at_work, other):
        folder.mkdir()
        (folder / "upload").write_bytes(b"x")
    long_ago = time.time() - FORGOTTEN_SECONDS - 60
    for folder in (old, other):
        os.utime(folder, (long_ago, long_ago))

    read_upload("a.txt", b"nothing")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["annexes-new", "somebody-old"]
