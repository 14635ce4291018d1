"""Submissions for the tests of double ones: made on the spot, or those of a whole invented conference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from eventapp.domain.duplicates import Submission
from eventapp.domain.recommendations import GroupKind

DATA = Path(__file__).parent / "data" / "duplicates"
SETS = ("topics", "members", "contacts", "phones", "postcodes", "levels", "channels")
RESPELLINGS = (
    (("集团有限公司", "（集团）有限责任公司"), ("股份有限公司", "有限公司"), ("有限公司", "有限责任公司"), ("有限责任公司", "公司")),
    (("质量管理小组", "QC小组"), ("QC小组", "质量管理小组"), ("班组", "班"), ("二班", "2班"), ("一班", "1班")),
    (("提高", "提升"), ("降低", "减少"), ("的研制", "研制"), ("缩短", "《缩短"), ("率", "")),
)  # fmt: skip


def a_submission(
    *, kind: GroupKind = GroupKind.QC, unit: str = "汤谷鹿蜀机床有限公司", group: str = "铁砧QC小组",
    topic: str = "降低轴承座表面划伤率", members: int = 8, contact: str = "谭景", phone: str = "13800001234",
    level: int | None = None, channel: str = "",
) -> Submission:  # fmt: skip
    """One submission; what is empty is not told."""
    return Submission(
        kind, unit, group,
        topics=frozenset({topic} - {""}), members=frozenset({members}), contacts=frozenset({contact} - {""}),
        phones=frozenset({phone} - {""}), levels=frozenset({level} - {None}), channels=frozenset({channel} - {""}),
    )  # fmt: skip


def lines(name: str) -> Iterator[Any]:
    yield from map(json.loads, (DATA / name).read_text(encoding="utf-8").splitlines())


def conference() -> dict[str, Submission]:
    """All submissions; `G007-unit` and `G007-region` are one group sent by both."""
    return {
        line["id"]: Submission(
            GroupKind(line["kind"]), line["unit"], line["group"], **{name: frozenset(line[name]) for name in SETS}
        )
        for line in lines("submissions.jsonl")
    }


def twice() -> list[tuple[str, str]]:
    return [tuple(pair) for pair in lines("twice.jsonl")]


def look_alikes() -> list[tuple[str, str]]:
    return [tuple(line["groups"]) for line in lines("look_alikes.jsonl")]


def one_conference_twice() -> dict[str, Submission]:
    """The conference beside itself, everything spelled differently, with other contacts, in channels of its own."""
    first = conference()
    return first | {f"{key}*": respelled(submission) for key, submission in first.items()}


def respelled(submission: Submission) -> Submission:
    unit, group = (
        first_change(text, changes)
        for text, changes in zip((submission.unit, submission.group), RESPELLINGS[:2], strict=True)
    )
    return replace(
        submission, unit=unit, group=group, contacts=frozenset({"另一人"}), phones=frozenset({"13900000000"}),
        topics=frozenset(first_change(topic, RESPELLINGS[2]) for topic in submission.topics),
        members=frozenset(number + 1 for number in submission.members),
        channels=frozenset(f"{channel}*" for channel in submission.channels),
    )  # fmt: skip


def first_change(text: str, changes: tuple[tuple[str, str], ...]) -> str:
    return next((text.replace(old, new, 1) for old, new in changes if old in text), text)
