"""Private keys at rest: AES-256-GCM under a key derived (HKDF-SHA256) from the installation's secret key."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from eventapp.domain.refusals import Refusal

NONCE_BYTES = 12


class BrokenSeal(Refusal):
    """Sealed bytes cannot be opened: another secret key, another purpose, or damaged."""


def seal(secret: bytes, *, secret_key: str, purpose: str = "ticket key") -> bytes:
    """Encrypt `secret` for the database: 12 bytes nonce, then ciphertext and tag; different each time.

    `purpose` separates uses: what was sealed for one cannot be opened as the other.
    """
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(secret_key, purpose).encrypt(nonce, secret, purpose.encode())


def unseal(sealed: bytes, *, secret_key: str, purpose: str = "ticket key") -> bytes:
    """Decrypt what `seal` wrote with the same secret key and purpose; raises `BrokenSeal` otherwise."""
    nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return _cipher(secret_key, purpose).decrypt(nonce, ciphertext, purpose.encode())
    except (InvalidTag, ValueError) as broken:  # ValueError: shorter than a nonce
        raise BrokenSeal(
            "签发密钥打不开：系统的 SECRET_KEY 与封存密钥时不同，请恢复原来的 SECRET_KEY 后重启。"
        ) from broken


def _cipher(secret_key: str, purpose: str) -> AESGCM:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"eventapp sealing " + purpose.encode())
    return AESGCM(derivation.derive(secret_key.encode()))
