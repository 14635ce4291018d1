"""Gathers every sentence that people read into the English catalog; says which ones lack English.

python tools/words.py           update eventapp/translations/en/LC_MESSAGES/messages.po
python tools/words.py --check   change nothing, end with 1 when the catalog is not complete
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parent.parent
CATALOG = PROJECT / "eventapp" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
METHODS = [("eventapp/**.py", "python"), ("templates/**.html", "jinja2")]
# who takes a Chinese source sentence as the first argument; refusals are named by what they refuse
KEYWORDS = {
    "_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "lost_race": (2,), "Outcome": None,
    "Refusal": None, "NotFound": None,
}  # fmt: skip
OPTIONS = {"templates/**.html": {"silent": "false", "trimmed": "true"}}


def refusal_names() -> set[str]:
    """Every class of ours that is a kind of `Refusal`."""
    import importlib
    import pkgutil

    sys.path.insert(0, str(PROJECT))
    import eventapp
    from eventapp.domain.refusals import Refusal

    for module in pkgutil.walk_packages(eventapp.__path__, "eventapp."):
        importlib.import_module(module.name)

    def below(kind: type) -> set[str]:
        return {kind.__name__}.union(*(below(child) for child in kind.__subclasses__()))

    return below(Refusal)


def gather() -> Catalog:
    """All sentences as they stand in code and pages, with their places."""
    catalog = Catalog(locale="en", project="eventapp", charset="utf-8")
    keywords = {**KEYWORDS, **{name: None for name in refusal_names()}}
    for folder in ("eventapp", "templates"):
        found = extract_from_dir(
            str(PROJECT / folder),
            method_map=[
                (pattern.split("/", 1)[1], method) for pattern, method in METHODS if pattern.startswith(folder)
            ],
            options_map={pattern.split("/", 1)[1]: options for pattern, options in OPTIONS.items()},
            keywords=keywords,
        )
        for name, _line, message, comments, context in found:
            first = message[0] if isinstance(message, tuple) else message
            if first and not first.isascii():  # an identifier is no sentence
                catalog.add(message, locations=[(f"{folder}/{name}", 1)], auto_comments=comments, context=context)
    return catalog


def stored() -> Catalog:
    """The catalog as it was last written; an empty one at first."""
    if not CATALOG.exists():
        return Catalog(locale="en", charset="utf-8")
    return read_po(io.BytesIO(CATALOG.read_bytes()), locale="en")


def missing(catalog: Catalog, gathered: Catalog) -> list[str]:
    """Sentences of the program that have no English."""
    lacking = []
    for message in gathered:
        if not message.id:
            continue
        known = catalog.get(message.id if isinstance(message.id, str) else message.id[0])
        words = known.string if known else ""
        if not (all(words) if isinstance(words, (tuple, list)) else words) or (known and known.fuzzy):
            lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking


def main() -> None:
    """Update or check."""
    gathered, catalog = gather(), stored()
    if "--check" not in sys.argv:
        catalog.update(gathered, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.fuzzy = False  # else `compile` skips the whole catalog without failing
        CATALOG.parent.mkdir(parents=True, exist_ok=True)
        with CATALOG.open("wb") as stream:
            write_po(stream, catalog, width=0, sort_output=True, no_location=True, omit_header=False)
    lacking = missing(catalog, gathered)
    print(f"{len(lacking)} of {len(list(gathered)) - 1} sentences lack English")
    for sentence in lacking if "--check" in sys.argv else ():
        print("  ", sentence)
    if lacking and "--check" in sys.argv:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
