"""`annexes duplicates`: which submissions of an inbox were sent twice; needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app

from eventapp.cli.annexes import annexes, list_uploads
from eventapp.documents.annexes.arrivals import read_uploads
from eventapp.documents.annexes.reader import Upload
from eventapp.domain.duplicate_papers import Paper, Sent, pairs_in
from eventapp.domain.duplicates import Judgement
from eventapp.jobs.annexes import limits_of


@click.command("duplicates")
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def find_duplicates(folders: tuple[Path, ...]) -> None:
    """Read whole inboxes; one JSON line for each pair that is held to be one submission sent twice."""
    uploads = (
        list_uploads(folders)
        if len(folders) == 1
        else [Upload(f"{folder}/{upload.name}", upload.path) for folder in folders for upload in list_uploads([folder])]
    )  # several folders are told apart by their names
    arrivals = read_uploads(uploads, limits_of(current_app.extensions["settings"]))
    for first, second, pair in pairs_in([arrival.read for arrival in arrivals]):
        click.echo(json.dumps(line_of(first, second, pair.judgement), ensure_ascii=False).encode("utf-8", "replace"))


def line_of(first: Sent, second: Sent, judgement: Judgement) -> dict[str, Any]:
    """One pair: how sure, why, and both sides with their papers."""
    return {
        "score": judgement.score,
        "reasons": [
            {"code": reason.code, "for": reason.is_for, "sentence": str(reason)} for reason in judgement.reasons
        ],
        "first": side_of(first),
        "second": side_of(second),
    }


def side_of(sent: Sent) -> dict[str, Any]:
    """One side, as its papers spell it; `files` has each file once."""
    told = sent.tells
    return {
        "kind": told.kind.value,
        "unit": told.unit,
        "group": told.group,
        "topics": sorted(told.topics),
        "levels": sorted(told.levels),
        "sender": ", ".join(sorted(told.channels)),
        "files": list(dict.fromkeys(paper.file for paper in sent.papers)),
        "papers": [paper_of(paper) for paper in sent.papers],
    }


def paper_of(paper: Paper) -> dict[str, Any]:
    return {"file": paper.file, "form": paper.form.value, "row": paper.row}


def register(app: Flask) -> None:
    """Into the group of the commands that read forms."""
    annexes.add_command(find_duplicates)
