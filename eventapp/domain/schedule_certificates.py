"""Proofs that a conference cannot be planned: small counts that anyone can check with pencil and paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from eventapp.domain.words import N_


class CertificateKind(StrEnum):
    """The argument that a certificate makes; the first four are those of the schema qc-conf-schedule/1."""

    SLOTS = "slots"
    ROOMS = "rooms"
    JUDGES = "judges"
    PERSON = "person"
    DEMANDS = "demands"


SENTENCES = {
    CertificateKind.SLOTS: N_("这 %(need)d 项只有 %(have)d 个可用的时间：%(names)s"),
    CertificateKind.ROOMS: N_("这些类别要开 %(need)d 场，会议室和时段只够开 %(have)d 场：%(names)s"),
    CertificateKind.JUDGES: N_("这些类别要开 %(need)d 场，能到场的评委只够评 %(have)d 场：%(names)s"),
    CertificateKind.PERSON: N_("「%(names)s」的 %(need)d 项发表无法错开"),
    CertificateKind.DEMANDS: N_("以下 %(need)d 项要求互相矛盾：%(names)s"),
}


@dataclass(frozen=True)
class Demand:
    """One wish of the organizers that takes part in a contradiction, in words, with the thing it is about."""

    message: str
    params: Mapping[str, object]
    subject: str = ""

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


@dataclass(frozen=True)
class Certificate:
    """Why there is no plan: `need` of something, only `have` of it.

    `talks` belong to SLOTS and PERSON, `tracks` to ROOMS and JUDGES, `demands` to DEMANDS. Leave out any one talk,
    track or demand and the argument no longer holds.
    """

    kind: CertificateKind
    need: int
    have: int
    talks: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    person: str = ""
    demands: tuple[Demand, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The things the sentence is about: a person, tracks, demands, or talks."""
        if self.person:
            return (self.person,)
        return self.tracks or tuple(map(str, self.demands)) or self.talks

    @property
    def message(self) -> str:
        return SENTENCES[self.kind]

    @property
    def params(self) -> Mapping[str, object]:
        return {"need": self.need, "have": self.have, "names": "、".join(self.names)}

    def __str__(self) -> str:
        return self.message % self.params
