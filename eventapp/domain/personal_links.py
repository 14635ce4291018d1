"""The secret links of people without accounts: made anew from a nonce whenever a mail needs one, never stored.

The database keeps the nonce and the hash of the key. Without the installation's secret neither opens anything.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field

NONCE_BYTES = 16
PURPOSE = b"eventapp personal link\0"


def key_hash(key: str) -> str:
    """What is stored of a secret link: 64 hexadecimal digits."""
    return hashlib.sha256(key.encode()).hexdigest()


@dataclass(frozen=True)
class PersonalLinks:
    """Makes keys and addresses of links; `public_url` is what people type, without a slash at its end."""

    secret_key: str = field(repr=False)
    public_url: str = ""

    def key(self, nonce: str) -> str:
        """The key of a link, 43 characters; the same nonce always gives the same key."""
        digest = hmac.new(self.secret_key.encode(), PURPOSE + nonce.encode(), hashlib.sha256).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")

    def registration(self, slug: str, nonce: str) -> str:
        """The address of a person's own page."""
        return f"{self.public_url.rstrip('/')}/e/{slug}/registration/{self.key(nonce)}"

    def delegation(self, slug: str, nonce: str) -> str:
        """The address of the page where a unit's contact registers many."""
        return f"{self.public_url.rstrip('/')}/e/{slug}/registration/unit/{self.key(nonce)}"

    def invitation(self, slug: str, nonce: str) -> str:
        """The address that takes an invitation up."""
        return f"{self.public_url.rstrip('/')}/e/{slug}/registration/invitation/{self.key(nonce)}"
