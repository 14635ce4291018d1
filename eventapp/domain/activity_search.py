"""Searching the texts of annex 5: width, case and blanks do not count, every word must be there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

MOST_WORDS = 8
BEFORE, AFTER = 24, 64  # characters of a snippet around its first hit


@dataclass(frozen=True)
class Piece:
    """A stretch of text, found or not: pages mark what was found."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class Passage:
    """A snippet of one section."""

    field: str
    pieces: tuple[Piece, ...]


class Folding(dict[int, str]):
    """Each character in comparing form, worked out once: width and case are gone, blanks are nothing."""

    def __missing__(self, code: int) -> str:
        folded = "".join(unicodedata.normalize("NFKC", chr(code)).casefold().split())
        self[code] = folded
        return folded


FOLDING = Folding()


def comparable(text: str) -> str:
    """A text for comparing, letter by letter."""
    return text.translate(FOLDING)


class Comparable:
    """A text in comparing form, with the way back to its own characters."""

    def __init__(self, text: str) -> None:
        self.text, self.letters = text, comparable(text)

    @cached_property
    def places(self) -> list[int]:
        """For each letter the place of its character in the text."""
        return [place for place, char in enumerate(self.text) for _letter in FOLDING[ord(char)]]

    def spans(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Where the words stand in the text itself, in order, overlaps joined."""
        found = sorted(span for word in words for span in self._spans(word))
        joined: list[tuple[int, int]] = []
        for begin, end in found:
            if joined and begin <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((begin, end))
        return joined

    def _spans(self, word: str) -> Iterator[tuple[int, int]]:
        at = self.letters.find(word)
        while at >= 0:
            yield self.places[at], self.places[at + len(word) - 1] + 1
            at = self.letters.find(word, at + len(word))


def words_of_query(query: str) -> tuple[str, ...]:
    """The different words of a query in comparing form."""
    words = map(comparable, query.split())
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def pieces_of(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The whole text, parted into what was found and what was not."""
    pieces, at = [], 0
    for begin, end in Comparable(text).spans(words):
        pieces += [Piece(text[at:begin]), Piece(text[begin:end], True)]
        at = end
    return tuple(piece for piece in (*pieces, Piece(text[at:])) if piece.text)


def count_hits(texts: Iterable[str], words: Sequence[str]) -> int | None:
    """How often the words stand in the texts; None unless every word is there."""
    compared = [comparable(text) for text in texts]
    counts = [sum(letters.count(word) for letters in compared) for word in words]
    return sum(counts) if all(counts) else None


def passages_of(texts: Mapping[str, str], words: Sequence[str]) -> tuple[Passage, ...]:
    """A snippet of each text that holds a word."""
    spans = {name: Comparable(text).spans(words) for name, text in texts.items()}
    return tuple(Passage(name, snippet(texts[name], found[0][0], words)) for name, found in spans.items() if found)


def snippet(text: str, at: int, words: Sequence[str]) -> tuple[Piece, ...]:
    """The text around a place on one line, with dots where it goes on."""
    begin, end = max(0, at - BEFORE), min(len(text), at + AFTER)
    pieces = pieces_of(text[begin:end].replace("\n", " "), words)
    dots = Piece("…")
    return (*((dots,) if begin else ()), *pieces, *((dots,) if end < len(text) else ()))
