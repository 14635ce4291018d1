"""Reading our own source: files, syntax trees, imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = PROJECT / "eventapp"
TEMPLATES = PROJECT / "templates"


@cache
def python_files(below: Path = PROGRAM) -> tuple[Path, ...]:
    return tuple(sorted(below.rglob("*.py")))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def place_of(path: Path, node: ast.expr | ast.stmt | None = None) -> str:
    return f"{path.relative_to(PROJECT)}:{node.lineno}" if node else str(path.relative_to(PROJECT))


def imports_of(path: Path) -> Iterator[tuple[ast.stmt, str, str]]:
    """Every import of a file: the statement, the module, the imported name (empty for a plain import)."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name, ""
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {place_of(path, node)}"
            for alias in node.names:
                yield node, str(node.module), alias.name


def room_of(path: Path) -> str:
    """The room a file lies in: `services`, `web`, or its own name right below `eventapp`."""
    parts = path.relative_to(PROGRAM).parts
    return parts[0].removesuffix(".py")


def called_name(call: ast.Call) -> str:
    """`Refusal(…)` and `x.gettext(…)` by their last name."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def calls(path: Path, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and called_name(node) in names:
            yield node
