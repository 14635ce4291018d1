"""Badges on paper: what was written is what is read, and what does not fit is known beforehand."""

from __future__ import annotations

import random
import re
import shutil
import string
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import typst
from PIL import Image

from eventapp.documents.badges.fitting import fit
from eventapp.documents.badges.pdf import Press, fonts_in
from eventapp.documents.badges.pictures import checked_picture
from eventapp.documents.badges.quick_codes import by_segno, matrix_rows, rows_of
from eventapp.documents.badges.widths import Ruler
from eventapp.domain.badge_fields import Badge
from eventapp.domain.badge_runs import Missing
from eventapp.domain.badge_sheets import SHEETS, own_sheet
from eventapp.domain.badges import POINT, Design, Element, ElementKind, Side, Weight
from eventapp.domain.refusals import Refusal
from eventapp.domain.shipped_badges import BADGE, LABEL, SHIPPED_CLASSES

PROJECT = Path(__file__).parents[2]
FONTS = PROJECT / "static" / "vendor" / "fonts"
NASTY = [
    '#panic("x")',
    "{{7*7}}${x}%s{0}",
    "$x^2$*b*_c_@d<e>`g`",
    "//h/*i*/\\u{41}~--#sys",
    "𬀩·“标尺”ＱＣ",
    "<b>&amp;",
]
TICKET = "https://conference.example.org/e/43/t/"
UNIT_OF_FORTY = "中国机械工业集团有限公司第三精密轴承制造研究院股份有限公司洛阳分公司热处理车间甲"
READER = """
import { readFileSync } from "node:fs";
import { readBarcodes, prepareZXingModule } from "./node_modules/zxing-wasm/dist/es/reader/index.js";
prepareZXingModule({ overrides: { wasmBinary: readFileSync("./node_modules/zxing-wasm/dist/reader/zxing_reader.wasm") } });
for (const file of process.argv.slice(1)) {
  const found = await readBarcodes(new Uint8Array(readFileSync(file)), { formats: ["QRCode"] });
  console.log(found.map((each) => each.text).join(" "));
}
"""

pytestmark = pytest.mark.skipif(not FONTS.is_dir(), reason="FONTS MISSING: run `npm ci` and `python tools/vendor.py`")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="POPPLER MISSING: install poppler-utils")
needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (PROJECT / "node_modules/zxing-wasm").is_dir(),
    reason="NODE MISSING: install Node and run `npm ci`",
)


def a_badge(name: str = "李琰", number: int = 1, **overrides: object) -> Badge:
    values = {
        "name": name,
        "unit_name": "应龙乘黄轨道装备有限公司",
        "post": "质量部 部长",
        "class_name": "发表代表",
        "class_name_en": "Presenter",
        "number": f"{number:04}",
        "conference": "第43次交流活动",
    } | overrides.pop("values", {})  # type: ignore[operator]
    known: dict = {"qr": TICKET + "Ab-9_" * 20, "look": SHIPPED_CLASSES[0]}
    return Badge(number, f"{name} · 单位", values, **(known | overrides))


def a_press(*designs: Design, sheet: str = "own", **more: object) -> Press:
    designs = designs or (BADGE,)
    paper = next((each for each in SHEETS if each.code == sheet), own_sheet(designs[0].width, designs[0].height))
    return Press(designs, paper, FONTS, **more)  # type: ignore[arg-type]


def printed(press: Press, *badges: Badge, missing: Missing = Missing.BLANK, start: int = 1) -> bytes:
    return press.write_pdf(press.ready(badges, missing)[0], start=start)


def pages_of(pdf: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return ["".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def boxes_of(pdf: bytes) -> list[tuple[float, float]]:
    done = subprocess.run(["pdfinfo", "-l", "99", "-"], input=pdf, capture_output=True, check=True)
    sizes = re.findall(r"size:\s+([\d.]+) x ([\d.]+)", done.stdout.decode())
    return [(round(float(width) * POINT, 1), round(float(height) * POINT, 1)) for width, height in sizes]


@needs_poppler
def test_every_badge_says_all_of_its_person_and_no_text_is_code() -> None:
    badges = [a_badge(name, number, values={"unit_name": f"〔{name}〕"}) for number, name in enumerate(NASTY, 1)]

    pages = pages_of(printed(a_press(), *badges))

    assert len(pages) == len(NASTY)
    for number, (page, name) in enumerate(zip(pages, NASTY, strict=True), 1):
        assert [part in page for part in (name, f"〔{name}〕", f"No.{number:04}", "发表代表", "第43次交流活动")] == [
            True
        ] * 5


@needs_poppler
def test_names_of_two_and_of_twelve_characters_and_a_unit_of_forty_come_out_whole() -> None:
    people = [
        a_badge("李琰"),
        a_badge("阿卜杜热合曼·买买提江", 2),
        a_badge("欧阳静宜", 3, values={"unit_name": UNIT_OF_FORTY}),
    ]
    press = a_press(BADGE, LABEL)

    _ready, faults = press.ready(people, Missing.BLANK)
    pages = pages_of(printed(press, *people))

    assert faults == []
    assert "阿卜杜热合曼·买买提江" in pages[1]
    assert UNIT_OF_FORTY in pages[2]


@needs_poppler
def test_what_does_not_fit_is_cut_and_named() -> None:
    long = a_badge("Konstantinopoulos-" * 6)

    _ready, faults = a_press().ready([long], Missing.BLANK)

    assert [(fault.code, fault.where, fault.params["field_word"]) for fault in faults] == [
        ("too_long", long.label, "姓名")
    ]
    assert str(faults[0].params["shown"]) in pages_of(printed(a_press(), long))[0]


@needs_poppler
@pytest.mark.parametrize(("missing", "shown"), [(Missing.BLANK, "班"), (Missing.MARK, "〓班")])
def test_characters_of_no_font_are_named_and_the_rest_is_printed(missing: Missing, shown: str) -> None:
    rare, plain = a_badge("\U0003134f班"), a_badge("李琰", 2, values={"seat": "\U0003134f"})  # no badge shows the seat

    ready, faults = a_press().ready([rare, plain], missing)

    assert [(fault.where, fault.params["names"]) for fault in faults] == [(rare.label, "\U0003134f（U+3134F）")]
    assert [badge.attendee_id for badge in ready] == [1, 2]
    assert shown in pages_of(a_press().write_pdf(ready))[0]
    assert [badge.attendee_id for badge in a_press().ready([rare, plain], Missing.SKIP)[0]] == [2]


@needs_poppler
def test_pages_are_as_large_as_the_paper_and_backs_follow_their_fronts() -> None:
    back = Element(ElementKind.TEXT, 5, 5, 80, 20, text="请妥善保管\n第二行 #not-code", size=12, smallest=8, lines=3)
    double = replace(BADGE, back=(back,))
    badges = [a_badge(f"甲{number}", number) for number in range(1, 6)]

    cards, sheets = printed(a_press(double), *badges), printed(a_press(double, sheet="a4-90x130"), *badges, start=3)

    assert boxes_of(cards) == [(90.0, 130.0)] * 10
    assert boxes_of(sheets) == [(210.0, 297.0)] * 4
    assert ["第二行#not-code" in page for page in pages_of(cards)] == [False, True] * 5
    assert [len(re.findall("No", page)) for page in pages_of(sheets)] == [2, 0, 3, 0]


@needs_poppler
def test_a_reprint_says_so_on_the_badge_and_the_first_one_does_not() -> None:
    pages = pages_of(printed(a_press(), a_badge(), a_badge(number=2, print_number=3)))

    assert ["补打" in page for page in pages] == [False, True]
    assert "补打2" in pages[1]


@needs_poppler
def test_the_same_badges_give_the_same_bytes_and_fonts_are_embedded() -> None:
    pdf = printed(a_press(), a_badge())

    assert pdf == printed(a_press(), a_badge())
    assert pdf.count(b"/FontFile2") == 2  # regular and bold, nothing from elsewhere


def test_measured_widths_are_the_printed_ones() -> None:
    texts = ["欧阳静宜", "Great Wall 2024", "阿卜杜热合曼·买买提江", "AVATAR WAfi", "𬀩镕喆〇ＱＣ"]
    source = "\n".join(
        f'#context metadata(measure(text(font: ("Noto Sans SC", "Noto Serif SC"), size: 100pt, weight: "{weight}", '
        f'cjk-latin-spacing: none, kerning: false, ligatures: false, "{text}")).width.pt())'
        for weight in Weight for text in texts
    )  # fmt: skip
    compiler = typst.Compiler(source.encode(), font_paths=fonts_in(FONTS))
    found = re.findall(r'"value":\s*([\d.]+)', compiler.query("metadata"))

    ruler = Ruler(FONTS)
    assert [100 * ruler.text(text, weight) for weight in Weight for text in texts] == pytest.approx(
        [float(width) for width in found], abs=0.5
    )


def test_type_shrinks_step_by_step_and_lines_come_out_even() -> None:
    def one_em(text: str) -> float:
        return float(len(text))

    short = fit("甲乙", 80, 20, size=40, smallest=10, lines=2, measure=one_em)
    long = fit("甲" * 13 + "）" + "乙" * 2, 50, 12, size=20, smallest=8, lines=2, measure=one_em)

    assert (short.lines, short.size) == (("甲乙",), 40)
    assert (long.lines, long.is_whole) == (("甲" * 8, "甲" * 5 + "）乙乙"), True)
    assert all(len(line) * long.size * POINT <= 50 for line in long.lines)


def test_codes_of_one_length_are_what_segno_gives() -> None:
    chance = random.Random(7)
    letters = string.ascii_letters + string.digits + "-_:/."
    texts = [
        "h" + "".join(chance.choices(letters, k=length - 1)) for length in (9, 60, 138, 139, 150, 152, 153, 181, 260)
    ]

    assert [matrix_rows(text) == rows_of(by_segno(text)) for text in texts] == [True] * len(texts)
    assert matrix_rows("名#1A") == rows_of(by_segno("名#1A"))


@needs_poppler
@needs_node
def test_a_reader_finds_the_ticket_on_paper(tmp_path: Path) -> None:
    chance = random.Random(3)
    codes = [TICKET + "".join(chance.choices(string.ascii_letters + "-_", k=100)) for _ in range(3)]
    pdf = printed(a_press(), *(a_badge(number=place, qr=code) for place, code in enumerate(codes)))
    (tmp_path / "badges.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", tmp_path / "badges.pdf", tmp_path / "page"], check=True)

    pictures = sorted(str(path) for path in tmp_path.glob("page*.png"))
    command = ["node", "--input-type=module", "-e", READER, *pictures]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)

    assert done.stdout.split() == codes


def picture(kind: str, size: tuple[int, int] = (400, 300), mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, size, "navy").save(out, kind)
    return out.getvalue()


def test_background_pictures_are_drawn_anew_and_no_larger_than_print_can_show() -> None:
    hidden = picture("PNG") + b"<script>alert(1)</script>"

    small = checked_picture(hidden, 90, 130)
    large = checked_picture(picture("JPEG", (6000, 4000)), 90, 130)
    clear = checked_picture(picture("PNG", mode="RGBA"), 90, 130)

    assert b"script" not in small
    assert [Image.open(BytesIO(each)).format for each in (small, large, clear)] == ["JPEG", "JPEG", "PNG"]
    assert Image.open(BytesIO(large)).size[1] in range(1535, 1540)  # 130 mm at 300 to the inch


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (picture("GIF"), "不是 PNG 或 JPEG"),
        (b"%PDF-1.7", "不是 PNG 或 JPEG"),
        (picture("PNG")[:-40], "已损坏"),
        (picture("PNG", (20, 300)), "太小"),
        (picture("PNG", (12_000, 6_000), "1"), "太大"),
    ],
)
def test_what_is_no_usable_picture_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        checked_picture(content, 90, 130)


@needs_poppler
def test_the_background_lies_below_everything_on_its_side() -> None:
    press = a_press(
        replace(BADGE, front=BADGE.front[3:4]), pictures={(0, Side.FRONT): checked_picture(picture("PNG"), 90, 130)}
    )

    shown = Image.open(BytesIO(press.write_png(a_badge(), Side.FRONT, pixels_per_mm=2)))

    assert shown.size == (180, 260)
    assert shown.convert("RGB").getpixel((3, 3)) == pytest.approx((0, 0, 128), abs=3)
    assert "李琰" in pages_of(printed(press, a_badge()))[0]
