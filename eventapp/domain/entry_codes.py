"""Codes by which a presenter or speaker proves that they come for a result or story: given out by the recommender.

A code is made from the installation's secret whenever it is needed and stored nowhere.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

from eventapp.domain.registration import RoleChoice, RoleNeed

GLYPHS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is taken for another: no 0 O 1 I L
LENGTH = 8
PURPOSE = b"eventapp entry code\0"
BETWEEN = re.compile(r"[、，,;；/\n]+")  # a cell holds the codes of everything that one person presents and tells


def entry_code(secret_key: str, need: RoleNeed, number: int) -> str:
    """The code of one result or story: eight glyphs, 31**8 possibilities; `number` is its row."""
    said = PURPOSE + f"{need.value}:{number}".encode()
    value = int.from_bytes(hmac.new(secret_key.encode(), said, hashlib.sha256).digest())
    code = ""
    for _ in range(LENGTH):
        value, rest = divmod(value, len(GLYPHS))
        code += GLYPHS[rest]
    return code


def shown_code(code: str) -> str:
    """The code in two groups of four, as people read it out."""
    return f"{code[:4]}-{code[4:]}"


def typed_code(text: str) -> str:
    """What was typed, in the spelling of codes: width, case, blanks and hyphens do not count."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).upper() if sign in GLYPHS)[: LENGTH + 1]


def is_proved(secret_key: str, choice: RoleChoice) -> bool:
    """Whether the code in `choice`, or one of several there, belongs to its result or story."""
    need = RoleNeed.STORY if choice.story_id is not None else RoleNeed.RESULT
    number = choice.story_id if choice.story_id is not None else choice.result_id
    if number is None:
        return False
    right = entry_code(secret_key, need, number)
    return any(hmac.compare_digest(right, typed_code(code)) for code in BETWEEN.split(choice.entry_code))
