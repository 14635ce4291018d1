"""`annexes write`: values become an official form as a file; needs no database."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NoReturn

import click
from flask import Flask

from eventapp.cli.annexes import annexes
from eventapp.documents.forms import write_word, write_workbook
from eventapp.documents.forms.inputs import Input, Unfit, read_input
from eventapp.domain.annexes import FormKind
from eventapp.domain.refusals import Fault, Refusal

KINDS = {kind.value: kind for kind in FormKind} | {str(number): kind for number, kind in enumerate(FormKind, start=1)}
WRITERS: dict[str, Callable[..., bytes]] = {".docx": write_word, ".xlsx": write_workbook}


@click.command("write")
@click.argument("kind", type=click.Choice(list(KINDS)), metavar="KIND")
@click.argument("source", type=click.File("rb"), metavar="INPUT.json")
@click.argument("target", type=click.Path(dir_okay=False, writable=True, path_type=Path), metavar="OUTPUT")
def write_form(kind: str, source: BinaryIO, target: Path) -> None:
    """Write the official form KIND (qc_result … activity_statistics, or 1 to 6) to OUTPUT, a .docx or .xlsx.

    INPUT.json ("-" for standard input) holds an object with "fields" and, for annex 3, "rows", as `annexes read`
    prints them; an empty object gives the blank form.
    """
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        raise click.ClickException(f"{target.name}: .docx or .xlsx / 只能写成 .docx 或 .xlsx")
    values = get_input(KINDS[kind], source.read(), getattr(source, "name", "-"))
    try:
        target.write_bytes(writer(KINDS[kind], values.fields, values.rows, remarks=values.remarks))
    except (Refusal, OSError) as error:
        raise click.ClickException(str(error)) from error
    for doubt in values.doubts:
        click.echo(line_of(doubt), err=True)


def get_input(kind: FormKind, content: bytes, name: str) -> Input:
    """The values in the JSON text; raises `ClickException` that names every fault at once."""
    try:
        return read_input(kind, json.loads(content.decode("utf-8-sig"), parse_constant=refuse_constant))
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{name}: {error} / 不是可以读取的 JSON 文件") from error
    except Unfit as unfit:
        raise click.ClickException("\n".join([str(unfit), *(f"  {fault}" for fault in unfit.faults)])) from unfit


def refuse_constant(name: str) -> NoReturn:
    """NaN and Infinity are no JSON, and no number of people."""
    raise ValueError(f"{name} is not a number / {name} 不是数字")


def line_of(doubt: Fault) -> str:
    return f"  {doubt.where}：{doubt}"


def register(app: Flask) -> None:
    """Into the group of the commands that read forms."""
    annexes.add_command(write_form)
