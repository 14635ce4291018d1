"""Text as people type it into forms, brought to one spelling without losing a character that matters."""

from __future__ import annotations

import re
import unicodedata

# Halves of pairs and non-characters too: they come out of broken files, and no page, sheet or database takes them.
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
)
SPACES = re.compile(r"[\s\u00a0\u3000]+")
# Only letters and digits: （集团） and ，are part of a name and stay as typed.
ASCII_TWINS = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
IDEOGRAPH = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
LOOSE_SPACE = re.compile(rf"(?<=[{IDEOGRAPH}]) | (?=[{IDEOGRAPH}])")
UNUSUAL = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9“”()（）\-.]")
# Excel puts a cell into quotation marks when it holds breaks or tabs; other cells begin with one by themselves.
PASTED = re.compile(r'(?:"(?P<quoted>(?:[^"]|"")*)"(?=[\t\r\n]|\Z)|(?P<plain>[^\t\r\n]*))(?P<end>\t|\r?\n|\r|\Z)')
NEEDS_QUOTES = re.compile(r'[\t\r\n]|""')
NUMBERING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]+[)）、.]|\d+[、.)]|第[一二三四五六七八九十]+(?:部分|章|节)|[壹贰叁肆伍][、.]|[IVX]{1,4}[.、])"
)
NOTHING = frozenset(
    {"", "无", "暂无", "没有", "空", "缺", "暂缺", "不适用", "未填", "N/A", "NA", "N.A", "N.A.", "NONE", "NULL", "NIL"}
)
STROKES = re.compile(r"[-—–―－−_＿/／\\＼]+")
# What a form or an office program prints where something is to be typed.
PROMPT = re.compile(
    r"[（(<《\[]?(?:请|单击|点击|点这里|在此|此处)[^，。]{0,12}(?:输入|填写|选择|填入|键入)[^，。；]{0,10}[）)>》\]]?[。.]?|[.…·。\s_＿]+|选择一项。?"
)
LONGEST_PROMPT = 30
CHINESE_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
CHINESE_DIGITS = {
    digit: value
    for value, digits in enumerate(
        ("〇零○０Ｏ", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for digit in digits
}


def narrow(text: str) -> str:
    """Full-width letters and digits as ASCII, invisible characters dropped; everything else stays."""
    return INVISIBLE.sub("", text.translate(ASCII_TWINS))


def one_line(text: str) -> str:
    """A short text on one line: breaks and padding beside Chinese characters are layout, not spelling."""
    if not UNUSUAL.search(text):
        return text
    without_breaks = re.sub(r"[\r\n\v\f]+", "", narrow(text).strip())
    return LOOSE_SPACE.sub("", SPACES.sub(" ", without_breaks)).strip()


def to_the_letter(text: str) -> str:
    """A name as it was typed; only what layout added is dropped: breaks, and the outer and invisible blanks."""
    return INVISIBLE.sub("", re.sub(r"[\r\n\v\f]+", "", text)).strip()


def paragraphs(text: str) -> str:
    """A long text as paragraphs parted by one line break, without indents and empty lines."""
    lines = (SPACES.sub(" ", line).strip() for line in re.split(r"[\r\n\v\f]+", narrow(text)))
    return "\n".join(line for line in lines if line)


def cells_pasted(text: str) -> list[list[str]]:
    """The cells of what was copied out of a sheet, line by line without the blank ones; a cell may hold breaks."""
    lines: list[list[str]] = [[]]
    for found in PASTED.finditer(text):
        quoted = found["quoted"]
        plain = found["plain"] if quoted is None else f'"{quoted}"'
        lines[-1].append(quoted.replace('""', '"') if quoted and NEEDS_QUOTES.search(quoted) else plain)
        if not found["end"]:
            break
        if found["end"] != "\t":
            lines.append([])
    return [cells for cells in lines if any(map(str.strip, cells))]


def key(text: str) -> str:
    """The letters of a label: without spaces, marks, brackets and what is in them, numbering."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", INVISIBLE.sub("", text)))
    plain = re.sub(r"\([^()]*\)", "", plain).strip("*:;,。、_")
    return NUMBERING.sub("", plain).strip("*:;,。、_")


def plain_digits(text: str) -> str:
    """NFKC without spaces and invisible characters: for numbers, dates and addresses of mail."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", INVISIBLE.sub("", text)))


def chinese_number(text: str) -> int | None:
    """Value of 十二, 三十五, 一百零三, 一千二百 or 二〇二四; None when the text is no such number."""
    if not text or any(char not in CHINESE_DIGITS and char not in CHINESE_PLACES for char in text):
        return None
    if all(char in CHINESE_DIGITS for char in text):
        return int("".join(str(CHINESE_DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in CHINESE_DIGITS:
            digit = CHINESE_DIGITS[char]
        else:
            total += (digit or 1) * CHINESE_PLACES[char]
            digit = 0
    return total + digit


def is_nothing(text: str) -> bool:
    """Whether the text only says that there is nothing: empty, / , 无 , N/A, or the prompt of an empty place."""
    if len(text) > LONGEST_PROMPT and not text.isspace():
        return False
    plain = SPACES.sub("", INVISIBLE.sub("", text))
    bare = plain.strip("()（）[]【】。").upper()
    return bare in NOTHING or STROKES.fullmatch(plain) is not None or PROMPT.fullmatch(plain) is not None


def unbroken(name: str) -> str:
    """Take the line breaks out of a name that came from a table cell; every other character stays.

    A break inside a cell is layout of the sheet, not part of the name: it must not split the printed name.
    """
    lines = [line.strip() for line in name.replace("\v", "\n").splitlines()]
    joined = ""
    for line in filter(None, lines):
        is_latin_gap = joined[-1:].isascii() and line[0].isascii() and joined != ""
        joined += f" {line}" if is_latin_gap else line
    return joined
