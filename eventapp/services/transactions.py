"""One use case, one transaction; nobody else commits."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import IntegrityError, OperationalError

from eventapp.domain.refusals import Refusal
from eventapp.extensions import WRITES, db
from eventapp.services.audit import seal_entries

P = ParamSpec("P")
T = TypeVar("T")

RACES_LOST: dict[str, str] = {}  # constraint or column names to the sentence for the loser of the race


DEADLOCK = "40P01"  # PostgreSQL's code: two held what the other wanted, and this one was sent away


def lost_race(marks: tuple[str, ...], sentence: str) -> None:
    """Say with which sentence a broken constraint is answered; `marks` are words of its name on both databases."""
    for mark in marks:
        RACES_LOST[mark] = sentence


def transactional(use_case: Callable[P, T]) -> Callable[P, T]:
    """Run `use_case` in one writing transaction: all of it is kept, with its audit entries, or nothing.

    A use case never calls another one; both call the same private helper. The loser of a race against a constraint
    or of a deadlock gets a `Refusal`.
    """

    @wraps(use_case)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        session = db.session
        if session.info.get("use_case"):
            raise AssertionError(f"{use_case.__name__} called inside {session.info['use_case']}")
        if session.new or session.dirty or session.deleted:
            raise AssertionError(f"changes made outside a use case before {use_case.__name__}")
        session.rollback()  # what was read before may be stale; decisions rest on this transaction only
        session.expire_all()  # a rollback after a commit has nothing to undo, and would forget nothing
        session.connection(execution_options={WRITES: True})
        session.info["use_case"] = use_case.__name__
        try:
            outcome = use_case(*args, **kwargs)
            session.flush()
            seal_entries(session())
            session.commit()
        except IntegrityError as broken:
            session.rollback()
            raise Refusal(sentence_for(broken)) from broken
        except OperationalError as broken:
            session.rollback()
            if getattr(broken.orig, "sqlstate", None) == DEADLOCK:
                raise Refusal("刚才另有一处同时在改，这次没有保存；请再试一次。") from broken
            raise
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("use_case", None)
            session.info.pop("audit", None)
        return outcome

    return run


def read_plainly() -> None:
    """Reading before any use case needs no transaction on PostgreSQL: there each statement sees what is committed,
    within a transaction or without, and two messages to the server are saved. A use case begins its own."""
    session = db.session()
    if not session.in_transaction() and session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})


def sentence_for(broken: IntegrityError) -> str:
    """The sentence for the loser; an unforeseen constraint is a fault of ours and is raised as it is."""
    words = str(broken.orig)
    for mark, sentence in RACES_LOST.items():
        if mark in words:
            return sentence
    raise broken
