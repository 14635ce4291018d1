"""Which work belongs to which kind of job."""

from __future__ import annotations

from eventapp.jobs.annexes import import_annexes
from eventapp.jobs.attendees import import_attendees
from eventapp.jobs.badges import do_print_badges
from eventapp.jobs.certificates import do_print_certificates
from eventapp.jobs.exports import export_attendees
from eventapp.jobs.mailboxes import fetch_mail
from eventapp.jobs.privacy import erase_attendees, wipe_personal_data
from eventapp.jobs.run import Work
from eventapp.jobs.schedule import plan_schedule
from eventapp.jobs.submissions import fill_annex

KINDS: dict[str, Work] = {
    "export_attendees": export_attendees,
    "erase_attendees": erase_attendees,
    "wipe_personal_data": wipe_personal_data,
    "fill_annex": fill_annex,
    "fetch_mail": fetch_mail,
    "import_annexes": import_annexes,
    "import_attendees": import_attendees,
    "print_badges": do_print_badges,
    "print_certificates": do_print_certificates,
    "plan_schedule": plan_schedule,
}
