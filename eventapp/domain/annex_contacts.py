"""Names, telephone numbers and mail addresses in their normal forms."""

from __future__ import annotations

import re
import unicodedata

from eventapp.domain.annex_reading import Reading
from eventapp.domain.text import INVISIBLE, one_line, plain_digits

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(0\d{2,3})-?(\d{7,8})")
PHONE_LABEL = re.compile(
    r"^(?:移动电话|办公电话|联系电话|固定电话|手机号码?|电话|手机|座机|传真|T[Ee][Ll]|TEL|Phone)[.:]?", re.I
)
COUNTRY = re.compile(r"^\(?(?:\+|00)?86\)?[-.]?(?=[01]?\d{2,3}-?\d{7,8}(?!\d)|1[3-9](?:-?\d){9}(?!\d))")
EXTENSION = re.compile(r"(?:转分机|分机号?|转|\*|#|ext\.?)[:：]?-?(\d{1,6})$", re.I)
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.I)
REMARK = re.compile(r"\([^()\d]+\)")
WORDS_BEHIND = re.compile(r"(?<=\d)[\u4e00-\u9fff]{1,6}$")
TWO_MOBILES = re.compile(r"(?<=\d)[ \u3000\u00a0\t]+(?=1[3-9]\d{9}(?!\d))(?<=1[3-9]\d{9}[ \u3000\u00a0\t])")
DASHES = re.compile("[\u2010-\u2015\u2212\uff0d—―~～_]+")
PERSONS = re.compile(r"[、，,；;/／\n]+|\s{2,}(?=\S{2,})")
TITLES = re.compile(r"(?:先生|女士|同志|老师|小姐)$")
NAME_LABEL = re.compile(r"^(?:姓名|联系人)[:：]\s*")
POSITION = re.compile(
    r"[（(][^（()）]*[)）]$|(?<=[\u4e00-\u9fff])\s+(?:总?经理|部长|主任|科长|主管|工程师|书记|厂长|处长|组长|班长|专员)$"
)
EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
MIDDLE_DOTS = re.compile("[\u00b7\u2022\u2027\u30fb\uff65\u2219\u22c5•．]")


def read_name(text: str) -> Reading:
    """One person's name, or several as 甲、乙."""
    names = _names(text)
    return Reading("、".join(names) or None)


def read_names(text: str) -> Reading:
    """The persons named, in order."""
    return Reading(list(_names(text)) or None)


def _names(typed: str) -> tuple[str, ...]:
    text = POSITION.sub("", NAME_LABEL.sub("", typed.strip()))
    if re.fullmatch(r"(?:[\u3400-\u9fff]\s*[\r\n]+\s*){1,3}[\u3400-\u9fff]", text):
        text = re.sub(r"\s+", "", text)  # a narrow cell broke the name after every letter
    if re.search(r"[A-Za-z]{2,}", text) and not re.search("[\u3400-\u9fff]", text):
        return (one_line(text),)  # a Latin name keeps the spaces between its words
    padded = re.match(r"^\s*[\u3400-\u9fff](?:[ \u00a0\u3000]+[\u3400-\u9fff]){1,2}\s*$", text)
    pieces = (text,) if padded else PERSONS.split(INVISIBLE.sub("", text).strip())
    plain = (MIDDLE_DOTS.sub("\u00b7", re.sub(r"\s+", "", unicodedata.normalize("NFC", piece))) for piece in pieces)
    return tuple(TITLES.sub("", name) for name in plain if name)


def read_phone(text: str) -> Reading:
    """A telephone number, or two joined by a slash; what cannot be one is kept as typed with `invalid_format`."""
    plain = DASHES.sub("-", plain_digits(_parted(text))).replace("--", "-").lstrip("'’‘")
    if counted := SCIENTIFIC.fullmatch(plain):
        plain = str(int(float(counted[0])))
    pieces = [bare for piece in re.split(r"[/、,;|或和]+", plain) if re.search(r"\d", bare := _without_words(piece))]
    numbers = [_number(piece) for piece in pieces]
    if not numbers or None in numbers:
        return Reading(re.sub(r"[^\d]", "", plain) if _only_number(plain) else one_line(text), "invalid_format")
    return Reading("/".join(number for number in numbers if number), "multiple_values" if len(numbers) > 1 else "")


def _parted(text: str) -> str:
    """Two mobile numbers with nothing but white space between them, set apart."""
    return TWO_MOBILES.sub("/", re.sub(r"[\r\n\v\f]+", "/", text.strip()))


def _without_words(piece: str) -> str:
    """A number without the remark in brackets or the name behind it: 13800001234（微信同号）."""
    return WORDS_BEHIND.sub("", REMARK.sub("", piece)).removesuffix(".0")


def _only_number(plain: str) -> bool:
    return bool(re.fullmatch(r"[\d\-]+", plain)) and plain.replace("-", "").startswith("1")


def _number(piece: str) -> str | None:
    text = COUNTRY.sub("", PHONE_LABEL.sub("", piece).strip(":-."))
    abroad = text != PHONE_LABEL.sub("", piece).strip(":-.")
    extension = EXTENSION.search(text)
    text = re.sub(r"^(0\d{2,3})\.(?=\d{7,8})", r"\1-", text)
    text = re.sub(r"[()]", "-", text[: extension.start()] if extension else text).strip("-.")
    text = re.sub(r"-+", "-", text)
    if MOBILE.fullmatch(text.replace("-", "")) and not extension:
        return text.replace("-", "")
    return _landline("0" + text if abroad and not text.startswith("0") else text, extension[1] if extension else "")


def _landline(text: str, extension: str) -> str | None:
    with_extension = re.fullmatch(r"(.*\d{7,8})-(\d{1,6})", text)
    if with_extension and not extension and not LANDLINE.fullmatch(text):
        text, extension = with_extension[1], with_extension[2]
    tail = f"-{extension}" if extension else ""
    if re.fullmatch(r"[2-9]\d{6,7}", text.replace("-", "")):
        return text.replace("-", "") + tail
    area = re.match(r"(01\d|02\d|0[3-9]\d{2})", text)
    number = text[area.end() :].replace("-", "") if area else ""
    return f"{area[1]}-{number}{tail}" if area and 7 <= len(number) <= 8 else None


def read_email(text: str) -> Reading:
    """A mail address in ASCII; a bare QQ number stays a number."""
    plain = re.sub(r"^(?:mailto|e-?mail|邮箱|QQ)[:：]?", "", plain_digits(text), flags=re.I)
    plain = plain.replace("。", ".").replace("\u3002", ".").strip("<>")
    found = EMAIL.findall(plain)
    if len(found) == 1:
        return Reading(found[0])
    if found:
        return Reading("/".join(found), "multiple_values")
    return Reading(plain) if re.fullmatch(r"\d{5,12}", plain) else Reading(one_line(text), "invalid_format")
