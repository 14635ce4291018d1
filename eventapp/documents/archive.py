"""Files kept unchanged on disk, each under the SHA-256 of its bytes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


def keep(folder: Path, content: bytes) -> str:
    """Keep `content` durably below `folder`; returns its SHA-256. Keeping the same bytes again costs nothing."""
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(folder, digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).replace(target)  # whole or not at all, whoever else keeps the same file
    return digest


def remove(folder: Path, digest: str) -> None:
    """Delete the bytes for good; what is gone already is no fault."""
    path_of(folder, digest).unlink(missing_ok=True)


def path_of(folder: Path, digest: str) -> Path:
    """Where the file with this SHA-256 lies."""
    return folder / digest[:2] / digest


def fetch(folder: Path, digest: str) -> bytes:
    """The bytes of a kept file; raises FileNotFoundError when it was never kept."""
    return path_of(folder, digest).read_bytes()
