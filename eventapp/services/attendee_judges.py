"""Which judge of the organizers' list is which registered person: the only writer of that tie.

A person who lets the role go unties the judge, who then stands among those who have not registered; a person who takes
it, or takes it back, is tied when on the list. Somebody who comes in a judge's place is another person: the list, with
its units that recusal rests on, is never handed on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, or_, select, update

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.domain.registration import Person, RoleChoice
from eventapp.domain.roles import JUDGE
from eventapp.extensions import db
from eventapp.models.attendee import Attendee
from eventapp.models.organization import Organization
from eventapp.models.schedule import Judge


@dataclass
class InvitedJudges:
    """Judges of the organizers' list who are not tied to a registration yet."""

    rows: list[tuple[int, str, str, str]]  # number, name key, mobile, unit's name key

    def find(self, person: Person) -> tuple[int | None, bool]:
        """The judge that this person is, and whether name and mobile prove it.

        Name and unit alone are public, so they only link; an organizer approves.
        """
        key, unit = name_key(person.name), name_key(person.unit_name)
        proved = [number for number, name, mobile, _unit in self.rows if (name, mobile) == (key, person.mobile)]
        likely = [number for number, name, _mobile, of in self.rows if (name, of) == (key, unit)]
        return next(iter(proved or likely), None), bool(proved)


def invited_judges(edition: Edition, people: Sequence[tuple[Person, Collection[RoleChoice]]]) -> InvitedJudges:
    """The judges that those who register as judges may be; one statement, none when nobody does."""
    judging = [person for person, choices in people if any(choice.code == JUDGE for choice in choices)]
    if not judging:
        return InvitedJudges([])
    units = {name_key(person.unit_name) for person in judging}
    query = (
        select(Judge.id, Judge.name, Judge.mobile, Organization.name_key)
        .outerjoin(Organization, Organization.id == Judge.organization_id)
        .where(Judge.event_id == edition.id, Judge.attendee_id.is_(None))
        .where(or_(Judge.mobile.in_({person.mobile for person in judging}), Organization.name_key.in_(units)))
        .order_by(Judge.id)
    )
    rows = db.session.execute(query)
    return InvitedJudges([(number, name_key(name), mobile, unit or "") for number, name, mobile, unit in rows])


def tie_judges(tied: Sequence[tuple[int, int]]) -> None:
    """Tie judges to their registration, unless somebody else was tied a moment ago; pairs of judge and attendee."""
    if tied:
        table = Judge.__table__
        free = update(table).where(table.c.id == bindparam("judge"), table.c.attendee_id.is_(None))
        rows = [{"judge": judge, "attendee": number} for judge, number in tied]
        db.session.execute(free.values(attendee_id=bindparam("attendee")), rows)


def tie_again(edition: Edition, numbers: Collection[int]) -> None:
    """Tie the people of these numbers, who are judges now, to their rows of the list where they stand on it."""
    if not numbers:
        return
    query = select(Attendee.id, Attendee.name, Attendee.unit_name, Attendee.mobile).where(Attendee.id.in_(numbers))
    people = [
        (row.id, Person(name=row.name, unit_name=row.unit_name, mobile=row.mobile)) for row in db.session.execute(query)
    ]
    judges = invited_judges(edition, [(person, (RoleChoice(JUDGE),)) for _number, person in people])
    found = [(judges.find(person)[0], number) for number, person in people]
    tie_judges([(judge, number) for judge, number in found if judge is not None])


def untie_judges(numbers: Collection[int]) -> None:
    """Let the judges go whom these people are, for they do not come as judges any more."""
    if numbers:
        db.session.execute(update(Judge).where(Judge.attendee_id.in_(numbers)).values(attendee_id=None))
