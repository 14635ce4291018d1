"""The words by which attendees are found, each read from its beginning: of name, pinyin, initials, mobile tail."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, delete, insert, or_, select

from eventapp.domain.events import Edition
from eventapp.domain.organizations import name_key
from eventapp.extensions import db
from eventapp.models.attendee import Attendee, AttendeeWord
from eventapp.services.pinyin import CHINESE, sort_key, syllables

MOST_STARTS = 4  # characters of a name that a search may begin with
LONGEST_WORD = 80
TAIL_MARK = "#"  # before a mobile written backwards, so that its tail is a beginning too
DOUBLE = "!double"  # the word of people of whom another one looks like them; no name begins with it
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


def write_words(edition: Edition, people: Iterable[Named], *, are_new: bool = False, have_likes: bool = True) -> None:
    """Replace the words of these people, and mark whoever looks like one of them, within the running use case.

    A few statements, however many they are. To be called after name, mobile or unit of somebody were written.
    People who `are_new` have no words yet; the caller may know that nobody is like them.
    """
    everybody = list(people)
    for part in (everybody[at : at + PEOPLE_AT_ONCE] for at in range(0, len(everybody), PEOPLE_AT_ONCE)):
        if not are_new:
            forget(AttendeeWord.attendee_id.in_([number for number, _name, _mobile in part]))
        names = {number: name for number, name, _mobile in part}
        add_words(edition, names, ((number, word) for number, *told in part for word in sorted(words_of(*told))))
        doubles = find_doubles(edition, part) if have_likes else {}
        if doubles:
            forget(AttendeeWord.attendee_id.in_(doubles), AttendeeWord.word == DOUBLE)
            add_words(edition, doubles, ((number, DOUBLE) for number in sorted(doubles)))


def forget(*which: ColumnElement[bool]) -> None:
    query = delete(AttendeeWord).where(*which)
    db.session.execute(query, execution_options={"synchronize_session": False})


def add_words(edition: Edition, names: Mapping[int, str], words: Iterable[tuple[int, str]]) -> None:
    keys = {number: sort_key(name) for number, name in names.items()}
    rows = [
        {"event_id": edition.id, "word": word, "pinyin": keys[number], "attendee_id": number} for number, word in words
    ]
    if rows:
        db.session.execute(insert(AttendeeWord.__table__), rows)


def find_doubles(edition: Edition, people: Sequence[Named]) -> dict[int, str]:
    """Number and name of everybody who shares a mobile, or name and unit, with another one, as far as these people are concerned.

    A cancelled twin counts here: who is shown as double is decided where it is asked.
    """
    keys = {name_key(name)[:LONGEST_WORD] for _number, name, _mobile in people}
    mobiles = {mobile for _number, _name, mobile in people}
    query = select(Attendee.id, Attendee.name, Attendee.mobile, Attendee.name_key, Attendee.organization_id)
    query = query.where(Attendee.event_id == edition.id)
    alike: defaultdict[object, dict[int, str]] = defaultdict(dict)
    for number, name, mobile, key, unit in db.session.execute(
        query.where(or_(Attendee.mobile.in_(mobiles), Attendee.name_key.in_(keys)))
    ):
        alike[mobile][number] = alike[key, unit][number] = name
    return {number: name for twins in alike.values() if len(twins) > 1 for number, name in twins.items()}
