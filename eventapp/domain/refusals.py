"""How the rulebook says no: one exception family, carrying the sentence a person reads."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum


class Refusal(Exception):
    """A request that the rules forbid.

    `message` is a Chinese sentence that says what, where and how to mend it; `%(name)s` places are filled from
    `params` only after translation, so user text is never a format string.
    """

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class NotFound(Refusal):
    """The thing does not exist, or does not belong to the one who asks: to a stranger both look the same."""


class Severity(StrEnum):
    """How bad a fault is: an error keeps the row out, a warning wants a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one input, and the place where a person finds it.

    `where` is a human place such as 「推荐表.xlsx · Sheet1 · C5」; `code` is one of the codes of the annex schema
    (`missing_required`, `invalid_format` …); `message` and `params` make a sentence as in `Refusal`.
    """

    code: str
    message: str
    where: str = ""
    field: str = ""
    severity: Severity = Severity.WARNING
    params: dict[str, object] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message
