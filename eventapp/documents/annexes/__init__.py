"""Official annex forms as files: `read_file` turns an upload into checked values."""

from eventapp.documents.annexes.reading import read_file

__all__ = ["read_file"]
