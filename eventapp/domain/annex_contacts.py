"""Names, telephone numbers and mail addresses in their normal forms."""

from __future__ import annotations

import re
import unicodedata

from eventapp.domain.annex_reading import Reading
from eventapp.domain.text import INVISIBLE, one_line, plain_digits

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(0\d{2,3})-?(\d{7,8})")
# 办公室：010-…, Tel: 010-…, 张三13800001234: what stands in front of a number.
WORDS_BEFORE = re.compile(r"^(?:[\u4e00-\u9fffA-Za-z.]{1,12}[:.]|[\u4e00-\u9fff]{1,6}(?=[\d+(])|tel(?=[\d+(]))", re.I)
COUNTRY = re.compile(r"^(?:\+|00)?86-?(?=[01]?-?\d{2,3}-?\d{7,8}(?!\d)|1[3-9](?:-?\d){9}(?!\d))")
EXTENSION = re.compile(r"\(?(?:总机|内线)?(?:转分机号?|分机号?|转|\*|#|ext\.?|[x×])[:：]?-?(\d{1,6})\)?$", re.I)
# 010-55501234 8001: the gap before an extension would be lost with all other spaces.
EXTENSION_SET_APART = re.compile(r"(0\d{2,3}[-)）－—]\s?\d{7,8})\s+(?=\d{3,5}\s*$)")
AREA_BEFORE_SLASH = re.compile(r"(?<!\d)(0\d{2,3})/(?=\d{7,8}(?!\d))")
SERVICE = re.compile(r"([48]00)-?(\d{3})-?(\d{4})")
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.I)
REMARK = re.compile(r"\((?![+\d\-]+\))(?!转|分机|ext)[^()]*\)", re.I)
WORDS_BEHIND = re.compile(r"(?<=\d)[\u4e00-\u9fff]{1,6}$")
GAPS = (re.compile(r"\s{2,}|[\u3000\t]+"), re.compile(r"\s+"))
DASHES = re.compile("[\u2010-\u2015\u2212\uff0d—―~～_]+")
PERSONS = re.compile(
    r"[、，,；;/／|\n]+|\s{2,}(?=\S{2,})|\s+(?=\d{1,2}[.、．)）])|(?<=[\u4e00-\u9fff]{2})[和与及](?=[\u4e00-\u9fff]{2,3}$)|"
    r"(?<=[\u4e00-\u9fff]{2})[ \u3000\u00a0](?=[\u4e00-\u9fff]{2,3}(?![\u4e00-\u9fff]))"
)
SURNAMES_OF_TWO = re.compile(
    r"(?<![\u4e00-\u9fff])(欧阳|太史|端木|上官|司马|东方|独孤|南宫|夏侯|诸葛|尉迟|皇甫|公孙|慕容|令狐|司徒|长孙|宇文|闻人|轩辕|钟离|澹台|"
    r"公冶|宗政|濮阳|淳于|申屠|司空|呼延|百里|东郭|西门|第五)\s+(?=[\u4e00-\u9fff]{1,2}(?![\u4e00-\u9fff]))"
)
POSTS = "总?经理|部长|主任|科长|主管|工程师|书记|厂长|处长|组长|班长|专员"
TITLES = re.compile(rf"(?:先生|女士|同志|老师|小姐|(?<=[\u4e00-\u9fff]{{2}})(?:{POSTS}))$")
PADDED = re.compile(r"[\u3400-\u9fff](?:[ \u00a0\u3000]+[\u3400-\u9fff]){1,2}")
PADDED_TWO = re.compile(r"(?:[\u3400-\u9fff][ \u3000]){1,2}[\u3400-\u9fff]")
NAME_NUMBER = re.compile(r"^\d{1,2}[.、．)）]\s*")
NUMBER_BESIDE = re.compile(r"[（(]?\+?\d[\d\-－—() ]{5,}\d[)）]?")
NAME_LABEL = re.compile(r"^[\u4e00-\u9fff]{1,6}[:：]\s*")
POSITION = re.compile(rf"[（(][^（()）]*[)）]$|(?<=[\u4e00-\u9fff])\s+(?:{POSTS})$")
EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
MIDDLE_DOTS = re.compile("[\u00b7\u2022\u2027\u30fb\uff65\u2219\u22c5•．]")


def read_name(text: str) -> Reading:
    """One person's name, or several as 甲、乙; a telephone number beside it is told of."""
    names = _names(NUMBER_BESIDE.sub("", text))
    return Reading("、".join(names) or None, "multiple_values" if NUMBER_BESIDE.search(text) else "")


def read_names(text: str) -> Reading:
    """The persons named, in order."""
    return Reading(list(_names(text)) or None)


def _names(typed: str) -> tuple[str, ...]:
    text = POSITION.sub("", NAME_LABEL.sub("", typed.strip()))
    if re.fullmatch(r"(?:[\u3400-\u9fff]\s*[\r\n]+\s*){1,3}[\u3400-\u9fff]", text):
        text = re.sub(r"\s+", "", text)  # a narrow cell broke the name after every letter
    if re.search(r"[A-Za-z]{2,}", text) and not re.search("[\u3400-\u9fff]", text):
        return (one_line(text),)  # a Latin name keeps the spaces between its words
    whole = SURNAMES_OF_TWO.sub(r"\1", INVISIBLE.sub("", text).strip())
    apart = re.split(r"\s{2,}", whole)
    if len(apart) > 1 and all(map(PADDED_TWO.fullmatch, apart)):  # 张 三  李 四
        return tuple(name for piece in apart if (name := _name(piece)))
    pieces = (text,) if PADDED.fullmatch(text.strip()) else PERSONS.split(whole)
    return tuple(name for piece in pieces if (name := _name(piece)))


def _name(piece: str) -> str:
    """One person's name, without spaces, title and role."""
    bare = POSITION.sub("", NAME_LABEL.sub("", NAME_NUMBER.sub("", piece.strip().rstrip("。.；;"))))
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFC", bare))
    dotted = re.sub(r"(?<=[\u3400-\u9fff])\.(?=[\u3400-\u9fff])", "\u00b7", plain)
    return TITLES.sub("", MIDDLE_DOTS.sub("\u00b7", dotted))


def read_phone(text: str) -> Reading:
    """A telephone number, or two joined by a slash; what cannot be one is kept as typed with `invalid_format`."""
    plain = _plain_phone(_parted(text))
    if counted := SCIENTIFIC.fullmatch(plain):
        plain = str(int(float(counted[0])))
    plain = AREA_BEFORE_SLASH.sub(r"\1-", plain)
    pieces = [bare for piece in re.split(r"[/、,;|或和]+", plain) if re.search(r"\d", bare := _without_words(piece))]
    numbers = [_number(piece) for piece in pieces]
    if not numbers or None in numbers:
        return Reading(re.sub(r"[^\d]", "", plain) if _only_number(plain) else one_line(text), "invalid_format")
    return Reading("/".join(number for number in numbers if number), "multiple_values" if len(numbers) > 1 else "")


def _plain_phone(text: str) -> str:
    """The text without spaces, its dashes and the dots between its digits alike."""
    plain = DASHES.sub("-", plain_digits(text)).replace("--", "-").lstrip("'’‘").rstrip("。.;,")
    return plain if SCIENTIFIC.fullmatch(plain) else re.sub(r"(?<=\d)[.·•](?=\d{2})", "-", plain.removesuffix(".0"))


def _parted(text: str) -> str:
    """Whole numbers with nothing but white space between them, set apart."""
    lines = re.sub(r"[\r\n\v\f]+", "/", EXTENSION_SET_APART.sub(r"\1-", text.strip()))
    for gap in GAPS:
        pieces = [piece for piece in gap.split(lines) if piece]
        if len(pieces) > 1 and all(_number(_without_words(_plain_phone(piece))) for piece in pieces):
            return "/".join(pieces)
    return lines


def _without_words(piece: str) -> str:
    """A number without the words around it: 办公室：010-55501234, 13800001234（微信同号）, 13800001234 张三."""
    bare = REMARK.sub("", piece).removesuffix(".0")
    return WORDS_BEHIND.sub("", WORDS_BEFORE.sub("", bare))


def _only_number(plain: str) -> bool:
    return bool(re.fullmatch(r"[\d\-]+", plain)) and plain.replace("-", "").startswith("1")


def _number(piece: str) -> str | None:
    text = piece.strip(":-.")
    extension = EXTENSION.search(text)
    plain = re.sub(r"[()]", "-", text[: extension.start()] if extension else text)
    plain = re.sub(r"-+", "-", plain).strip("-.")
    bare = COUNTRY.sub("", plain)
    if MOBILE.fullmatch(bare.replace("-", "").removeprefix("0")) and not extension:
        return bare.replace("-", "").removeprefix("0")
    if service := SERVICE.fullmatch(bare):
        return f"{service[1]}-{service[2]}{service[3]}"
    bare = re.sub(r"^0-", "0", bare)
    return _landline(
        "0" + bare if bare != plain and not bare.startswith("0") else bare, extension[1] if extension else ""
    )


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
    several = EMAIL.findall(unicodedata.normalize("NFKC", text))
    found = several if len(several) > 1 else EMAIL.findall(plain)
    if len(found) == 1:
        return Reading(found[0])
    if found:
        return Reading("/".join(found), "multiple_values")
    return Reading(plain) if re.fullmatch(r"\d{5,12}", plain) else Reading(one_line(text), "invalid_format")
