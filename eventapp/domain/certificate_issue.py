"""From a confirmed award to what its certificate says, by the settings of the event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from eventapp.domain.certificates import CertificatePrint, certificate_number, certificate_text, chinese_date
from eventapp.domain.events import Edition
from eventapp.domain.recommendations import KIND_NAMES, GroupKind
from eventapp.domain.refusals import Refusal
from eventapp.domain.words import N_

ADDRESS_MARKS = ("：", ":")
ADDRESS_WORDS = ("{unit}", "{group}", "QC小组", "小组", "班组")


class AwardKind(StrEnum):
    """What is awarded, in the order of print; keys of the wording and number codes of an event."""

    QC = "qc"
    TEAM = "team"
    STORY = "story"


AWARD_KIND_NAMES = {
    AwardKind.QC: KIND_NAMES[GroupKind.QC],
    AwardKind.TEAM: KIND_NAMES[GroupKind.TEAM],
    AwardKind.STORY: N_("品牌故事"),
}
KIND_ORDER = {kind: place for place, kind in enumerate(AwardKind)}


@dataclass(frozen=True)
class Grant:
    """What a confirmed award gives, and to whom; names as the recommendation summary has them."""

    kind: AwardKind
    unit_name: str
    holder_name: str
    topic_name: str
    level: int | None
    postcode: str = ""

    @property
    def print_order(self) -> tuple[int, bool, int, str, str, str]:
        """QC groups, teams, stories; by level, postcode, unit and name. Without level or postcode comes last."""
        postcode = self.postcode or "~"
        return KIND_ORDER[self.kind], self.level is None, self.level or 0, postcode, self.unit_name, self.holder_name


class VerifyVerdict(StrEnum):
    """What the public page says of a certificate."""

    GENUINE = "genuine"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    FORGED = "forged"
    UNKNOWN = "unknown"


def level_name(edition: Edition, level: int | None) -> str:
    """The event's own word for a level; nothing for none. Raises `Refusal` when the event has no such level."""
    if level is None:
        return ""
    if level not in edition.levels.names:
        raise Refusal("本届会议没有设置第 %(level)s 级的名称，请先在会议设置里补上。", level=level)
    return edition.levels.names[level]


def number_for(edition: Edition, grant: Grant, sequence: int) -> str:
    """The number by the event's pattern. Raises `Refusal` when the event has no pattern or a bad one."""
    settings = edition.certificates
    if not settings.number_pattern:
        raise Refusal("本届会议还没有设置证书编号规则，请先在会议设置里填写。")
    return certificate_number(
        settings.number_pattern,
        year=edition.year,
        edition=edition.number,
        kind=settings.kind_codes.get(grant.kind.value, grant.kind.value.upper()),
        level="" if grant.level is None else str(grant.level),
        sequence=sequence,
    )


def print_for(edition: Edition, grant: Grant, number: str, day: date) -> CertificatePrint:
    """Everything that stands on the paper, but for the address of the public page. Raises `Refusal`."""
    settings = edition.certificates
    pattern = settings.bodies.get(grant.kind.value, "")
    if not pattern:
        raise Refusal("本届会议还没有设置这一类证书的正文，请先在会议设置里填写。")
    named = level_name(edition, grant.level)
    body = certificate_text(
        without_address(pattern),
        unit=grant.unit_name,
        group=grant.holder_name,
        topic=grant.topic_name,
        level=named,
        edition=edition.number,
        year=edition.year,
    )
    return CertificatePrint(
        number=number,
        heading=settings.heading,
        unit_name=grant.unit_name,
        group_name=grant.holder_name,
        body=body,
        issuers=edition.issuers,
        date_text=chinese_date(day),
        verify_url="",
        level_name="" if "{level}" in pattern else named,
    )


def without_address(pattern: str) -> str:
    """The wording without an opening 「{unit}{group}：」: the two names have lines of their own on the paper."""
    for mark in ADDRESS_MARKS:
        address, found, rest = pattern.partition(mark)
        for word in ADDRESS_WORDS:
            address = address.replace(word, "")
        if found and not address.strip():
            return rest.lstrip()
    return pattern


def frozen_content(printed: CertificatePrint) -> dict[str, Any]:
    """All that is printed but the address of the public page, which may move, as plain data to keep."""
    content = asdict(printed)
    del content["verify_url"]
    return content | {"issuers": list(printed.issuers)}


def print_from(content: Mapping[str, Any], verify_url: str = "") -> CertificatePrint:
    """What `frozen_content` kept, ready for paper."""
    values = {**content, "issuers": tuple(content["issuers"]), "verify_url": verify_url}
    return CertificatePrint(**values)
