"""Commands about the official forms as files; none of them needs a database."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from eventapp.documents.annexes.arrivals import Arrival, read_uploads
from eventapp.documents.annexes.reader import Upload
from eventapp.documents.letters import text_of
from eventapp.domain.annexes import FormKind, ReadForm
from eventapp.domain.refusals import Fault
from eventapp.jobs.annexes import limits_of

FILES_A_READER = 20  # a second process takes as long to start as it would save for fewer
annexes = AppGroup("annexes", help="The official forms as files.")


@annexes.command("read")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help="Processes that read.")
def read_paths(paths: tuple[Path, ...], jobs: int) -> None:
    """Read files, folders, archives and mails; one JSON line a file, and one for each member."""
    uploads = list_uploads(paths)
    readers = min(jobs, 1 + len(uploads) // FILES_A_READER)
    for arrival in read_uploads(uploads, limits_of(current_app.extensions["settings"]), readers=readers):
        line = json.dumps(line_of(arrival), ensure_ascii=False)
        click.echo(line.encode("utf-8", "replace"))


def list_uploads(paths: Sequence[Path]) -> list[Upload]:
    """Every file below the paths once, sorted, named from the folder that was given."""
    found: dict[Path, str] = {}
    for path in paths:
        for file in files_below(path):
            found.setdefault(file.resolve(), name_of(file.relative_to(path) if path.is_dir() else Path(file.name)))
    return [Upload(name, file) for name, file in sorted((name, file) for file, name in found.items())]


def files_below(path: Path) -> Iterator[Path]:
    """The file itself, or every file of a folder; links to folders are not followed."""
    if not path.is_dir():
        yield path
        return
    for folder, _, names in os.walk(path):
        yield from (Path(folder) / name for name in names if (Path(folder) / name).is_file())


def name_of(path: Path) -> str:
    """A path as text; names that an old tool left in GBK are decoded."""
    return text_of(os.fsencode(path.as_posix()))


def line_of(arrival: Arrival) -> dict[str, Any]:
    """What became of one file, in the form of the truth beside the sample files."""
    read = arrival.read
    return {
        "file": read.name,
        "type": "container" if read.is_container else "document",
        "outcome": read.outcome.value,
        "reasons": list(read.reasons),
        "forms": [form_of(form) for form in read.forms],
        "messages": [message_of(fault) for fault in read.faults]
        + [message_of(fault) for form in read.forms for fault in form.faults],
    }


def form_of(form: ReadForm) -> dict[str, Any]:
    """One form: fields, rows of annex 3, what a person must look at, where each value stood and how sure it is."""
    return {
        "form": form.kind.value,
        "fields": dict(form.fields),
        **({"rows": [dict(row) for row in form.rows]} if form.kind is FormKind.RECOMMENDATION_SUMMARY else {}),
        "warnings": [{"field": fault.field or None, "code": fault.code} for fault in form.faults],
        "provenance": dict(form.provenance),
        **{name: dict(more) for name in ("sureness", "supporting") if (more := getattr(form, name, None))},
    }


def message_of(fault: Fault) -> str:
    """A fault as a sentence with its place."""
    sentence = str(fault)
    return sentence if not fault.where or fault.where in sentence else f"{fault.where}：{sentence}"


def register(app: Flask) -> None:
    app.cli.add_command(annexes)
