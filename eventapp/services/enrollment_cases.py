"""Deciding about people at the door: which roles they get, in which state, at which place, or why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eventapp.domain.events import Edition
from eventapp.domain.refusals import NotFound, Refusal
from eventapp.domain.registration import (
    NewAttendee,
    RoleChoice,
    RoleFull,
    require_open,
    require_role_open,
    starting_state,
)
from eventapp.domain.registration_states import LIVING_ROLES, AttendeeState, RoleState, state_of_person
from eventapp.domain.roles import JUDGE
from eventapp.models.attendee import Role
from eventapp.services.attendee_judges import InvitedJudges, invited_judges
from eventapp.services.enrollment_facts import (
    Known,
    PersonKey,
    Subjects,
    known_people,
    person_key,
    require_proof,
    roles_by_code,
    subjects_of,
)
from eventapp.services.enrollment_rows import Desk, Granted
from eventapp.services.places import Places, free_places


@dataclass(frozen=True)
class Entry:
    """One person at the door; `nonce` makes the key of their link.

    `is_trusted`: the organizers' own entry, bound by capacity only; so are the `invited_role_ids`. Who is let in
    `beyond_capacity` gets a place above it.
    """

    new: NewAttendee
    nonce: str
    is_trusted: bool = False
    invited_role_ids: frozenset[int] = frozenset()
    beyond_capacity: bool = False


@dataclass
class Case:
    """One entry on its way; a second entry of the same person joins the first, its leader."""

    entry: Entry
    known: Known | None = None
    leader: Case | None = None
    granted: list[Granted] = field(default_factory=list)
    judge_id: int | None = None
    refusal: Refusal | None = None
    attendee_id: int | None = None

    @property
    def key(self) -> PersonKey:
        return person_key(self.entry.new.person)

    @property
    def is_new(self) -> bool:
        return self.known is None and self.leader is None and self.refusal is None

    @property
    def state(self) -> AttendeeState:
        """Where the person stands with everything granted."""
        first = self.leader or self
        held = [state for _row, state in first.known.held.values()] if first.known else []
        return state_of_person([*held, *(one.state for one in first.granted)])


@dataclass
class Facts:
    """All that decisions about one batch rest on."""

    edition: Edition
    desk: Desk
    roles: Mapping[str, Role]
    subjects: Subjects
    judges: InvitedJudges
    places: Places
    told: dict[int, PersonKey] = field(default_factory=dict)  # stories taken within this batch
    have_likes: bool = False  # somebody else shares a name or mobile


def read_facts(edition: Edition, entries: Sequence[Entry], desk: Desk) -> Facts:
    """Roles, subjects, judges and places: at most six statements."""
    choices = [choice for entry in entries for choice in entry.new.roles]
    roles = roles_by_code(edition, {choice.code for choice in choices})
    subjects = subjects_of(edition, choices)
    judges = invited_judges(edition, [(entry.new.person, entry.new.roles) for entry in entries])
    return Facts(edition, desk, roles, subjects, judges, free_places(roles.values()))


def settle(facts: Facts, cases: Sequence[Case]) -> None:
    """Decide about every case in turn."""
    people = known_people(facts.edition, [case.entry.new.person for case in cases])
    facts.have_likes = facts.have_likes or people.have_likes
    leaders: dict[PersonKey, Case] = {}
    for case in cases:
        case.known, case.leader, case.granted = people.known.get(case.key), leaders.get(case.key), []
        if not is_granted(facts, case):
            continue
        if case.leader:
            case.leader.granted += case.granted
            case.granted = []
        leaders.setdefault(case.key, case)


def is_granted(facts: Facts, case: Case) -> bool:
    """Whether all roles of the case could be given; if not, none is, and the case says why."""
    try:
        for choice in case.entry.new.roles:
            grant(facts, case, choice)
    except Refusal as refusal:
        case.refusal = refusal
        let_go(facts, case)
        return False
    return True


def let_go(facts: Facts, case: Case) -> None:
    """Give back what was taken for a case that came to nothing."""
    for one in case.granted:
        facts.places.give_back(one.role, one.place)
    case.granted = []


def grant(facts: Facts, case: Case, choice: RoleChoice) -> None:
    """Give one role, unless the person has it; raises `Refusal`."""
    role = facts.roles.get(choice.code)
    if role is None:
        raise NotFound("没有这种参会身份：%(code)s。", code=choice.code)
    choice = facts.subjects.checked(role, choice)
    row_id, is_held = held_before(case, role, choice)
    if is_held:
        return
    state = first_state(facts, case, role, choice)
    if choice.story_id is not None:
        take_story(facts, case, choice.story_id)
    place = facts.places.take(role) if state is RoleState.CONFIRMED else None
    case.granted.append(Granted(role, choice, state, place, row_id))


def held_before(case: Case, role: Role, choice: RoleChoice) -> tuple[int | None, bool]:
    """The row of the same role and subject that the person had before, and whether it lives."""
    earlier = [*case.granted, *(case.leader.granted if case.leader else [])]
    if any((one.role.id, one.choice) == (role.id, choice) for one in earlier):
        return None, True
    row_id, state = (case.known.held if case.known else {}).get(
        (role.id, choice.result_id, choice.story_id), (None, RoleState.CANCELLED)
    )
    return row_id, state in LIVING_ROLES


def first_state(facts: Facts, case: Case, role: Role, choice: RoleChoice) -> RoleState:
    """Where the role begins: confirmed while there is room, else waiting; raises `Refusal`."""
    entry, now = case.entry, facts.desk.now
    is_invited = entry.is_trusted or role.id in entry.invited_role_ids
    if not is_invited:
        require_open(facts.edition, now)
        require_role_open(role.opens_at, role.closes_at, now)
        if not role.is_offered:
            raise Refusal("这种参会身份不再接受报名，请返回选择其他身份。")
        require_proof(facts.edition, role, choice, facts.desk.links)
    if role.code == JUDGE:
        case.judge_id, is_proved = facts.judges.find(entry.new.person)
        is_invited = is_invited or is_proved
    state = starting_state(role.admission, is_invited=is_invited)
    if state is not RoleState.CONFIRMED or facts.places.has_room(role) or entry.beyond_capacity:
        return state
    if not role.has_waiting_list:
        raise RoleFull("“%(role)s”的名额已满，请选择其他身份，或联系会务组。", role=role.name)
    return RoleState.WAITING


def take_story(facts: Facts, case: Case, story_id: int) -> None:
    """One story has one speaker; raises `Refusal`."""
    speaker = facts.subjects.stories[story_id]
    if speaker is not None or facts.told.setdefault(story_id, case.key) != case.key:
        raise Refusal("这个故事已经有演讲人报名；一个故事由一位演讲人演讲，如需更换请联系会务组。")
