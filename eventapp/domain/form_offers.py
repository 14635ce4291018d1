"""A file read into a page that is already being filled in: nothing typed is overwritten unless somebody says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from eventapp.domain.annexes import FormKind, ReadForm
from eventapp.domain.form_pages import page_specs
from eventapp.domain.refusals import Severity
from eventapp.domain.typed_forms import Draft, Source, draft_from, draft_of, filled, filled_rows, kept
from eventapp.domain.words import N_

ROWS = "rows"
ALL = "*"


@dataclass(frozen=True)
class Offer:
    """What a file would fill in."""

    kind: FormKind
    file: str
    draft: Draft


@dataclass(frozen=True)
class Difference:
    """One question answered by both, differently."""

    name: str
    label: str
    typed: str
    offered: str


def offer_of(form: ReadForm, file: str) -> Offer:
    """A form read from a file as texts for the page, with places and doubts."""
    values = {**form.fields, **form.supporting}
    draft = draft_from(form.kind, values, form.rows, form.written)
    texts = dict(draft.texts) | {
        f"rows[{number}].{name}": text for number, row in enumerate(draft.rows) for name, text in row.items() if text
    }
    doubts = [replace(one, severity=Severity.WARNING) for one in form.faults if one.code != "missing_required"]
    read = {
        name: Source(
            text,
            f"{file} · {form.provenance.get(name, '')}".rstrip(" ·"),
            tuple(one for one in doubts if one.field == name),
        )
        for name, text in texts.items()
    }
    return Offer(form.kind, file, replace(draft, read=read))


def column_of(offer: Offer) -> dict[str, Any]:
    """An offer as it is kept."""
    return {"kind": offer.kind.value, "file": offer.file, **kept(offer.draft)}


def offer_from(column: Mapping[str, Any]) -> Offer:
    """An offer as it was."""
    return Offer(FormKind(column["kind"]), column["file"], draft_of(column))


def differences(draft: Draft, offer: Offer) -> list[Difference]:
    """Every question to which the page and the file say different things; the rows count as one."""
    typed, offered = filled(draft.texts), filled(offer.draft.texts)
    found = [
        Difference(name, spec.label, typed[name], offered[name])
        for name, spec in page_specs(offer.kind).items()
        if name in typed and name in offered and typed[name].strip() != offered[name].strip()
    ]
    mine, theirs = filled_rows(draft), filled_rows(offer.draft)
    if mine and theirs and mine != theirs:
        found.append(Difference(ROWS, N_("推荐行"), str(len(mine)), str(len(theirs))))
    return found


def merged(draft: Draft, offer: Offer, taken: Collection[str]) -> Draft:
    """The page with what the file adds, and what it says differently where that was taken (`ALL`: everywhere)."""
    typed, offered = filled(draft.texts), filled(offer.draft.texts)
    used = {name for name in offered if name not in typed or name in taken or ALL in taken}
    mine, theirs = filled_rows(draft), filled_rows(offer.draft)
    rows_used = bool(theirs) and (not mine or ROWS in taken or ALL in taken)
    read = {
        name: source
        for name, source in offer.draft.read.items()
        if (rows_used if name.startswith("rows[") else name in used)
    }
    own = {name: source for name, source in draft.read.items() if name not in used}
    if rows_used:
        own = {name: source for name, source in own.items() if not name.startswith("rows[")}
    texts = typed | {name: offered[name] for name in used}
    return Draft(texts, tuple(theirs if rows_used else mine), own | read)
