"""The papers of an inbox as submissions: rows of annex 3 and annexes 1 and 2 that belong together become one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from eventapp.domain.annexes import FormKind, ReadFile, ReadForm, Value
from eventapp.domain.duplicate_likeness import topic_likeness
from eventapp.domain.duplicate_names import group_name, unit_name
from eventapp.domain.duplicate_search import Pair, find_pairs
from eventapp.domain.duplicates import Submission
from eventapp.domain.recommendations import GroupKind

NAME_FIELDS = {FormKind.QC_RESULT: "group_name", FormKind.TEAM_RESULT: "team_name"}
KINDS = {FormKind.QC_RESULT: GroupKind.QC, FormKind.TEAM_RESULT: GroupKind.TEAM}
PHONE_FIELDS = ("mobile", "contact_phone", "phone")


@dataclass(frozen=True)
class Paper:
    """One row of annex 3 (`row` counts from 0), or one annex 1 or 2 (`row` is None)."""

    file: str
    form: FormKind
    row: int | None
    tells: Submission


@dataclass(frozen=True)
class Sent:
    """One submission by one channel, with all its papers."""

    papers: tuple[Paper, ...]
    tells: Submission

    @property
    def has_row(self) -> bool:
        return any(paper.row is not None for paper in self.papers)

    @property
    def has_form(self) -> bool:
        return any(paper.row is None for paper in self.papers)


def pairs_in(files: Iterable[ReadFile]) -> list[tuple[Sent, Sent, Pair[int]]]:
    """The pairs in an inbox that are held to be one submission sent twice, the surest first."""
    sent = dict(enumerate(sent_in(files)))
    pairs = find_pairs({number: one.tells for number, one in sent.items()})
    return [
        (sent[pair.first], sent[pair.second], pair) for pair in pairs if is_twice(sent[pair.first], sent[pair.second])
    ]


def is_twice(first: Sent, second: Sent) -> bool:
    """Whether there are two papers of one sort: a row and a form by themselves are one submission in two mails."""
    return (first.has_row and second.has_row) or (first.has_form and second.has_form)


def sent_in(files: Iterable[ReadFile]) -> list[Sent]:
    """All submissions of an inbox, each with what one channel sent of it."""
    forms = [(file.name, form) for file in files for form in file.forms]
    channels = Channels([name for name, _ in forms], lists_of(forms))
    papers = [paper for name, form in forms for paper in papers_of(name, form, channels)]
    joined = join(papers)
    sent = attach(joined, by_channel(joined))
    return attach(sent, [loose_forms(sent, channels.bodies)])


def lists_of(forms: Iterable[tuple[str, ReadForm]]) -> list[tuple[str, str]]:
    """Where annexes 3 lie, and who recommends by them."""
    return [(name, body_of(form)) for name, form in forms if form.kind is FormKind.RECOMMENDATION_SUMMARY]


def body_of(form: ReadForm) -> str:
    """The recommending body for comparing: 吉林省 and 吉林 are one."""
    return unit_name(text(form.fields.get("region_or_group"))).whole.rstrip("省市区")


class Channels:
    """By whom a paper came: the body that its list names, else the folder, archive or mail that it lies in."""

    def __init__(self, names: Sequence[str], lists: Sequence[tuple[str, str]]) -> None:
        self.depth = shared_depth([folders_of(name) for name in names])
        self.bodies = frozenset(body for _, body in lists if body)
        self.by_folder: dict[str, set[str]] = defaultdict(set)
        for name, body in lists:
            self.by_folder[self.folder(name)].add(body)

    def folder(self, name: str) -> str:
        """The topmost folder that not all files share; empty for a file beside those folders."""
        return next(iter(folders_of(name)[self.depth :]), "")

    def of_list(self, name: str, body: str) -> str:
        return body or self.folder(name)

    def of_form(self, name: str) -> str:
        """The only body whose list lies in the form's folder, or above all folders; else the folder.

        Beside the lists of several bodies nobody knows whose a form is: empty.
        """
        for folder in (self.folder(name), ""):
            if len(bodies := self.by_folder.get(folder, set())) == 1:
                return next(iter(bodies)) or folder
            if bodies:
                return ""
        return self.folder(name)


def folders_of(name: str) -> list[str]:
    """Folders, archives and mails above a file; a member's name is 材料.zip!/班组/附件二.docx."""
    return name.split("/")[:-1]


def shared_depth(paths: Sequence[list[str]]) -> int:
    """How many folders all files have in common: the wrapping of the inbox as a whole."""
    depth = 0
    while paths and all(len(path) > depth for path in paths) and len({path[depth] for path in paths}) == 1:
        depth += 1
    return depth


def papers_of(name: str, form: ReadForm, channels: Channels) -> Iterator[Paper]:
    """The rows of an annex 3, or the one group of an annex 1 or 2; what names no unit or group is passed over."""
    if form.kind is FormKind.RECOMMENDATION_SUMMARY:
        channel = channels.of_list(name, body_of(form))
        for place, row in enumerate(form.rows):
            if row.get("kind") and row.get("company_name") and row.get("group_name"):
                told = tells(GroupKind(text(row["kind"])), row, "group_name", channel)
                yield Paper(name, form.kind, place, told)
    elif form.kind in KINDS and form.fields.get("company_name") and form.fields.get(NAME_FIELDS[form.kind]):
        told = tells(KINDS[form.kind], form.fields, NAME_FIELDS[form.kind], channels.of_form(name))
        yield Paper(name, form.kind, None, told)


def tells(kind: GroupKind, values: Mapping[str, Value], name_field: str, channel: str) -> Submission:
    """What one paper says."""
    members, level = values.get("member_count"), values.get("recommended_grade")
    return Submission(
        kind, text(values["company_name"]), text(values[name_field]),
        topics=given(values.get("topic_name")),
        members=frozenset({members} if isinstance(members, int) else ()),
        contacts=given(values.get("contact_person")),
        phones=given(*(part for field in PHONE_FIELDS for part in text(values.get(field)).split("/"))),
        postcodes=given(values.get("postcode")),
        levels=frozenset({level} if isinstance(level, int) else ()),
        channels=frozenset({channel}),
    )  # fmt: skip


def text(value: Value) -> str:
    return "" if value is None else str(value)


def given(*values: Value) -> frozenset[str]:
    return frozenset(filter(None, map(text, values)))


def join(papers: Iterable[Paper]) -> list[Sent]:
    """Papers of one channel about the same unit and group become one submission; two topics are two."""
    same: dict[tuple[object, ...], list[Sent]] = defaultdict(list)
    for paper in papers:
        told = paper.tells
        key: tuple[object, ...] = (told.channels, told.kind, unit_name(told.unit).whole, group_name(told.group).core)
        if "" in told.channels:  # two of unknown senders may well be one sent twice, unless they are the very same
            key = (told,)
        one = Sent((paper,), told)
        fitting = next((place for place, other in enumerate(same[key]) if is_one_topic(told, other.tells)), None)
        if fitting is None:
            same[key].append(one)
        else:
            same[key][fitting] = together(same[key][fitting], one)
    return [one for group in same.values() for one in group]


def is_one_topic(first: Submission, second: Submission) -> bool:
    likenesses = [topic_likeness(one, other) for one in first.topics for other in second.topics]
    known = [likeness.degree for likeness in likenesses if likeness]
    return not known or max(known) >= 0.5


def together(first: Sent, second: Sent) -> Sent:
    """Both as one; the names are those of the first."""
    sets = ("topics", "members", "contacts", "phones", "postcodes", "levels")
    union = {name: getattr(first.tells, name) | getattr(second.tells, name) for name in sets}
    channels = (first if first.has_row else second).tells.channels
    return Sent((*first.papers, *second.papers), replace(first.tells, channels=channels, **union))


def attach(sent: Sequence[Sent], shelves: Iterable[Sequence[Sent]]) -> list[Sent]:
    """Give rows without a form the form that is theirs though it is spelled otherwise, the most alike first."""
    joined: dict[int, Sent] = {}
    used: set[int] = set()
    for shelf in shelves:
        told = {place: replace(one.tells, channels=frozenset({side_of(one)})) for place, one in enumerate(shelf)}
        for pair in find_pairs(told):
            row, form = sorted((shelf[pair.first], shelf[pair.second]), key=side_of, reverse=True)
            if row.has_row and not form.has_row and not {id(row), id(form)} & used:
                joined[id(row)] = together(row, form)
                used |= {id(row), id(form)}
    return [joined.get(id(one), one) for one in sent if id(one) in joined or id(one) not in used]


def side_of(one: Sent) -> str:
    return "row" if one.has_row else "form"


def by_channel(sent: Iterable[Sent]) -> list[list[Sent]]:
    """Incomplete submissions, the rows and forms of each channel on a shelf of their own."""
    shelves: dict[frozenset[str], list[Sent]] = defaultdict(list)
    for one in sent:
        if not (one.has_row and one.has_form):
            shelves[one.tells.channels].append(one)
    return list(shelves.values())


def loose_forms(sent: Iterable[Sent], bodies: frozenset[str]) -> list[Sent]:
    """Rows without a form beside forms that came without any list: one group's papers in two mails."""
    return [one for one in sent if not one.has_form or not (one.has_row or one.tells.channels & bodies)]
