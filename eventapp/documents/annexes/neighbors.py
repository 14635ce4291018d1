"""Where the answer to a label stands: to the right, below, or beyond a gap. Geometry only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eventapp.documents.annexes.grid import Table

IsLabel = Callable[[int, int], bool]
FARTHEST = 3  # cells to the right in which an answer is looked for


@dataclass(frozen=True)
class Neighborhood:
    """Rows `first` to `last` of a table, and how to know a label there."""

    table: Table
    first: int
    last: int
    is_label: IsLabel

    def answer_of(self, row: int, column: int) -> tuple[int, int] | None:
        """The place of the answer to the label at `row`, `column`; None where there is no place for one."""
        right = self.table.right_of(row, column)
        if right is not None and self._is_answer(row, right):
            return row, right
        below = self._below(row, column)
        if right is None or self.is_label(row, right):
            return below
        if below and self._is_header_row(row) and not self._alternates(row):
            return below
        return self._beyond_gap(row, right) or (row, right)

    def _is_answer(self, row: int, column: int) -> bool:
        return bool(self._seen(row, column).strip()) and not self.is_label(row, column)

    def _seen(self, row: int, column: int) -> str:
        """The text at a place, seen through a merge from above, not through one from the left."""
        span = self.table.spans.get((row, column))
        if span and span.column != column:
            return ""
        return self.table.text(span.row, column) if span else self.table.text(row, column)

    def _below(self, row: int, column: int) -> tuple[int, int] | None:
        """The cell below, unless it is covered, a label, or the answer to the label at its left."""
        below = self.table.below(row, column)
        if below is None or below >= self.last or self.table.is_covered(below, column) or self.is_label(below, column):
            return None
        span = self.table.spans.get((below, column - 1)) if column else None
        left = span.column if span else column - 1
        beside_label = column > 0 and self.is_label(below, left) and not self.is_label(row, left)
        return None if beside_label else (below, column)

    def _is_header_row(self, row: int) -> bool:
        """Whether a row holds nothing but labels, over a row of answers."""
        columns = [column for column in range(len(self.table.rows[row])) if self.table.text(row, column).strip()]
        return all(self.is_label(row, column) for column in columns) and any(
            self._is_answer(row + 1, column) for column in columns if row + 1 < self.last
        )

    def _alternates(self, row: int) -> bool:
        """Whether every label of a row has an empty place of its own at the right: pairs that nobody filled in."""
        labels = [column for column in range(len(self.table.rows[row])) if self.table.text(row, column).strip()]
        places = [self.table.right_of(row, column) for column in labels]
        return len(labels) > 1 and all(at is not None and not self.table.text(row, at).strip() for at in places)

    def _beyond_gap(self, row: int, column: int) -> tuple[int, int] | None:
        """The first filled cell behind a column that no row of the form fills."""
        at: int | None = column
        for _ in range(FARTHEST):
            if at is None or not self._is_empty_column(at):
                return None
            at = self.table.right_of(row, at)
            if at is not None and self.table.text(row, at).strip():
                return None if self.is_label(row, at) else (row, at)
        return None

    def _is_empty_column(self, column: int) -> bool:
        """Whether a column is a mere gap: nothing stands in it anywhere in the form, except what spans it."""
        return not any(self.table.text(row, column).strip() for row in range(self.first, self.last))
