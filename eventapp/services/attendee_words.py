"""The words by which attendees are found, each read from its beginning: of name, pinyin, initials, mobile tail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, insert

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.extensions import db
from eventapp.models.attendee import AttendeeWord
from eventapp.services.pinyin import CHINESE, syllables

MOST_STARTS = 4  # characters of a name that a search may begin with
LONGEST_WORD = 80
TAIL_MARK = "#"  # before a mobile written backwards, so that its tail is a beginning too
MARKS = re.compile(r"[\W_]+")  # · and hyphens of a name; nobody types them to search
PEOPLE_AT_ONCE = 5000  # a statement takes 32766 values at most on SQLite
Named = tuple[int, str, str]  # attendee, name, mobile


def words_of(name: str, mobile: str) -> set[str]:
    """At most twelve words of one person.

    From each of the first four syllables on: the name, its pinyin, its initials (but for the last: they begin the
    pinyin already); and the mobile backwards.
    """
    bare, said = bare_word(name), syllables(name, is_person=True)
    starts = range(min(MOST_STARTS, len(said)))
    words = {bare[at:] for at in range(min(MOST_STARTS, len(bare))) if at == 0 or CHINESE.match(bare[at])}
    words |= {"".join(said[at:]) for at in starts}
    words |= {"".join(one[0] for one in said[at:]) for at in starts[:-1]}
    words.add(tail_word(mobile))
    return {word[:LONGEST_WORD] for word in words if word}


def bare_word(text: str) -> str:
    """Letters and characters of a name or of what is typed to find it."""
    return MARKS.sub("", name_key(text))


def tail_word(digits: str) -> str:
    """The word whose beginning a mobile tail is; nothing for nothing."""
    return TAIL_MARK + digits[::-1] if digits else ""


def write_words(edition: Edition, people: Iterable[Named]) -> None:
    """Replace the words of these people within the running use case: two statements, however many they are."""
    for part in batches(list(people)):
        numbers = [number for number, _name, _mobile in part]
        db.session.execute(
            delete(AttendeeWord).where(AttendeeWord.attendee_id.in_(numbers)),
            execution_options={"synchronize_session": False},
        )
        rows = [
            {"event_id": edition.id, "word": word, "attendee_id": number}
            for number, name, mobile in part
            for word in sorted(words_of(name, mobile))
        ]
        if rows:
            db.session.execute(insert(AttendeeWord.__table__), rows)


def batches(people: Sequence[Named]) -> Iterable[Sequence[Named]]:
    return (people[at : at + PEOPLE_AT_ONCE] for at in range(0, len(people), PEOPLE_AT_ONCE))
