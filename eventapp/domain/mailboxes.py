"""The two mailboxes of the notice (section 四): annex 4 to one, all other papers to the other."""

from __future__ import annotations

from enum import StrEnum

from eventapp.domain.words import N_


class MailboxPurpose(StrEnum):
    """What is sent to a mailbox."""

    MATERIALS = "materials"
    STORIES = "stories"


MAILBOX_PURPOSE_NAMES = {
    MailboxPurpose.MATERIALS: N_("申报材料邮箱"),
    MailboxPurpose.STORIES: N_("品牌故事邮箱"),
}


class MailboxSecurity(StrEnum):
    """How the connection to the mail server is kept from being read."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"
