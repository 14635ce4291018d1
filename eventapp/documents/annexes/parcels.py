"""Parcels: an upload and everything in it, archives within mails within archives, laid out as files of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from eventapp.documents.annexes.archives import Member, read_archive
from eventapp.documents.annexes.carriers import Carrier, carrier_of, is_temporary
from eventapp.documents.annexes.mail_parts import read_mail
from eventapp.documents.annexes.sentences import CODES, refusal_of
from eventapp.documents.limits import DEFAULT_LIMITS, Limits, Unsafe
from eventapp.domain.annexes import Outcome, ReadFile

OPENERS = {Carrier.ARCHIVE: read_archive, Carrier.MAIL: read_mail}


@dataclass(frozen=True)
class Parcel:
    """One file of an upload: the upload itself, or what was in it.

    `container` is the place of the archive or mail that it lay in, None for the upload; `reason` says why it is not
    read; `is_body` marks text typed into a mail.
    """

    name: str
    path: Path
    sha256: str
    carrier: Carrier
    container: int | None = None
    reason: str = ""
    is_body: bool = False

    @property
    def is_container(self) -> bool:
        return self.carrier in OPENERS


def unpack(name: str, path: Path, folder: Path, limits: Limits = DEFAULT_LIMITS) -> list[Parcel]:
    """The upload and everything in it, each container before its members; members are written into `folder`.

    Names of members are paths such as 材料.zip!/班组/附件二.docx; the files in `folder` are only numbered.
    """
    unpacking = _Unpacking(folder, limits)
    unpacking.take(name, path, path.read_bytes(), None, 0)
    return unpacking.parcels


class _TooMuch(Unsafe):
    """The upload as a whole holds too much, however deep it was hidden."""


class _Unpacking:
    """What has been laid out so far, and how much may still come: the limits hold for the upload as a whole."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.parcels: list[Parcel] = []
        self._folder = folder
        self._limits = limits
        self._bytes_left = limits.expanded_bytes
        self._names: set[str] = set()

    def take(
        self, name: str, path: Path, content: bytes, container: int | None, depth: int, *, is_body: bool = False
    ) -> None:
        """Note a file, and take out what it holds."""
        carrier = Carrier.DOCUMENT if is_body or is_temporary(name) else carrier_of(content)
        place = len(self.parcels)
        digest = hashlib.sha256(content).hexdigest()
        self.parcels.append(Parcel(name, path, digest, carrier, container, is_body=is_body))
        if carrier not in OPENERS:
            return
        try:
            if depth == self._limits.depth:
                raise Unsafe("nested_too_deep")
            for member in OPENERS[carrier](content, self._limits):
                self._take_member(name, member, place, depth)
        except (Unsafe, RecursionError) as error:  # mails within mails, by the hundred
            if isinstance(error, _TooMuch) and depth:
                raise
            del self.parcels[place:]
            reason = error.reason if isinstance(error, Unsafe) else "corrupt"
            self.parcels.append(Parcel(name, path, digest, carrier, container, reason))

    def _take_member(self, container_name: str, member: Member, container: int, depth: int) -> None:
        name = self._unused(f"{container_name}!/{member.name}")
        self._bytes_left -= len(member.content)
        if self._bytes_left < 0 or len(self.parcels) > self._limits.members:
            raise _TooMuch("zip_bomb")
        path = self._folder / str(len(self._names))
        path.write_bytes(member.content)
        if member.reason:
            self.parcels.append(Parcel(name, path, "", Carrier.DOCUMENT, container, member.reason))
        else:
            self.take(name, path, member.content, container, depth + 1, is_body=member.is_body)

    def _unused(self, name: str) -> str:
        """The name, numbered when another member has it already."""
        number, free, path = 1, name, PurePosixPath(name)
        while free in self._names:
            number += 1
            free = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
        self._names.add(free)
        return free


def container_outcomes(parcels: Sequence[Parcel], reads: dict[int, ReadFile]) -> Iterator[tuple[int, ReadFile]]:
    """What became of each container, by what is inside, the inner ones first."""
    for place in reversed(range(len(parcels))):
        if parcels[place].is_container:
            inside = [reads[one] for one in range(len(parcels)) if parcels[one].container == place and one in reads]
            reads[place] = container_outcome(parcels[place], inside)
            yield place, reads[place]


def container_outcome(parcel: Parcel, inside: Sequence[ReadFile]) -> ReadFile:
    """An archive or mail is accepted when anything in it is; else it is refused for the reasons of its files."""
    name, digest = parcel.name, parcel.sha256
    if not parcel.reason and any(one.outcome in (Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS) for one in inside):
        return ReadFile(name, digest, Outcome.ACCEPTED, is_container=True)
    reason = parcel.reason or _reason_of(parcel, inside)
    reasons: tuple[str, ...] = (CODES.get(reason, reason),)
    if reason == "nothing_usable":
        reasons = tuple(dict.fromkeys(code for one in inside for code in one.reasons))
    return ReadFile(name, digest, Outcome.REJECTED, reasons, (), (refusal_of(name, reason),), is_container=True)


def _reason_of(parcel: Parcel, inside: Sequence[ReadFile]) -> str:
    refused = [one for one in inside if one.outcome is Outcome.REJECTED]
    if parcel.carrier is Carrier.MAIL and all(one.reasons == ("unsupported_type",) for one in refused):
        return "no_attachment"
    return "nothing_usable" if refused else "empty_archive"
