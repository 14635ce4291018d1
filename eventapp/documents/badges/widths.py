"""How wide text becomes in print, from the advance widths in the fonts themselves.

typst sets every line of a badge without kerning and ligatures, so that the sum of advances is the printed width;
only punctuation may come out narrower.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from eventapp.documents.fonts import font_files
from eventapp.domain.badges import Weight

FIRST_FAMILY = "Noto Sans SC"
CLASS_OF_WEIGHT = {Weight.REGULAR: 400, Weight.BOLD: 700}
WITHOUT_WIDTH = {"Mn", "Me", "Cf"}


@dataclass(frozen=True)
class Face:
    """One font file: its family, how thick it is, and the width of each character in ems."""

    family: str
    weight: int
    file: Path

    @property
    def widths(self) -> dict[int, float]:
        return widths_of(self.file)


@lru_cache(maxsize=16)
def widths_of(file: Path) -> dict[int, float]:
    with TTFont(file, lazy=True) as font:
        em, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        return {character: advances[glyph][0] / em for character, glyph in font.getBestCmap().items()}


@lru_cache(maxsize=4)
def faces_in(folder: Path) -> tuple[Face, ...]:
    """All faces of a folder, those of the sans family first: in this order typst looks for a character."""
    found = [face_of(file) for file in font_files(folder)]
    return tuple(sorted(found, key=lambda face: (face.family != FIRST_FAMILY, face.family, face.weight)))


def face_of(file: Path) -> Face:
    with TTFont(file, lazy=True) as font:
        return Face(str(font["name"].getBestFamilyName()), int(font["OS/2"].usWeightClass), file)


def families_in(folder: Path) -> list[str]:
    """The families of a folder in the order of choice."""
    return list(dict.fromkeys(face.family for face in faces_in(folder)))


class Ruler:
    """Measures text in the fonts of one folder, in ems."""

    def __init__(self, folder: Path) -> None:
        self.faces = faces_in(folder)
        self.known: dict[tuple[str, Weight], float] = {}

    def width(self, character: str, weight: Weight) -> float:
        """The advance of one character; what no font has counts as one em."""
        found = self.known.get((character, weight))
        if found is None:
            found = self.known[character, weight] = self.looked_up(character, weight)
        return found

    def looked_up(self, character: str, weight: Weight) -> float:
        if unicodedata.category(character) in WITHOUT_WIDTH:
            return 0.0
        for family in dict.fromkeys(face.family for face in self.faces):
            face = min(
                (face for face in self.faces if face.family == family),
                key=lambda face: abs(face.weight - CLASS_OF_WEIGHT[weight]),
            )
            if (width := face.widths.get(ord(character))) is not None:
                return width
        return 1.0

    def text(self, text: str, weight: Weight) -> float:
        return sum(self.width(character, weight) for character in text)
