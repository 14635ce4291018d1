"""Small files, small functions."""

from __future__ import annotations

import ast

from tests.house.sources import TEMPLATES, place_of, python_files, tree_of

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 120
TABLES_OF_DATA = {"eventapp/domain/annex_fields.py"}


def lines(path: object) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())  # type: ignore[attr-defined]


def test_files_are_short() -> None:
    long = [f"{place_of(path)}: {lines(path)}" for path in python_files() if lines(path) > LONGEST_FILE]

    assert [found for found in long if found.split(":")[0] not in TABLES_OF_DATA] == []


def test_functions_are_short() -> None:
    long = [
        f"{place_of(path, node)} {node.name}: {length}"
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]

    assert long == []


def test_templates_are_short() -> None:
    long = [f"{place_of(path)}: {lines(path)}" for path in sorted(TEMPLATES.rglob("*.html"))]

    assert [found for found in long if int(found.split(": ")[1]) > LONGEST_TEMPLATE] == []
