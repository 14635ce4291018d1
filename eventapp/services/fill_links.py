"""Secret links by which a unit fills in one form without an account. Only the hash of a key is kept."""

from __future__ import annotations

import secrets
from datetime import datetime

from eventapp.domain.events import Edition
from eventapp.domain.people import Actor
from eventapp.domain.refusals import Refusal
from eventapp.models.annex import Annex
from eventapp.services.annex_steps import name_of
from eventapp.services.audit import record
from eventapp.services.drafts import Entrance, admit, key_hash
from eventapp.services.submission_letters import is_address, tell_link
from eventapp.services.submissions import last_said
from eventapp.services.transactions import transactional


def new_fill_key() -> str:
    """A secret for the link of one form: 32 random bytes, 43 characters."""
    return secrets.token_urlsafe(32)


@transactional
def renew_link(
    edition: Edition, annex_id: int, *, key: str, email: str, address: str, actor: Actor, now: datetime
) -> None:
    """Give a form a new link; the one of before is dead. With `email` it is sent there, and so is every later step.

    Raises `Refusal` for an address that cannot be one.
    """
    if email and not is_address(email):
        raise Refusal("邮箱“%(email)s”的格式不对，请检查。", email=email)
    annex = admit(edition, Entrance(actor, annex_id), lock=True)
    annex.secret_hash = key_hash(key)
    annex.contact_email = email or annex.contact_email
    record(edition.slug, "annex.renew_link", name_of(annex), actor=actor, now=now, after={"email": email})
    if email:
        tell_link(edition, annex, last_said(annex), address=address, now=now)


@transactional
def revoke_link(edition: Edition, annex_id: int, *, actor: Actor, now: datetime) -> None:
    """The link of a form opens nothing any more."""
    annex: Annex = admit(edition, Entrance(actor, annex_id), lock=True)
    if annex.secret_hash is not None:
        annex.secret_hash = None
        record(edition.slug, "annex.revoke_link", name_of(annex), actor=actor, now=now)
