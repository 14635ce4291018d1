"""Wording: sentences are literals, law-like words are settings, nouns stand in the glossary, actions have names."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import eventapp.models
from eventapp.web.audit.words import ACTION_NAMES
from tests.house.sources import PROGRAM, PROJECT, TEMPLATES, calls, place_of, python_files

# these translate sentences that were marked with N_ where they are kept
TRANSLATE_DATA = {
    "eventapp/web/language.py",
    "eventapp/web/navigation.py",
    "eventapp/web/templating.py",
    "eventapp/services/transactions.py",
}
OFFICIAL_FORMS = {  # labels, choices and roles as the notice itself prints them
    "eventapp/documents/forms/activity_statistics.py",
    "eventapp/domain/annex_fields.py",
    "eventapp/domain/annex_numbers.py",
    "eventapp/domain/form_pages.py",
    "eventapp/domain/roles.py",
    "eventapp/documents/annexes/statistics_items.py",
}
LAW_LIKE = re.compile("奖|表彰|排名")


def built_at_run_time(sentence: ast.expr) -> bool:
    """f-strings, sums and formatted texts: no catalog can hold them."""
    return isinstance(sentence, ast.JoinedStr | ast.BinOp) or (
        isinstance(sentence, ast.Call) and isinstance(sentence.func, ast.Attribute) and sentence.func.attr == "format"
    )


def test_sentences_for_people_are_not_put_together() -> None:
    found = [
        place_of(path, call)
        for path in python_files()
        for call in calls(path, "Refusal", "NotFound", "gettext", "lazy_gettext", "_", "N_", "Outcome")
        if call.args and built_at_run_time(call.args[0])
    ]

    assert found == []


def test_refusals_are_literal_sentences() -> None:
    found = [
        place_of(path, call)
        for path in python_files()
        if place_of(path) not in TRANSLATE_DATA
        for call in calls(path, "Refusal", "NotFound")
        if not (call.args and isinstance(call.args[0], ast.Constant | ast.IfExp | ast.Subscript))
    ]

    assert found == []


def without_docstrings(path: Path) -> str:
    """What the program says, comments and docstrings left out."""
    return ast.unparse(Undocumented().visit(ast.parse(path.read_text(encoding="utf-8"))))


class Undocumented(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        is_docstring = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return ast.Pass() if is_docstring else node


def test_levels_are_named_by_the_edition_only() -> None:
    pages = [place_of(path) for path in TEMPLATES.rglob("*.html") if LAW_LIKE.search(path.read_text(encoding="utf-8"))]
    code = [
        place_of(path)
        for path in python_files()
        if place_of(path) not in OFFICIAL_FORMS and LAW_LIKE.search(without_docstrings(path))
    ]

    assert pages + code == []


def test_every_table_has_its_word_in_the_glossary() -> None:
    glossary = set(re.findall(r"`([a-z_]+)`", (PROJECT / "docs/glossary.md").read_text(encoding="utf-8")))
    nouns = {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower() for name in eventapp.models.__all__}

    assert sorted(nouns - glossary) == []


def test_every_action_of_the_audit_trail_has_a_name() -> None:
    written = {
        argument.value
        for path in python_files(PROGRAM / "services")
        for call in calls(path, "record")
        for argument in call.args[1:2]
        if isinstance(argument, ast.Constant) and place_of(path) != "eventapp/services/accounts.py"
    }

    assert sorted(written - ACTION_NAMES.keys()) == []
