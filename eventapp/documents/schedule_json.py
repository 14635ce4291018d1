"""JSON read with its place, so that a refusal can say where the fault stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from eventapp.domain.refusals import Refusal
from eventapp.domain.schedule import Window

MISSING = object()  # no default: the value has to be there
LARGEST = 10_000_000  # minutes, people or points; beyond it a number is a slip


class Node:
    """One value of a file and the way to it; `null` and what is not there are alike."""

    def __init__(self, value: Any, path: str = "") -> None:
        self._value = value
        self._path = path

    def __getitem__(self, name: str) -> Node:
        if self._value is not None and not isinstance(self._value, dict):
            self._refuse()
        return Node((self._value or {}).get(name), f"{self._path}.{name}" if self._path else name)

    @property
    def is_missing(self) -> bool:
        return self._value is None

    def items(self) -> Iterator[Node]:
        """The entries of a list; nothing if it is missing."""
        if not isinstance(self._value or [], list):
            self._refuse()
        return (Node(each, f"{self._path}[{index}]") for index, each in enumerate(self._value or []))

    def fields(self) -> Iterator[tuple[str, Node]]:
        """The entries of an object; nothing if it is missing."""
        if not isinstance(self._value or {}, dict):
            self._refuse()
        return ((name, Node(each, f"{self._path}.{name}")) for name, each in (self._value or {}).items())

    def text(self, default: Any = MISSING) -> str:
        found = self._value if self._value is not None else default
        return found if isinstance(found, str) else self._refuse()

    def text_or_none(self) -> str | None:
        return None if self.is_missing else self.text()

    def texts(self) -> tuple[str, ...]:
        return tuple(each.text() for each in self.items())

    def one_of(self, allowed: Iterable[str]) -> str:
        found = self.text()
        return found if found in set(allowed) else self._refuse()

    def number(self, default: Any = MISSING, *, least: int = -LARGEST) -> int:
        found = self._value if self._value is not None else default
        if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= LARGEST:
            self._refuse()
        return found

    def number_or_none(self) -> int | None:
        return None if self.is_missing else self.number()

    def real_or_none(self) -> float | None:
        if self._value is not None and (not isinstance(self._value, int | float) or isinstance(self._value, bool)):
            self._refuse()
        return self._value

    def flag(self) -> bool:
        return self._value if isinstance(self._value, bool) else self._refuse()

    def windows(self) -> tuple[Window, ...] | None:
        """Stretches `[from, to]`; None if there is no list."""
        return None if self.is_missing else tuple(each._window() for each in self.items())

    def _window(self) -> Window:
        ends = [each.number() for each in self.items()]
        return (ends[0], ends[1]) if len(ends) == 2 else self._refuse()

    def _refuse(self) -> NoReturn:
        raise Refusal("日程文件里“%(where)s”的值缺失或不对：%(value)s", where=self._path, value=repr(self._value)[:60])


def parse(content: bytes) -> Node:
    """The file as a tree. Raises `Refusal` if it is not a JSON object in UTF-8."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refusal("这个文件不是 JSON 文件，读不出来。") from error
    if not isinstance(found, dict):
        raise Refusal("这个文件不是 JSON 文件，读不出来。")
    return Node(found)
