"""One page for any form: its sections, controls, rows and faults, made of the field table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wtforms import Form

from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.form_offers import Offer, differences
from eventapp.domain.form_pages import ItemTable, page_sections, row_specs
from eventapp.domain.refusals import Fault, Severity
from eventapp.domain.submissions import due_at, last_moment
from eventapp.domain.typed_forms import KIND_TEXTS, Draft, filled_rows, read_draft
from eventapp.services.drafts import Annex
from eventapp.services.submissions import extension_of_body
from eventapp.web.annexes.words import FORM_NAMES
from eventapp.web.language import gettext, words_of
from eventapp.web.submissions.controls import page_form
from eventapp.web.submissions.desk import Door
from eventapp.web.submissions.words import Told, label_of, state_words, told

BLANK_ROWS = 5
HIDDEN_COLUMNS = ("seq", "sort_unit_name")  # kept where a file gave them, not asked


@dataclass(frozen=True)
class FormPage:
    """What the template shows of one form that is being filled in."""

    edition: Edition
    annex: Annex
    door: Door
    draft: Draft
    form: Form
    errors: list[Told]
    doubts: dict[str, list[str]]
    missing: int
    due: datetime | None
    problem: str = ""  # a sentence above the page: refused, stale
    other_id: int | None = None  # the annex that is about the same
    offers: list[dict[str, Any]] = field(default_factory=list)
    cell_faults: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> FormKind:
        return self.annex.kind

    @property
    def title(self) -> str:
        return gettext(FORM_NAMES[self.kind])

    @property
    def sections(self) -> Iterable[Any]:
        return page_sections(self.kind)

    @property
    def columns(self) -> list[Any]:
        return [spec for name, spec in row_specs(self.kind).items() if name not in HIDDEN_COLUMNS]

    @property
    def hidden_columns(self) -> tuple[str, ...]:
        return HIDDEN_COLUMNS

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(KIND_TEXTS["qc"], gettext("QC小组")), (KIND_TEXTS["team"], gettext("信组"))]

    @property
    def rows(self) -> list[dict[str, str]]:
        """Rows that are filled in, then some to fill in."""
        rows = filled_rows(self.draft)
        return rows + [{} for _ in range(BLANK_ROWS if len(rows) < BLANK_ROWS else 1)]

    @property
    def due_words(self) -> str:
        return last_moment(self.edition, self.due) if self.due else ""

    @property
    def state(self) -> tuple[str, str]:
        return state_words(self.annex.state)

    def is_items(self, section: Any) -> bool:
        return isinstance(section, ItemTable)


def page_of(
    edition: Edition, annex: Annex, door: Door, draft: Draft, *, offers: list[Offer], checked: bool = False,
    problem: str = "", other_id: int | None = None, extra: Iterable[Fault] = (),
) -> FormPage:  # fmt: skip
    """The page of a draft. What is missing is named beside the fields once somebody has tried to submit."""
    read, form = read_draft(annex.kind, draft), page_form(annex.kind, draft)
    errors = [one for one in read.faults if one.severity is Severity.ERROR]
    named = {one.field for one in errors}
    shown = [*errors, *(one for one in extra if one.field not in named)] if checked else []
    doubts: dict[str, list[str]] = {}
    for one in read.faults:
        if one.severity is Severity.WARNING:
            doubts.setdefault(one.field, []).append(words_of(one))
    for one in shown:
        if one.field in form._fields:
            form[one.field].errors = [words_of(one)]
    cells = {one.field: words_of(one) for one in (*shown, *read.faults[::-1]) if one.field.startswith("rows[")}
    cells = {path: text for path, text in cells.items() if checked or path in doubts}
    return FormPage(
        edition,
        annex, door, draft, form, told(annex.kind, shown), doubts, len(errors),
        due_at(edition, annex.extended_until, extension_of_body(annex)), problem, other_id,
        [offer_words(draft, offer, number) for number, offer in enumerate(offers)], cells,
    )  # fmt: skip


def offer_words(draft: Draft, offer: Offer, number: int) -> dict[str, Any]:
    """An offer as the page shows it: from which file, which form, what differs."""
    return {
        "number": number, "file": offer.file, "kind": offer.kind, "name": gettext(FORM_NAMES[offer.kind]),
        "count": len(offer.draft.texts), "rows": len(offer.draft.rows),
        "differences": [
            (one, label_of(offer.kind, one.name) if one.name != "rows" else gettext("推荐行"))
            for one in differences(draft, offer)
        ],
    }  # fmt: skip
