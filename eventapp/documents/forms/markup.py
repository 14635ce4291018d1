"""The elements of a Word document, made without a template: attributes named shortly, text made safe."""

from __future__ import annotations

from typing import Any

from lxml.builder import ElementMaker

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TWIPS_A_MM = 1440 / 25.4
W = ElementMaker(namespace=WORD, nsmap={"w": WORD})


def at(**attributes: object) -> dict[str, str]:
    """Attributes in the namespace of Word."""
    return {f"{{{WORD}}}{name}": str(value) for name, value in attributes.items()}


def twips(millimeters: float) -> int:
    """Twentieths of a point."""
    return round(millimeters * TWIPS_A_MM)


def text(content: str) -> Any:
    """A stretch of text with its spaces kept."""
    return W.t(content, {SPACE: "preserve"})
