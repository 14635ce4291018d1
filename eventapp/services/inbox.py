"""The table of what arrived: letters, archives with their files, and files that came alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, Text, and_, case, cast, desc, false, func, literal, or_, select
from sqlalchemy.orm import contains_eager, defer

from eventapp.domain.annexes import Outcome
from eventapp.domain.events import Edition
from eventapp.extensions import db
from eventapp.models.account import Account
from eventapp.models.annex import Annex, AnnexVersion, FileReading, StoredFile
from eventapp.models.job import Job
from eventapp.models.mailbox import Letter
from eventapp.models.organization import Organization, Recommender

MOST_MEMBERS = 20  # of one archive or letter on the page; the page of the archive shows all


@dataclass(frozen=True)
class Wanted:
    """What is asked for; an empty part asks for nothing. `container_id` lists what is in one archive or letter."""

    outcome: str = ""
    handling: str = ""
    kind: str = ""
    words: str = ""
    recommender_id: int | None = None
    job_id: int | None = None
    container_id: int | None = None

    @property
    def names_files(self) -> bool:
        """Whether single files are asked for: then an archive is listed for some of what is in it."""
        return any((self.outcome, self.kind, self.words, self.recommender_id)) or self.handling not in ("", "open")


@dataclass
class Arrival:
    """One line of the table, and the files that came inside of it."""

    reading: FileReading
    fault_count: int
    first_fault: dict[str, Any] | None
    letter: Letter | None
    uploader: str
    units: list[str] = field(default_factory=list)
    members: list[Arrival] = field(default_factory=list)
    member_count: int = 0
    refused_count: int = 0  # of the members: what could not be read
    doubtful_count: int = 0  # of the members: what somebody should look at


def list_arrivals(edition: Edition, wanted: Wanted, *, page: int = 1, size: int = 30) -> tuple[list[Arrival], int]:
    """One page of what arrived, the newest first, and how many there are; an archive with its files is one.

    Files that fit are shown below their archive or letter, even when that itself does not fit.
    """
    fitting = fits(edition, wanted)
    top = FileReading.id if wanted.container_id else func.coalesce(FileReading.container_id, FileReading.id)
    place = rank() if wanted.container_id else literal(0)
    asked: Any = select(top.label("top"), place.label("rank")).where(*fitting)
    tops = with_letters(asked).distinct().subquery()
    total = db.session.scalar(select(func.count()).select_from(tops)) or 0
    order = (tops.c.rank, tops.c.top) if wanted.container_id else (desc(tops.c.top),)
    numbers = list(db.session.scalars(select(tops.c.top).order_by(*order).offset((page - 1) * size).limit(size)))
    lines = list_lines(numbers, and_(*fitting) if not wanted.container_id else false())
    name_units(edition, lines)
    tops_by_id = {line.reading.id: line for line in lines if line.reading.id in numbers}
    for line in lines:
        if line.reading.id not in tops_by_id:
            tops_by_id[line.reading.container_id or 0].members.append(line)
    return [tops_by_id[number] for number in numbers], total


def fits(edition: Edition, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What is asked for as conditions on a reading, its file and its letter."""
    conditions: list[ColumnElement[bool]] = [FileReading.event_id == edition.id]
    for column, value in (
        (FileReading.outcome, wanted.outcome),
        (FileReading.handling, wanted.handling),
        (FileReading.job_id, wanted.job_id),
        (FileReading.container_id, wanted.container_id),
    ):
        if value:
            conditions.append(column == value)
    if wanted.kind:
        conditions.append(cast(FileReading.forms, Text).contains(f'"{wanted.kind}"', autoescape=True))
    if wanted.recommender_id:
        conditions.append(of_body(wanted.recommender_id))
    return conditions + [holds(word) for word in wanted.words.split()[:5]]


def of_body(recommender_id: int) -> ColumnElement[bool]:
    """Files of a recommending body: those that it sent, and those with forms of its units."""
    files = select(AnnexVersion.file_id).join(Annex).outerjoin(Organization, Organization.id == Annex.organization_id)
    own = or_(Annex.recommender_id == recommender_id, Organization.recommender_id == recommender_id)
    return or_(FileReading.recommender_id == recommender_id, FileReading.file_id.in_(files.where(own)))


def holds(word: str) -> ColumnElement[bool]:
    """Whether a word stands in the file's name, the letter's head or the unit's name."""
    units = select(AnnexVersion.file_id).join(Annex).join(Organization, Organization.id == Annex.organization_id)
    named = FileReading.file_id.in_(units.where(Organization.name.icontains(word, autoescape=True)))
    columns = (StoredFile.name, Letter.subject, Letter.sender_name, Letter.sender_address)
    return or_(named, *(column.icontains(word, autoescape=True) for column in columns))


def with_letters(query: Select[Any]) -> Select[Any]:
    """The query with the file of each reading and the letter it came with."""
    joined = query.join(StoredFile, StoredFile.id == FileReading.file_id)
    return joined.outerjoin(Letter, Letter.id == FileReading.letter_id)


def list_lines(numbers: list[int], inside: ColumnElement[bool]) -> list[Arrival]:
    """Lines for these readings, and for the first `MOST_MEMBERS` files inside of each that fit `inside`.

    What could not be read comes first, then what is doubtful. Thousands of faults are counted, not loaded.
    """
    place = (
        func.row_number().over(partition_by=FileReading.container_id, order_by=(rank(), FileReading.id)).label("place")
    )
    numbered = with_letters(select(FileReading.id, FileReading.container_id, place, rank().label("rank")))
    members = numbered.where(FileReading.container_id.in_(numbers), inside).subquery()
    counts = counted(members)
    faults = func.json_array_length(FileReading.faults), FileReading.faults[0]
    query = with_letters(
        select(FileReading, *faults, Letter, Account.name, counts.c.of_all, counts.c.refused, counts.c.doubtful)
    )
    query = query.outerjoin(Job, Job.id == FileReading.job_id).outerjoin(Account, Account.id == Job.created_by)
    query = query.outerjoin(counts, counts.c.container_id == FileReading.id)
    query = query.options(defer(FileReading.faults), contains_eager(FileReading.file)).order_by(rank(), FileReading.id)
    shown = select(members.c.id).where(members.c.place <= MOST_MEMBERS)
    rows = db.session.execute(query.where(or_(FileReading.id.in_(numbers), FileReading.id.in_(shown))))
    return [
        Arrival(
            reading, faults, first, letter, name or "",
            member_count=of_all or 0, refused_count=refused or 0, doubtful_count=doubtful or 0,
        )
        for reading, faults, first, letter, name, of_all, refused, doubtful in rows
    ]  # fmt: skip


def rank() -> ColumnElement[int]:
    """What could not be read first, then what somebody should look at."""
    return case({Outcome.REJECTED: 0, Outcome.ACCEPTED_WITH_WARNINGS: 1}, value=FileReading.outcome, else_=2)


def counted(members: Subquery) -> Subquery:
    """How many members each archive has, and how many of them want a person."""
    of_rank = [func.sum(case((members.c.rank == number, 1), else_=0)) for number in (0, 1)]
    return (
        select(
            members.c.container_id,
            func.count().label("of_all"),
            of_rank[0].label("refused"),
            of_rank[1].label("doubtful"),
        )
        .group_by(members.c.container_id)
        .subquery()
    )


def name_units(edition: Edition, lines: Sequence[Arrival]) -> None:
    """Write to each line whom its forms are about: the units, and the bodies that recommend."""
    wanted = {form["annex_id"] for line in lines for form in line.reading.forms if form["annex_id"]}
    query = select(Annex.id, func.coalesce(Organization.name, Recommender.name)).where(Annex.event_id == edition.id)
    query = query.outerjoin(Organization, Organization.id == Annex.organization_id)
    query = query.outerjoin(Recommender, Recommender.id == Annex.recommender_id)
    names = {number: name for number, name in db.session.execute(query.where(Annex.id.in_(wanted)))}
    for line in lines:
        line.units = unique(names.get(form["annex_id"]) for form in line.reading.forms)


def unique(names: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


def count_arrivals(edition: Edition) -> dict[tuple[str, str], int]:
    """How many files came to which outcome and are handled how."""
    query = select(FileReading.outcome, FileReading.handling, func.count()).where(FileReading.event_id == edition.id)
    rows = db.session.execute(query.group_by(FileReading.outcome, FileReading.handling))
    return {(outcome, handling.value): number for outcome, handling, number in rows}


def list_bodies(edition: Edition) -> list[tuple[int, str]]:
    """The recommending bodies, for the filter."""
    query = select(Recommender.id, Recommender.name).where(Recommender.event_id == edition.id)
    return [(number, name) for number, name in db.session.execute(query.order_by(Recommender.name))]
