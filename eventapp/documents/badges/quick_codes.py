"""QR codes of one length, many times faster than one by one (ISO/IEC 18004).

Codes of equally long texts differ only in their data modules: everything else is learned once from segno. What is
left for each code is its error correction, one division of polynomials over GF(256) for each block, done here with
whole blocks as integers. A shape that does not give just what segno gives for its first text is not used at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

import segno
from segno import consts

FIELD_POLYNOMIAL = 0x11D
BYTE_MODE = 0b0100
PADS = (0xEC, 0x11)
# Every reader reads every mask; trying all eight for the prettiest would take five times as long. Signed codes
# look like noise under any of them.
MASK = 3
DATA_TYPES = (consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT)


def matrix_rows(text: str) -> list[str]:
    """The rows of a full QR code as texts of 0 and 1, without quiet zone; level M, mask 3."""
    shape = shape_for(len(text)) if is_plain(text) else None
    return shape.rows(text.encode()) if shape else rows_of(by_segno(text))


def is_plain(text: str) -> bool:
    """Whether the text is written byte by byte: segno packs digits and capitals closer."""
    return text.isascii() and any(character.islower() for character in text)


def by_segno(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m", boost_error=False, mask=MASK)


def rows_of(code: segno.QRCode) -> list[str]:
    return ["".join(map(str, row)) for row in code.matrix]


@dataclass(frozen=True)
class Shape:
    """What all codes of one length have in common. `blocks` are sizes of data, `pick` puts modules into their places."""

    version: int
    size: int
    blocks: tuple[int, ...]
    correction: int
    mask: int
    pick: Callable[[str], tuple[str, ...]]
    table: tuple[int, ...]

    def rows(self, content: bytes) -> list[str]:
        bits = self.codewords(content)
        count = self.mask_length
        # behind the data stand one light and one dark module, for all places that are the same in every code
        modules = "".join(self.pick(f"{int.from_bytes(bits) << (count - 8 * len(bits)) ^ self.mask:0{count}b}01"))
        return [modules[start : start + self.size] for start in range(0, len(modules), self.size)]

    @property
    def mask_length(self) -> int:
        """How many data modules there are: the codewords, and up to seven that stay empty."""
        return (sum(self.blocks) + self.correction * len(self.blocks)) * 8 + self.remainder

    @property
    def remainder(self) -> int:
        return remainder_of(self.version)

    def codewords(self, content: bytes) -> bytes:
        """Data and error correction, interleaved block by block."""
        data, blocks, start = self.padded(content), [], 0
        for length in self.blocks:
            blocks.append(data[start : start + length])
            start += length
        corrections = [self.corrected(block) for block in blocks]
        longest = max(self.blocks)
        mixed = [block[place] for place in range(longest) for block in blocks if place < len(block)]
        return bytes(mixed) + bytes(each[place] for place in range(self.correction) for each in corrections)

    def padded(self, content: bytes) -> bytes:
        """Mode, length, content, end, and the two pad bytes in turn up to what the version holds."""
        capacity, count_bits = sum(self.blocks), 8 if self.version < 10 else 16
        value, used = BYTE_MODE << count_bits | len(content), 4 + count_bits
        value, used = value << 8 * len(content) | int.from_bytes(content), used + 8 * len(content)
        end = min(4, capacity * 8 - used) if used < capacity * 8 else 0
        value, used = value << end, used + end
        rest = -used % 8
        data = (value << rest).to_bytes((used + rest) // 8)
        if not rest and len(data) < capacity:
            data += b"\0"  # readers stop at the end; segno writes it, and only what equals segno's is used
        missing = capacity - len(data)
        return data + bytes(PADS[place % 2] for place in range(missing))

    def corrected(self, block: bytes) -> bytes:
        """The remainder of the block's polynomial, as the error correction that goes with it."""
        shift, whole, rest = 8 * (self.correction - 1), (1 << 8 * self.correction) - 1, 0
        for byte in block:
            rest = ((rest << 8) & whole) ^ self.table[(rest >> shift) ^ byte]
        return rest.to_bytes(self.correction)


def remainder_of(version: int) -> int:
    """Modules that no codeword fills (ISO/IEC 18004, table 1)."""
    for first, last, count in ((2, 6, 7), (14, 20, 3), (21, 27, 4), (28, 34, 3)):
        if first <= version <= last:
            return count
    return 0


@lru_cache(maxsize=32)
def shape_for(length: int) -> Shape | None:
    """Learn the shape of texts of this length; None when what it gives is not what segno gives."""
    sample = "a" + "-~Z9"[: length - 1] * length
    sample = sample[:length]
    code = by_segno(sample)
    shape = learned(code)
    return shape if shape.rows(sample.encode()) == rows_of(code) else None


def learned(code: segno.QRCode) -> Shape:
    """Read from a finished code which of its modules are data, in their order, and what the others are."""
    version = int(code.version)
    verbose: Any = code.matrix_iter(border=0, verbose=True)
    kinds = [list(row) for row in verbose]
    size = len(kinds)
    # segno calls one module left of the format information by its name although it is data
    kinds[8][size - 9] = consts.TYPE_DATA_LIGHT
    order = [(row, column) for row, column in zigzag(size) if kinds[row][column] in DATA_TYPES]
    table: Any = consts.ECC
    groups = table[version][consts.ERROR_LEVEL_M]
    blocks = tuple(group.num_data for group in groups for _ in range(group.num_blocks))
    places = {place: number for number, place in enumerate(order)}
    dark, light = len(order) + 1, len(order)
    index = [
        places.get((row, column), dark if code.matrix[row][column] else light)
        for row in range(size)
        for column in range(size)
    ]
    correction = groups[0].num_total - groups[0].num_data
    mask = int("".join("1" if (row + column) % 3 == 0 else "0" for row, column in order), 2)
    return Shape(version, size, blocks, correction, mask, itemgetter(*index), multiples(correction))


def zigzag(size: int) -> Iterator[tuple[int, int]]:
    """All places in the order of codewords: pairs of columns from the right, upwards and downwards in turn."""
    columns, is_up = size - 1, True
    while columns > 0:
        columns -= columns == 6  # the upright timing pattern
        for row in range(size - 1, -1, -1) if is_up else range(size):
            yield row, columns
            yield row, columns - 1
        columns, is_up = columns - 2, not is_up


def multiples(degree: int) -> tuple[int, ...]:
    """The generator polynomial of this degree without its first term, times every number of the field."""
    generator = [1]
    root = 1
    for _ in range(degree):
        longer = [*generator, 0]
        for place, factor in enumerate(generator):
            longer[place + 1] ^= product(factor, root)
        generator, root = longer, product(root, 2)
    return tuple(int.from_bytes(bytes(product(factor, number) for factor in generator[1:])) for number in range(256))


def product(one: int, other: int) -> int:
    """Multiplication in GF(256)."""
    result: int = 0
    while other:
        if other & 1:
            result ^= one
        one <<= 1
        if one & 0x100:
            one ^= FIELD_POLYNOMIAL
        other >>= 1
    return result
