"""Taxpayer numbers on invoices: the unified social credit code with its check character, and the older numbers.

A wrong number is the chief reason why an invoice cannot be reimbursed, so it is checked while its owner is there.
"""

from __future__ import annotations

import re
import unicodedata

from eventapp.domain.refusals import Refusal

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015, table 1: without I, O, S, V and Z
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))  # GB 32100-2015, 4.3: 3 to the power of the place, mod 31
NEVER_USED = re.compile("[IOSVZ]")
PADDING = re.compile(r"[\s\-—–_.·]+")
OLD = re.compile(r"\d{6}[0-9A-Z]{9}")  # region and organization code, before 2015
OF_PERSON = re.compile(r"[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")  # GB 11643-1999
TWO_DIGITS = re.compile(r"\d{2}")  # behind the identity number, for the several shops of one trader
CREDIT_CODE, OLD_NUMBER, TRADER_NUMBER = 18, 15, 20  # characters
CITIZEN_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))  # GB 11643-1999, 3.2
CITIZEN_CHECKS = "10X98765432"


def normal_tax_id(text: str) -> str:
    """The number in capital letters without width and padding; nothing for nothing; raises `Refusal`."""
    number = PADDING.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not number:
        return ""
    if len(number) == CREDIT_CODE:
        return _credit_code(number)
    if len(number) == OLD_NUMBER and OLD.fullmatch(number):
        return number
    if len(number) == TRADER_NUMBER and _is_trader(number):
        return number
    if len(number) in (OLD_NUMBER, TRADER_NUMBER):
        raise Refusal("这个%(count)s位的纳税人识别号不正确，请对照营业执照或税务登记证重新填写。", count=len(number))
    raise Refusal(
        "纳税人识别号是18位的统一社会信用代码（旧号15位或20位），现在是%(count)s位，请对照营业执照填写。",
        count=len(number),
    )


def check_character(first: str) -> str:
    """The 18th character for the 17 before it (GB 32100-2015, 4.3); raises `ValueError` for a foreign character."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(first, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def _credit_code(number: str) -> str:
    if NEVER_USED.search(number):
        raise Refusal("统一社会信用代码里没有字母I、O、S、V、Z，请核对是不是数字1、0、5、2或其他字母。")
    if any(char not in ALPHABET for char in number):
        raise Refusal("统一社会信用代码只有数字和大写字母，请对照营业执照重新填写。")
    if _is_identity_number(number):  # of a sole trader without a newer code
        return number
    if check_character(number[:17]) != number[17]:
        raise Refusal("统一社会信用代码的校验位不对，多半是填错了一位或两位颠倒，请对照营业执照逐位核对。")
    return number


def _is_trader(number: str) -> bool:
    return _is_identity_number(number[:CREDIT_CODE]) and TWO_DIGITS.fullmatch(number[CREDIT_CODE:]) is not None


def _is_identity_number(number: str) -> bool:
    if not OF_PERSON.fullmatch(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], CITIZEN_WEIGHTS, strict=True))
    return CITIZEN_CHECKS[total % 11] == number[17]
