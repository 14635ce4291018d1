"""Units: when two spellings are the same name."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


def name_key(name: str) -> str:
    """A name for comparing: width, case and blanks do not count. Anything more would merge different names."""
    plain = name if unicodedata.is_normalized("NFKC", name) else unicodedata.normalize("NFKC", name)
    return INVISIBLE.sub("", plain).casefold()[:400]
