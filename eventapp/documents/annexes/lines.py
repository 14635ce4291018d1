"""A line of running text taken apart where tabs set it in columns."""

from __future__ import annotations

LONGEST_LINE = 300  # characters; a longer line is a paragraph, and its tabs are indents


def cells_of(line: str) -> tuple[str, ...]:
    """The columns of a tabbed line; a line without inner tabs, or of several lines, is one piece."""
    text = line.strip("\t")
    if "\t" not in text or "\n" in text or len(text) > LONGEST_LINE:
        return (line,)
    return tuple(piece for piece in (piece.strip() for piece in text.split("\t")) if piece)
