"""The short code by which a QR code names a certificate: plain ASCII, so that the squares stay large.

A number such as 「中机质协〔2024〕小组0001」 would be percent-encoded to three times its length. The code is the
certificate's id in Crockford's base 32, then four characters made from the number: a slip of the pen is noticed.
What proves the paper is the signature beside it, which covers number and content.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_LENGTH = 4
SHAPE = re.compile(rf"[{DIGITS}]{{5,11}}")
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


def certificate_code(certificate_id: int, number: str) -> str:
    """Return the code, 5 characters or more."""
    return _base32(certificate_id) + _check(certificate_id, number)


def id_in_code(text: str) -> int | None:
    """Return the id that a code names, or None when the text is no code; `certificate_code` proves it."""
    code = plain_code(text)
    if not SHAPE.fullmatch(code):
        return None
    number = 0
    for digit in code[:-CHECK_LENGTH]:
        number = number * len(DIGITS) + DIGITS.index(digit)
    return number if number < 2**31 else None


def plain_code(text: str) -> str:
    """A code as typed, in the one spelling: O is 0, I and L are 1, case and hyphens do not matter."""
    return text.upper().translate(LOOKALIKES)


def plain_number(number: str) -> str:
    """The letters and digits of a number, for comparing what people type: 〔〕, [] and () are alike."""
    folded = unicodedata.normalize("NFKC", number).casefold()
    return "".join(character for character in folded if character.isalnum())


def numbers_in(text: str) -> list[int]:
    """The whole numbers that stand in a text, at most four of them; one is the sequence of the certificate."""
    found = re.findall(r"[0-9]{1,9}", unicodedata.normalize("NFKC", text))
    return [int(digits) for digits in found[-4:]]


def _base32(number: int, length: int = 1) -> str:
    digits = ""
    while number or len(digits) < length:
        number, rest = divmod(number, len(DIGITS))
        digits = DIGITS[rest] + digits
    return digits


def _check(certificate_id: int, number: str) -> str:
    digest = sha256(f"{certificate_id}:{number}".encode()).digest()
    return _base32(int.from_bytes(digest[:4], "big") >> (32 - 5 * CHECK_LENGTH), CHECK_LENGTH)
