"""Which work belongs to which kind of job."""

from __future__ import annotations

from eventapp.jobs.annexes import import_annexes
from eventapp.jobs.certificates import do_print_certificates
from eventapp.jobs.mailboxes import fetch_mail
from eventapp.jobs.run import Work
from eventapp.jobs.schedule import plan_schedule
from eventapp.jobs.submissions import fill_annex

KINDS: dict[str, Work] = {
    "fill_annex": fill_annex,
    "fetch_mail": fetch_mail,
    "import_annexes": import_annexes,
    "print_certificates": do_print_certificates,
    "plan_schedule": plan_schedule,
}
