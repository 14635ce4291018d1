"""Which characters the fonts of the print room can show, asked before printing instead of found on paper."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

# Control and format characters, joiners and variation selectors have no picture of their own.
WITHOUT_PICTURE = {"Cf", "Zs", "Zl", "Zp"}
LINE_BREAKS = frozenset("\t\n\v\f\r")


def font_files(folder: Path) -> tuple[Path, ...]:
    """Return the TrueType and OpenType files of a folder, in the order of their names.

    Raises `FileNotFoundError` with the cure when there are none: certificates without fonts would be empty.
    """
    files = tuple(sorted(path for path in folder.glob("*") if path.suffix.lower() in {".ttf", ".otf"}))
    if not files:
        raise FileNotFoundError(f"no fonts in {folder}: run `npm ci`, then `python tools/vendor.py`")
    return files


def missing_glyphs(text: str, files: Sequence[Path]) -> list[str]:
    """Return the characters of `text` that none of the fonts shows: each once, in order of appearance."""
    known = _characters_of_all(tuple(files))
    return [character for character in dict.fromkeys(text) if not _is_shown(character, known)]


def _is_shown(character: str, known: frozenset[int]) -> bool:
    if ord(character) in known or character in LINE_BREAKS or unicodedata.category(character) in WITHOUT_PICTURE:
        return True
    return "VARIATION SELECTOR" in unicodedata.name(character, "")


@lru_cache(maxsize=8)
def _characters_of_all(files: tuple[Path, ...]) -> frozenset[int]:
    return frozenset().union(*(_characters(file) for file in files))


@lru_cache(maxsize=16)
def _characters(file: Path) -> frozenset[int]:
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())
