"""Finds the submissions that were sent twice among many, without comparing each with each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

from eventapp.domain.duplicate_names import UnitName, bigrams, group_name, unit_name
from eventapp.domain.duplicates import HELD, Judgement, Submission, judge

Key = TypeVar("Key", bound=Hashable)
FAMILIAR = 60  # units that share two characters; more share a trade and not a name
CROWD = 150  # submissions that share a key; more share nothing that tells


@dataclass(frozen=True)
class Pair(Generic[Key]):
    """Two submissions that may be one."""

    first: Key
    second: Key
    judgement: Judgement


def find_pairs(
    submissions: Mapping[Key, Submission], *, apart: Collection[frozenset[Key]] = (), least: int = HELD
) -> list[Pair[Key]]:
    """The pairs with at least the score `least`, the surest first.

    A submission has at most one twin in a channel: of two candidates the more alike one is taken. Pairs that somebody
    judged to be two (`apart`) are left out before that.
    """
    judged = []
    for first, second in candidates(submissions):
        if frozenset((first, second)) not in apart:
            judgement = judge(submissions[first], submissions[second])
            if judgement.score >= least:
                judged.append(Pair(first, second, judgement))
    order = {key: place for place, key in enumerate(submissions)}
    judged.sort(
        key=lambda pair: (-pair.judgement.score, -pair.judgement.sameness, order[pair.first], order[pair.second])
    )
    return list(one_twin_each(judged, submissions))


def one_twin_each(pairs: Iterable[Pair[Key]], submissions: Mapping[Key, Submission]) -> Iterator[Pair[Key]]:
    """Of several candidates in one channel the surest only."""
    taken: set[tuple[Key, str]] = set()
    for pair in pairs:
        sides = ((pair.first, pair.second), (pair.second, pair.first))
        claims = {(one, channel) for one, other in sides for channel in submissions[other].channels}
        if not claims & taken:
            taken |= claims
            yield pair


def candidates(submissions: Mapping[Key, Submission]) -> Iterator[tuple[Key, Key]]:
    """Pairs worth comparing: of one kind, in units that may be one, with something of the group's name in common."""
    families = unit_families({submission.unit for submission in submissions.values()})
    blocks: dict[tuple[object, ...], list[Key]] = defaultdict(list)
    for key, submission in submissions.items():
        for family in families[submission.unit]:
            for clue in group_clues(submission.group):
                blocks[submission.kind, family, clue].append(key)
        for phone in submission.phones:
            blocks[submission.kind, phone, group_name(submission.group).proper].append(key)
    seen: set[frozenset[Key]] = set()
    for block in blocks.values():
        if len(block) <= CROWD:
            for first, second in combinations(block, 2):
                if first != second and (both := frozenset((first, second))) not in seen:
                    seen.add(both)
                    yield first, second


def group_clues(name: str) -> set[str]:
    """What two spellings of one group have in common: the proper name, pairs of characters of it, single ones of short names."""
    group = group_name(name)
    pieces = set(group.proper) if len(group.proper) < 4 else bigrams(group.proper)
    return {f"={group.core}", f"={group.proper}", *pieces}


def unit_families(names: Iterable[str]) -> dict[str, set[Hashable]]:
    """For each unit name the families it belongs to; two spellings of one unit share at least one.

    A family is a whole name, or two neighboring characters that few units share, beside the same numbers.
    """
    parsed = {name: unit_name(name) for name in names}
    holders: dict[Hashable, set[str]] = defaultdict(set)
    for unit in parsed.values():
        for clue in unit_clues(unit):
            holders[clue].add(unit.core)
    return {
        name: {unit.core, unit.whole, *(clue for clue in unit_clues(unit) if 1 < len(holders[clue]) <= FAMILIAR)}
        for name, unit in parsed.items()
    }


def unit_clues(unit: UnitName) -> Iterator[Hashable]:
    for pair in bigrams(unit.core):
        yield pair, unit.markers
