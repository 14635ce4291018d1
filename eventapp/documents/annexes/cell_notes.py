"""What a sheet says about its cells beside their contents."""

from __future__ import annotations

from dataclasses import dataclass, field

from eventapp.domain.annex_notes import Note


@dataclass
class CellNotes:
    """Notes by place; a carrier that knows nothing of its cells has none."""

    by_place: dict[tuple[int, int], Note] = field(default_factory=dict)
    knows_formats: bool = False

    def at(self, row: int, column: int) -> Note:
        """The note on a cell."""
        return self.by_place.get((row, column), Note.PLAIN_NUMBER if self.knows_formats else Note.NONE)
