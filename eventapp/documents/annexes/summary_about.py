"""What annex 3 says of itself around its rows: region, judges, who filled it in."""

from __future__ import annotations

import re

from eventapp.documents.annexes.answers import Answers
from eventapp.documents.annexes.chunks import Chunk
from eventapp.documents.annexes.label_reader import LabelReader
from eventapp.documents.annexes.summary_header import find_header
from eventapp.domain.annexes import FormKind, Value

ABOUT_WORDS = ("地区", "评委", "填表人", "制表人", "填报人", "经办人", "推荐单位", "评审委员")
PHONE_WORDS = ("联系电话", "电话", "联系方式")
LINE_LENGTH = 200
ASKED_BEHIND = re.compile(r"(?:填表人?|制表人?|填报人|经办人)(?:[（(][^（）()]*[)）])?[:：]")
REGION = "region_or_group"


def read_about(answers: Answers, chunks: list[Chunk]) -> None:
    """Put the answers of the rows that tell of the form as a whole and not of a group."""
    reader = LabelReader(answers)
    for chunk in chunks:
        header = find_header(chunk.table, chunk.first, chunk.last)
        if header:
            _leave_out_columns(reader, chunk, range(header.first_row, header.data_row))
        for row in chunk.rows():
            signed = answers.found.get("filled_by")
            words = (*ABOUT_WORDS, *PHONE_WORDS) if signed and signed.reading.value else ABOUT_WORDS
            if _begins(chunk, row, words):
                reader.read([Chunk(chunk.table, row, row + 1)])


def _leave_out_columns(reader: LabelReader, chunk: Chunk, rows: range) -> None:
    """联系电话 over a column asks for no answer beside or below it."""
    for row in rows:
        for column in range(len(chunk.table.rows[row])):
            text = chunk.table.text(row, column)
            if text and not _opens(text, ABOUT_WORDS):
                reader.used.add((id(chunk.table), row, column))


def _begins(chunk: Chunk, row: int, words: tuple[str, ...]) -> bool:
    contents = chunk.table.rows[row]
    if contents and isinstance(contents[0], int | float):  # an entry begins with its number
        return False
    return any(isinstance(text, str) and _opens(text, words) for text in contents)


def _opens(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text begins with one of the words, or asks for one of them further on: 电话：010-… 填表人：张三."""
    plain = re.sub(r"\s+", "", text[:LINE_LENGTH]).lstrip("*＊")
    return plain.startswith(words) or ASKED_BEHIND.search(plain) is not None


def region_of(chunks: list[Chunk]) -> Value:
    """The region or group that an annex 3 names."""
    answers = Answers(FormKind.RECOMMENDATION_SUMMARY)
    read_about(answers, chunks)
    return answers.values()[REGION]
