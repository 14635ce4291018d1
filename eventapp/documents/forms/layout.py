"""A form on paper, told without Word or Excel: lines, and a table of cells with spans, heights and looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil

from eventapp.domain.annexes import FormSpec


class Look(StrEnum):
    """The kinds of lines on a form; carriers give each its typeface, size and place."""

    ANNEX = "附件号"
    TITLE = "表标题"
    SUBTITLE = "表副标题"
    OUTSIDE = "表外文字"
    LABEL = "表内栏目"
    SMALL = "表内小字"
    CENTERED = "表内居中"
    LEFT = "表内文字"
    TEXT = "表内正文"
    SEAL = "表内落款"
    SECTION = "表内分类"
    HEADING = "总结标题"
    PROMPT = "总结提示"
    BODY = "总结正文"
    NOTE = "表注"


@dataclass(frozen=True)
class Piece:
    """A stretch of a line: printed by the form or, where `names` tells the fields, an answer.

    What is printed in an empty place, such as a prompt or 年 月 日, stands for the answer and has its names.
    """

    text: str
    names: tuple[str, ...] = ()

    @property
    def is_answer(self) -> bool:
        return bool(self.names)


@dataclass(frozen=True)
class Line:
    """One paragraph."""

    pieces: tuple[Piece, ...]
    look: Look

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class Edge(StrEnum):
    """A border that a cell does without, so that two cells look like one."""

    TOP = "top"
    BOTTOM = "bottom"


class Down(StrEnum):
    """How a cell is merged with the cell below or above."""

    NO = ""
    BEGINS = "restart"
    GOES_ON = "continue"


@dataclass(frozen=True)
class Cell:
    """A cell over `span` columns; `is_text` keeps digits such as postcodes from becoming numbers in a sheet."""

    lines: tuple[Line, ...]
    span: int = 1
    down: Down = Down.NO
    without: tuple[Edge, ...] = ()
    is_top: bool = False
    is_text: bool = True

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Row:
    """Cells from left to right; `height` in mm is the least, a header row is repeated on every page."""

    cells: tuple[Cell, ...]
    height: float = 9
    is_header: bool = False
    may_break: bool = False

    def placed(self, widths: Sequence[float]) -> Iterator[tuple[int, float, Cell]]:
        """Each cell with its first column, counted from 0, and its width in mm."""
        column = 0
        for cell in self.cells:
            yield column, sum(widths[column : column + cell.span]), cell
            column += cell.span


@dataclass(frozen=True)
class Form:
    """A whole form from the line “附件一：” down to the notes; `widths` of the columns in mm."""

    spec: FormSpec
    above: tuple[Line, ...]
    widths: tuple[float, ...] = ()
    rows: tuple[Row, ...] = ()
    below: tuple[Line, ...] = ()
    is_landscape: bool = False

    @property
    def name(self) -> str:
        return f"{self.spec.annex} {self.spec.title}"


def printed(text: str, look: Look) -> Line:
    """A line that the form prints."""
    return Line((Piece(text),), look)


def asked(question: str, answered: Piece, look: Look = Look.LEFT) -> Line:
    """A question with the answer behind it on the same line."""
    return Line((Piece(question), answered), look)


def asked_on_one_line(*asked_for: tuple[str, Piece], look: Look = Look.OUTSIDE, blank: str = "") -> Line:
    """Several questions on one line; `blank` is ruled where an answer is missing."""
    pieces = (
        piece
        for question, answered in asked_for
        for piece in (Piece(question), answered if answered.text else replace(answered, text=blank))
    )
    return Line(tuple(pieces), look)


def label(text: str, span: int = 1, look: Look = Look.LABEL) -> Cell:
    """A cell with a printed label, one line a line."""
    return Cell(tuple(printed(line, look) for line in text.split("\n")), span)


def answer(answered: Piece, span: int = 1, look: Look = Look.CENTERED, *, is_text: bool = True) -> Cell:
    """A cell that holds one answer."""
    return Cell((Line((answered,), look),), span, is_text=is_text)


def answers(answered: Piece, look: Look = Look.TEXT, *, least: int = 1, width: int = 42) -> tuple[Line, ...]:
    """The paragraphs of a long answer, filled up with empty ones to `least` lines of `width` characters."""
    paragraphs = answered.text.split("\n")
    lines = sum(ceil((len(paragraph) + 2) / width) for paragraph in paragraphs)
    paragraphs += [""] * (least - lines)
    return tuple(Line((replace(answered, text=paragraph),), look) for paragraph in paragraphs)


def merged(cell: Cell) -> Cell:
    """The cell as the first of several merged downwards."""
    return replace(cell, down=Down.BEGINS)


def covered(span: int = 1) -> Cell:
    """A place below, covered by the cell above."""
    return Cell((printed("", Look.LABEL),), span, Down.GOES_ON)


def heading(spec: FormSpec) -> tuple[Line, ...]:
    """The line “附件一：” and the title."""
    return printed(f"{spec.annex}：", Look.ANNEX), printed(spec.title.replace(" ", "　"), Look.TITLE)


def notes(*lines: str) -> tuple[Line, ...]:
    """The notes under a table: the first begins with 注：, the others are indented below it."""
    return tuple(
        printed(f"注：{line}" if number == 0 else f"　　{line}", Look.NOTE) for number, line in enumerate(lines)
    )


def numbered(prompts: Sequence[str]) -> tuple[str, ...]:
    """Prompts as they are printed: 1. …, 2. …"""
    return tuple(f"{number}. {prompt}" for number, prompt in enumerate(prompts, start=1))
