"""Loads the demonstration edition from the data files beside this one, by the same doors that people use."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from eventapp.documents import archive
from eventapp.documents.annexes import read_file
from eventapp.domain.events import Edition
from eventapp.domain.people import Actor, StaffRole
from eventapp.domain.registration import NewAttendee, Person, RoleChoice, Stay
from eventapp.opening import furnish_edition, open_edition
from eventapp.services import (
    accounts,
    entries,
    entry_index,
    events,
    files,
    members,
    organizations,
    schedule,
    submissions,
)
from eventapp.services.bulk_registration import register_many
from eventapp.settings import Settings, personal_links
from eventapp.web.accounts.passwords import hash_password

HERE = Path(__file__).parent
ACTOR = Actor(name="演示数据", roles=frozenset({StaffRole.SECRETARY}))
PASSWORD = "demo-2024"
LIAISON_OF = "河北省"
DAYS_TO_TRY = 30


@dataclass(frozen=True)
class Login:
    """One way in, for one role."""

    login: str
    name: str
    role: StaffRole
    role_name: str
    password: str = PASSWORD


LOGINS = (
    Login("admin", "管理员", StaffRole.ADMINISTRATOR, "管理员"),
    Login("secretary", "秘书", StaffRole.SECRETARY, "秘书"),
    Login("organizer", "会务组", StaffRole.ORGANIZER, "会务组织"),
    Login("liaison", f"{LIAISON_OF}联络员", StaffRole.LIAISON, f"联络员（{LIAISON_OF}）"),
    Login("volunteer", "签到志愿者", StaffRole.VOLUNTEER, "志愿者"),
    Login("judge", "", StaffRole.JUDGE, "评委"),
)


def is_wanted() -> bool:
    """Whether the database is empty, or an earlier load was interrupted: the last login is the last thing made."""
    editions = events.list_editions()
    return all(edition.is_demonstration for edition in editions) and accounts.find_account(LOGINS[-1].login) is None


def load_demonstration(settings: Settings, *, now: datetime) -> Edition:
    """Bring the demonstration edition in: everything up to registration, nothing scheduled yet. May be run again."""
    described = json.loads((HERE / "event.json").read_text(encoding="utf-8"))
    described["event"]["is_demonstration"] = True
    edition = events.find_edition(described["event"]["slug"])
    if edition is None:
        edition = open_edition(described, settings, actor=ACTOR, now=now)
    furnish_edition(edition, described, actor=ACTOR, now=now)  # an earlier load may have been killed
    for path in sorted((HERE / "annexes").iterdir()):
        enter_annex(edition, path, settings, now=now)
    if not schedule.list_judges(edition):
        schedule.add_judges(edition, list(rows_of("judges")), actor=ACTOR, now=now)
    register_many(edition, list(people(edition)), links=personal_links(settings), actor=ACTOR, now=now)
    open_accounts(edition, now=now)
    let_try(edition, now=now)
    return edition


def rows_of(name: str) -> Iterator[dict[str, Any]]:
    """The rows of one data file."""
    for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def enter_annex(edition: Edition, path: Path, settings: Settings, *, now: datetime) -> None:
    """Take in one official form as if the secretary had uploaded it."""
    content = path.read_bytes()
    sha256 = archive.keep(settings.data_path / "files", content)
    number = files.note_file(
        edition, sha256=sha256, name=path.name, media_type="application/octet-stream", size=len(content), is_personal=True,
        now=now,
    )  # fmt: skip
    entries.enter_file(edition, number, read_file(path.name, content), job_id=None, actor=ACTOR, now=now)


def people(edition: Edition) -> Iterator[NewAttendee]:
    """Everybody who comes; presenters and speakers with what they present."""
    results, stories = entry_index.index_results(edition), entry_index.index_stories(edition)
    told: set[int] = set()
    for row in rows_of("attendees"):
        result_id = results.get(entry_index.entry_name(row["unit"], row.get("group", "")))
        story_id = stories.get(entry_index.entry_name(row["unit"], row.get("story", "")))
        code = row["role"]
        if (code == "presenter" and result_id is None) or (
            code == "speaker" and (story_id is None or story_id in told)
        ):
            code = "observer"  # what they would present did not come in, so they come to watch
        told |= {story_id} if story_id and code == "speaker" else set()
        yield NewAttendee(
            person=Person(
                name=row["name"], unit_name=row["unit"], mobile=row["mobile"], gender=row["gender"],
                job_title=row["job_title"], email=row.get("email", ""),
            ),
            stay=stay_of(row),
            answers={"pick_up": row["pick_up"]} if "pick_up" in row else {},
            roles=(
                RoleChoice(
                    code,
                    result_id=result_id if code == "presenter" else None,
                    story_id=story_id if code == "speaker" else None,
                ),
            ),
        )  # fmt: skip


def stay_of(row: dict[str, Any]) -> Stay:
    """Travel, bed and table of one row."""
    told = {one.name: row[one.name] for one in dataclasses.fields(Stay) if one.name in row}
    days = {name: date.fromisoformat(told[name]) for name in ("arrives_on", "departs_on") if name in told}
    return Stay(**{**told, **days})


def let_try(edition: Edition, *, now: datetime) -> None:
    """The deadline of the notice is long past: an extension lets the demonstration's liaison still send and change."""
    body = next(body for body in organizations.list_recommenders(edition) if body.name == LIAISON_OF)
    if body.extended_until is None:
        until = now + timedelta(days=DAYS_TO_TRY)
        submissions.set_body(edition, body.id, email=body.email, until=until, actor=ACTOR, now=now)


def open_accounts(edition: Edition, *, now: datetime) -> None:
    """One account for each role; the judge's is the first judge on the list."""
    recommender = next(body for body in organizations.list_recommenders(edition) if body.name == LIAISON_OF)
    judge = schedule.list_judges(edition)[0]
    hashed = hash_password(PASSWORD)
    for login in LOGINS:
        known, name = accounts.find_account(login.login), login.name or judge.name
        if login.role is StaffRole.ADMINISTRATOR:
            if known is None:
                accounts.create_account(
                    login=login.login, name=name, password_hash=hashed, is_administrator=True, actor=ACTOR, now=now
                )
        elif known is None or login.role not in accounts.actor_for(known, edition.id).roles:
            seat = members.Seat(login.role, recommender_id=recommender.id, judge_id=judge.id)
            newcomer = members.Newcomer(name, hashed)
            members.add_member(edition, login.login, seat, newcomer, actor=ACTOR, now=now)
