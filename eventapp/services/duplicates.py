"""Double submissions across an edition: what looks alike, and what people have decided of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.duplicate_search import Pair, find_pairs
from eventapp.domain.duplicates import DOUBTFUL, HELD, Judgement, PairState, Submission, Sureness
from eventapp.domain.events import Edition
from eventapp.domain.recommendations import EntryState
from eventapp.domain.refusals import NotFound
from eventapp.extensions import db
from eventapp.models.annex import AnnexVersion, StoredFile
from eventapp.models.audit import AuditHead
from eventapp.models.organization import Organization
from eventapp.models.recommendation import DuplicatePair, Group, RecommendationSummary, Result, SummaryRow
from eventapp.services.result_book import survivor_ids

Found = list[Pair[int]]
MOST_DECIDED = 200  # on the page; all are in the audit trail
Facts = Select[*tuple[Any, ...]]
SEARCHED_AT_ONCE = 1500  # results; more would keep whoever opens a page waiting for more than a blink
PAUSES = 10  # after a search of a big edition ten times as long without one


class Moment(NamedTuple):
    """What changes when anything of an edition does."""

    digest: str | None
    results: int
    last_result: int | None
    imported_at: datetime | None
    decisions: int


@dataclass(frozen=True)
class Search:
    """What was found, at which moment of the edition, and how long it took."""

    moment: Moment
    found: Found
    ended: float
    seconds: float


REMEMBERED: dict[int, Search] = {}  # by edition


@dataclass(frozen=True)
class OpenPair:
    """Two results that may be one, with groups, units, rows and recommending bodies loaded."""

    first: Result
    second: Result
    judgement: Judgement


@dataclass(frozen=True)
class DecidedPair:
    """What somebody decided; `kept` is None for two different ones."""

    pair: DuplicatePair
    first: Result
    second: Result

    @property
    def kept(self) -> Result | None:
        return next((result for result in (self.first, self.second) if result.id == self.pair.kept_id), None)


def count_open(edition: Edition) -> int:
    """How many pairs wait for a person, doubtful ones left out."""
    return sum(pair.judgement.is_held for pair in found_pairs(edition))


def count_by_sureness(edition: Edition) -> Counter[Sureness]:
    """How many pairs wait, by how sure the program is of them."""
    return Counter(pair.judgement.sureness for pair in found_pairs(edition))


def list_pairs(edition: Edition, *, least: int = HELD, page: int = 1, size: int = 20) -> tuple[list[OpenPair], int]:
    """A page of pairs that wait for a person, the surest first, and how many there are."""
    found = [pair for pair in found_pairs(edition) if pair.judgement.score >= least]
    shown = found[(page - 1) * size : page * size]
    results = load_results({number for pair in shown for number in (pair.first, pair.second)})
    pairs = [OpenPair(results[pair.first], results[pair.second], pair.judgement) for pair in shown]
    return pairs, len(found)


def list_decided(edition: Edition) -> list[DecidedPair]:
    """What was decided, the newest `MOST_DECIDED` first."""
    query = select(DuplicatePair).where(DuplicatePair.event_id == edition.id)
    decided = list(
        db.session.scalars(query.order_by(DuplicatePair.decided_at.desc(), DuplicatePair.id.desc()).limit(MOST_DECIDED))
    )
    results = load_results({number for pair in decided for number in (pair.first_id, pair.second_id)})
    return [DecidedPair(pair, results[pair.first_id], results[pair.second_id]) for pair in decided]


def get_pair(edition: Edition, pair_id: int) -> DuplicatePair:
    """One decision of this edition; raises `NotFound`."""
    query = select(DuplicatePair).where(DuplicatePair.event_id == edition.id, DuplicatePair.id == pair_id)
    pair = db.session.scalar(query)
    if pair is None:
        raise NotFound("找不到这项决定，可能已被撤销，请刷新后查看。")
    return pair


def is_merged(edition: Edition, pair_id: int) -> bool:
    """Whether a decision was a merge; raises `NotFound`."""
    return get_pair(edition, pair_id).state is PairState.MERGED


def found_pairs(edition: Edition) -> Found:
    """All pairs worth a look; searched again only when something of the edition has changed.

    In a big edition a search takes seconds: there the pages show what was found last, less what was decided since,
    and `is_behind` says that a search is due.
    """
    moment, known = moment_of(edition), REMEMBERED.get(edition.id)
    if known and known.moment == moment:
        return known.found
    if moment.results <= SEARCHED_AT_ONCE:
        return search(edition, moment)
    return still_open(edition, known.found) if known else []


def search(edition: Edition, moment: Moment | None = None) -> Found:
    """Search the whole edition as it is at `moment`, by default now, and remember what was found."""
    moment, began = moment or moment_of(edition), monotonic()
    found = find_pairs(submissions_of(edition), apart=told_apart(edition), least=DOUBTFUL)
    REMEMBERED[edition.id] = Search(moment, found, ended=monotonic(), seconds=monotonic() - began)
    return found


def is_behind(edition: Edition) -> bool:
    """Whether pages show an older search, or none."""
    moment, known = moment_of(edition), REMEMBERED.get(edition.id)
    return moment.results > SEARCHED_AT_ONCE and (known is None or known.moment != moment)


def may_search(edition: Edition) -> bool:
    """Whether the last search is long enough ago that the next one takes little of the machine."""
    known = REMEMBERED.get(edition.id)
    return known is None or monotonic() - known.ended > known.seconds * PAUSES


def still_open(edition: Edition, found: Found) -> Found:
    """What was found before, without what was merged, withdrawn or told apart since."""
    entered = select(Result.id).where(Result.event_id == edition.id, Result.state == EntryState.ENTERED)
    there, apart = set(db.session.scalars(entered)), told_apart(edition)
    return [
        pair
        for pair in found
        if {pair.first, pair.second} <= there and frozenset((pair.first, pair.second)) not in apart
    ]


def moment_of(edition: Edition) -> Moment:
    """What tells whether anything was entered, merged or decided since: one statement."""
    results, lists = Result.event_id == edition.id, RecommendationSummary.event_id == edition.id
    parts = (
        select(AuditHead.digest).where(AuditHead.chain == edition.slug),
        select(func.count()).select_from(Result).where(results, Result.state == EntryState.ENTERED),
        select(func.max(Result.id)).where(results),
        select(func.max(RecommendationSummary.imported_at)).where(lists),
        select(func.count()).select_from(DuplicatePair).where(DuplicatePair.event_id == edition.id),
    )
    return Moment(*db.session.execute(select(*(part.scalar_subquery() for part in parts))).one())


def told_apart(edition: Edition) -> set[frozenset[int]]:
    """Pairs that somebody judged to be two; what was merged since is judged as what it was merged into."""
    ends = survivor_ids(edition)
    query = select(DuplicatePair.first_id, DuplicatePair.second_id).where(
        DuplicatePair.event_id == edition.id, DuplicatePair.state == PairState.DIFFERENT
    )
    return {
        frozenset((ends.get(first, first), ends.get(second, second))) for first, second in db.session.execute(query)
    }


def submissions_of(edition: Edition, numbers: Collection[int] | None = None) -> dict[int, Submission]:
    """What all papers say of each result that takes part: two statements, however many there are."""
    rows: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in db.session.execute(narrowed(row_facts(edition), SummaryRow.result_id, numbers)):
        rows[row.result_id].append(row)
    results = db.session.execute(narrowed(result_facts(edition), Result.id, numbers))
    return {result.id: submission_of(result, rows[result.id]) for result in results}


def narrowed(query: Facts, column: Any, numbers: Collection[int] | None) -> Facts:
    return query if numbers is None else query.where(column.in_(numbers))


def result_facts(edition: Edition) -> Facts:
    return (
        select(
            Result.id, Group.kind, Organization.name.label("unit"), Group.name.label("group"), Result.topic_name,
            Result.member_count, Result.contact_person, Result.contact_phone, Organization.postcode,
        )
        .join(Result.group)
        .join(Group.organization)
        .where(Result.event_id == edition.id, Result.state == EntryState.ENTERED)
        .order_by(Result.id)
    )  # fmt: skip


def row_facts(edition: Edition) -> Facts:
    return (
        select(
            SummaryRow.result_id, SummaryRow.topic_name, SummaryRow.member_count, SummaryRow.contact_person,
            SummaryRow.contact_phone, SummaryRow.postcode, SummaryRow.recommended_level,
            RecommendationSummary.recommender_id,
        )
        .join(SummaryRow.summary)
        .where(SummaryRow.event_id == edition.id)
        .order_by(SummaryRow.id)
    )  # fmt: skip


def submission_of(result: Row[Any], rows: Iterable[Row[Any]]) -> Submission:
    """One result as all its papers tell it."""
    listed = list(rows)
    papers = [result, *listed]
    return Submission(
        kind=result.kind, unit=result.unit, group=result.group,
        topics=told(paper.topic_name for paper in papers),
        members=frozenset(paper.member_count for paper in papers if paper.member_count),
        contacts=told(paper.contact_person for paper in papers),
        phones=told(phone for paper in papers for phone in paper.contact_phone.split("/")),
        postcodes=told(paper.postcode for paper in papers),
        levels=frozenset(row.recommended_level for row in listed if row.recommended_level),
        channels=frozenset(str(row.recommender_id) for row in listed),
    )  # fmt: skip


def told(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text.strip() for text in texts if text.strip())


def load_results(numbers: Collection[int]) -> dict[int, Result]:
    """Results with everything that a page shows of them."""
    query = select(Result).where(Result.id.in_(numbers)).options(
        joinedload(Result.group).joinedload(Group.organization),
        selectinload(Result.rows).joinedload(SummaryRow.summary).joinedload(RecommendationSummary.recommender),
    )  # fmt: skip
    found = db.session.scalars(query.execution_options(populate_existing=True))
    return {result.id: result for result in found}


def files_of(results: Iterable[Result]) -> dict[int, StoredFile]:
    """By annex, the file that its newest version came from: one statement."""
    numbers = {result.annex_id for result in results if result.annex_id}
    query = select(AnnexVersion.annex_id, StoredFile).join(StoredFile, StoredFile.id == AnnexVersion.file_id)
    query = query.where(AnnexVersion.annex_id.in_(numbers)).order_by(AnnexVersion.number)
    return {annex_id: file for annex_id, file in db.session.execute(query)}
