"""What an audit entry is about, in words, and where that is shown."""

from __future__ import annotations

import re

from flask import url_for

from eventapp.domain.words import N_
from eventapp.web.language import gettext
from eventapp.web.navigation import is_open

SUBJECTS = (
    (re.compile(r"attendee:(?P<attendee_id>\d+)"), N_("参会人员 %(attendee_id)s"), "attendees.show_attendee"),
    (re.compile(r"personal data"), N_("个人信息"), None),
    (re.compile(r"result (?P<result_id>\d+)"), N_("成果 %(result_id)s"), "recommendations.show_result"),
    (re.compile(r"story (?P<story_id>\d+)"), N_("品牌故事 %(story_id)s"), "recommendations.show_story"),
    (
        re.compile(r"presentation (?P<presentation_id>\d+) judge (?P<judge_id>\d+)"),
        N_("发表 %(presentation_id)s · 评委 %(judge_id)s"),
        None,
    ),
)


def subject_of(subject: str) -> tuple[str, str | None]:
    """The words for a subject and the address of its page; names of units and numbers stay as they are."""
    for pattern, words, endpoint in SUBJECTS:
        found = pattern.fullmatch(subject)
        if found:
            parts = found.groupdict()
            url = url_for(endpoint, **parts) if endpoint and is_open(endpoint) else None
            return gettext(words, **parts), url
    return subject, None
