"""The roles somebody has chosen on the way to the form: they stand in the address, as `role=presenter:12`.

`proof-presenter=ABCD2345` carries the recommender's code for the subject of a role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from eventapp.domain.refusals import NotFound
from eventapp.domain.registration import RoleChoice, RoleNeed
from eventapp.services.roles import Role
from eventapp.web.ids import row_id

MOST_CHOSEN = 12  # roles of one person; more is no person
LONGEST_PROOF = 20


@dataclass(frozen=True)
class Chosen:
    """Roles in the order of the edition, each with its subject once that is known."""

    pairs: tuple[tuple[Role, RoleChoice], ...]

    @property
    def roles(self) -> list[Role]:
        return list(dict.fromkeys(role for role, _choice in self.pairs))

    @property
    def codes(self) -> list[str]:
        return [role.code for role in self.roles]

    @property
    def choices(self) -> tuple[RoleChoice, ...]:
        return tuple(choice for _role, choice in self.pairs)

    @property
    def undecided(self) -> Role | None:
        """The first role that still wants its result or story."""
        return next((role for role, choice in self.pairs if is_undecided(role, choice)), None)

    def decided(self, role: Role, subject: int, proof: str) -> Chosen:
        """With the subject of a role, proved by a code."""
        new = choice_of(role, subject, proof)
        return Chosen(tuple((one, new if one is role else choice) for one, choice in self.pairs))

    def undone(self, role: Role) -> Chosen:
        """Without the subject of a role."""
        return Chosen(
            (*((one, choice) for one, choice in self.pairs if one is not role), (role, RoleChoice(role.code)))
        )

    def arguments(self, without: Role | None = None) -> dict[str, object]:
        """What an address carries, on the whole or without one role."""
        pairs = [(role, choice) for role, choice in self.pairs if role is not without]
        proofs = {f"proof-{role.code}": choice.entry_code for role, choice in pairs if choice.entry_code}
        return {"role": [written(role, choice) for role, choice in pairs], **proofs}


def needs_subject(role: Role) -> bool:
    return role.need is not RoleNeed.NOTHING


def is_undecided(role: Role, choice: RoleChoice) -> bool:
    return needs_subject(role) and choice.result_id is None and choice.story_id is None


def written(role: Role, choice: RoleChoice) -> str:
    """One choice as the address has it."""
    subject = choice.result_id if choice.result_id is not None else choice.story_id
    return role.code if subject is None else f"{role.code}:{subject}"


def codes_in(asked: MultiDict[str, str]) -> set[str]:
    """The codes of the roles that an address names, known or not."""
    return {one.partition(":")[0] for one in asked.getlist("role")[:MOST_CHOSEN]}


def chosen_from(asked: MultiDict[str, str], roles: Iterable[Role]) -> Chosen:
    """The choices of an address; raises `NotFound` for a role that the edition does not have."""
    known = {role.code: role for role in roles}
    wanted = list(dict.fromkeys(asked.getlist("role")))[:MOST_CHOSEN]
    if any(one.partition(":")[0] not in known for one in wanted):
        raise NotFound("没有这种参会身份，请返回重新选择。")
    pairs = [pair_of(one, known, asked) for one in wanted]
    decided = {role.code for role, choice in pairs if not is_undecided(role, choice)}
    order = list(known)
    return Chosen(
        tuple(
            sorted(
                (pair for pair in pairs if not (is_undecided(*pair) and pair[0].code in decided)),
                key=lambda pair: order.index(pair[0].code),
            )
        )
    )


def pair_of(one: str, known: Mapping[str, Role], asked: MultiDict[str, str]) -> tuple[Role, RoleChoice]:
    code, _, number = one.partition(":")
    role = known[code]
    try:
        subject = row_id(number) or None
    except ValueError:
        subject = None
    return role, choice_of(role, subject, asked.get(f"proof-{code}", ""))


def choice_of(role: Role, subject: int | None, proof: str) -> RoleChoice:
    """The role with its subject in the right place."""
    return RoleChoice(
        role.code,
        result_id=subject if role.need is RoleNeed.RESULT else None,
        story_id=subject if role.need is RoleNeed.STORY else None,
        entry_code=proof[:LONGEST_PROOF],
    )
