"""Which work belongs to which kind of job."""

from __future__ import annotations

from eventapp.jobs.annexes import import_annexes
from eventapp.jobs.run import Work

KINDS: dict[str, Work] = {
    "import_annexes": import_annexes,
}
