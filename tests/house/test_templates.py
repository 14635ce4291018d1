"""Templates: they compile, missing names raise, nothing runs or looks from within the page."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from jinja2 import StrictUndefined

from tests.house.sources import TEMPLATES

NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
COMMENTS = re.compile(r"\{#.*?#\}", re.DOTALL)
INLINE = re.compile(
    r"""\sstyle\s*=|<style\b|<script\b(?![^>]*\bsrc=)(?![^>]*application/json)|<[^>{]*\son[a-z]+\s*=|hx-on|javascript:""",
    re.IGNORECASE,
)
IMPORTED = re.compile(r"\{%-?\s*from\s+\"[^\"]+\"\s+import\s+([\w\s,]+?)\s*-?%\}")


def source_of(name: str) -> str:
    return COMMENTS.sub("", (TEMPLATES / name).read_text(encoding="utf-8"))


def included_by(text: str) -> str:
    """Included parts see what their page imports."""
    return "".join(source_of(name) for name in re.findall(r'include\s+"([^"]+)"', text))


@pytest.fixture(scope="module")
def names() -> list[str]:
    assert len(NAMES) > 40
    return NAMES


def test_every_template_compiles_and_missing_names_raise(app: Flask, names: list[str]) -> None:
    assert app.jinja_env.undefined is StrictUndefined
    for name in names:
        app.jinja_env.get_template(name)


def test_no_template_carries_code_or_style(names: list[str]) -> None:
    assert {name: found for name in names if (found := INLINE.findall(source_of(name)))} == {}


def test_no_template_trusts_text(names: list[str]) -> None:
    trusting = {name for name in names if re.search(r"\|\s*safe\b|autoescape\s+false", source_of(name))}

    assert trusting == set()


def test_no_template_imports_what_it_does_not_use(names: list[str]) -> None:
    unused = []
    for name in names:
        text = source_of(name)
        for imported in IMPORTED.finditer(text):
            used_as = [part.split(" as ")[-1].strip() for part in imported.group(1).split(",")]
            rest = text.replace(imported.group(0), "") + included_by(text)
            unused += [f"{name}: {macro}" for macro in used_as if not re.search(rf"\b{macro}\b", rest)]

    assert unused == []
