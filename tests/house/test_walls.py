"""Who may import whom (docs/architecture): the arrow points from the front desk to the rulebook."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import PROGRAM, PROJECT, imports_of, place_of, python_files, room_of

OUTER = {"services", "documents", "planning", "domain", "settings", "clock", "jobs", "extensions"}
MAY_IMPORT = {
    "domain": {"domain"},
    "models": {"models", "domain", "extensions"},
    "services": {"services", "models", "domain", "extensions", "settings"},
    "documents": {"documents", "domain"},
    "planning": {"planning", "domain"},
    "jobs": OUTER,
    "web": OUTER | {"web"},
    "demo": OUTER | {"opening", "demo", "web"},
    "opening": OUTER,
    "cli": OUTER | {"cli", "web", "demo", "opening", "serve"},
}
ONLY_AT = {
    "flask": {"web", "jobs", "cli", "app", "extensions", "__init__", "serve"},
    "sqlalchemy": {"models", "services", "extensions"},
    "openpyxl": {"documents"},
    "docx": {"documents"},
    "typst": {"documents"},
    "qrcode": {"documents"},
    "segno": {"documents"},
    "python_calamine": {"documents"},
    "fontTools": {"documents"},
    "ortools": {"planning"},
    "huey": {"jobs"},
    "smtplib": {"jobs"},
    "imap_tools": {"jobs"},
    "imaplib": {"jobs"},
}


def rooms_beyond(path: Path) -> list[str]:
    allowed = MAY_IMPORT.get(room_of(path))
    if allowed is None:
        return []
    return [
        f"{place_of(path, node)} imports {module}"
        for node, module, name in imports_of(path)
        if module.split(".")[0] == "eventapp" and ((module + "." + name).split(".")[1] not in allowed)
    ]


def test_rooms_import_only_the_rooms_below_them() -> None:
    assert [found for path in python_files() for found in rooms_beyond(path)] == []


@pytest.mark.parametrize("library", ONLY_AT)
def test_a_library_is_used_only_in_its_room(library: str) -> None:
    strangers = [
        place_of(path, node)
        for path in python_files()
        for node, module, _name in imports_of(path)
        if module.split(".")[0].split("_")[0] == library.split("_", maxsplit=1)[0]
        and room_of(path) not in ONLY_AT[library]
    ]

    assert strangers == []


def test_the_rulebook_uses_the_standard_library_only_and_no_clock() -> None:
    foreign = [
        f"{place_of(path, node)}: {module}"
        for path in python_files(PROGRAM / "domain")
        for node, module, _name in imports_of(path)
        if module.split(".")[0] not in sys.stdlib_module_names | {"eventapp"} or module in ("time", "random", "os")
    ]
    asked = [
        place_of(path)
        for path in python_files(PROGRAM / "domain")
        if ".now(" in (text := path.read_text(encoding="utf-8")) or ".today(" in text
    ]

    assert foreign + asked == []


def test_only_clerks_and_cabinet_touch_the_database() -> None:
    touching = [
        place_of(path, node)
        for path in python_files()
        for node, module, name in imports_of(path)
        if module == "eventapp.extensions"
        and name == "db"
        and room_of(path) not in {"models", "services", "app", "extensions"}
    ]

    assert touching == []


def test_only_the_transaction_commits() -> None:
    committing = [place_of(path) for path in python_files() if ".commit(" in path.read_text(encoding="utf-8")]

    assert committing == ["eventapp/services/transactions.py"]


def test_the_rulebook_loads_neither_flask_nor_sqlalchemy() -> None:
    modules = [f"eventapp.domain.{path.stem}" for path in python_files(PROGRAM / "domain") if path.stem != "__init__"]
    program = f"import sys, {', '.join(modules)}; print('flask' in sys.modules, 'sqlalchemy' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)

    assert answer.stdout.split() == ["False", "False"]
