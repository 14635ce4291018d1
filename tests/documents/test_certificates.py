import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventapp.documents.certificates import glyph_faults
from eventapp.documents.certificates.pdf import write_pdf
from eventapp.documents.certificates.word import write_word
from eventapp.documents.certificates.word_styles import BODY, GROUP, UNIT
from eventapp.documents.fonts import font_files, missing_glyphs
from eventapp.domain.certificates import CertificatePrint

FONTS = Path(__file__).parents[2] / "static" / "vendor" / "fonts"
NASTY = [
    '#panic("x")',
    "=cmd|'/C calc'!A0",
    "{{ 7*7 }} ${x} %s {0}",
    "$x^2$ *b* _c_ @d <e> `g`",
    "// h /* i */ \\u{41} ~ -- #sys",
    "𬀩·“标尺”ＱＣ 小组",
    "望远镜 QC 小组",
    "<w:t>&amp;</w:t>",
]
A_PRINT = CertificatePrint(
    number="2024机质协证字第43-QC0007号",
    heading="荣誉证书",
    unit_name="乌有丰隆机床有限公司",
    group_name="领航QC小组",
    body="在交流活动中，\n经评审，授予：",
    issuers=("甲协会", "乙委员会"),
    date_text="二〇二四年九月十二日",
    verify_url="https://example.test/c/7?s=abc",
    level_name="一级",
    closing="特发此证。",
)

needs_fonts = pytest.mark.skipif(not FONTS.is_dir(), reason="FONTS MISSING: run `npm ci` and `python tools/vendor.py`")
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="POPPLER MISSING: apt-get install poppler-utils"
)


def text_of_pages(pdf: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def squeezed(text: str) -> str:
    return "".join(text.split())


def family_of(file: Path) -> str:
    with TTFont(file, lazy=True) as font:
        return font["name"].getBestFamilyName()


def texts_in(style: str, docx: bytes) -> list[str]:
    paragraphs = Document(BytesIO(docx)).paragraphs
    return [paragraph.text for paragraph in paragraphs if paragraph.style.name == style]


@needs_fonts
@needs_pdftotext
def test_pdf_shows_names_exactly_one_certificate_a_page():
    prints = [replace(A_PRINT, unit_name=name, group_name=f"〔{name}〕") for name in NASTY]

    pages = text_of_pages(write_pdf(prints, FONTS))

    assert [page.splitlines()[1:3] for page in pages] == [[name, f"〔{name}〕"] for name in NASTY]


@needs_fonts
@needs_pdftotext
def test_long_names_and_a_long_body_stay_on_one_page():
    crowded = replace(A_PRINT, unit_name="很长的单位名称" * 12, group_name="小组" * 30, body="正文" * 300)

    assert len(text_of_pages(write_pdf([crowded, A_PRINT], FONTS))) == 2


@needs_fonts
@needs_pdftotext
def test_page_says_all_of_the_certificate_once_and_in_order():
    page = text_of_pages(write_pdf([replace(A_PRINT, reprint_note="补发（第1次）")], FONTS))[0]

    assert squeezed(page) == (
        "荣誉证书乌有丰隆机床有限公司领航QC小组在交流活动中，经评审，授予：一级特发此证。甲协会乙委员会"
        "编号：2024机质协证字第43-QC0007号补发（第1次）二〇二四年九月十二日扫码验证"
    )


@needs_fonts
def test_pdf_embeds_its_fonts_and_is_the_same_each_time():
    pdf = write_pdf([A_PRINT], FONTS)

    assert pdf.startswith(b"%PDF-1.7")
    assert pdf.count(b"/FontFile2") == 2
    assert write_pdf([A_PRINT], FONTS) == pdf


@needs_fonts
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.text(max_size=40))
def test_no_name_breaks_the_print_of_all_the_others(name: str):
    strange = replace(A_PRINT, unit_name=name, group_name=name, body=name, level_name=name, number=name)

    assert write_pdf([A_PRINT, strange], FONTS).startswith(b"%PDF")
    assert texts_in(BODY, write_word([strange, A_PRINT]))[-1] == A_PRINT.closing


def test_fonts_that_are_not_there_are_named_instead_of_printing_empty_pages(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="npm ci"):
        write_pdf([A_PRINT], tmp_path)


@pytest.mark.parametrize("write", [write_word, lambda prints: write_pdf(prints, FONTS)])
def test_nothing_to_print_is_said_so(write):
    with pytest.raises(ValueError, match="no certificates"):
        write([])


def test_word_keeps_names_exactly():
    prints = [replace(A_PRINT, unit_name=name, group_name=f"〔{name}〕") for name in NASTY]

    docx = write_word(prints)

    assert texts_in(UNIT, docx) == NASTY
    assert texts_in(GROUP, docx) == [f"〔{name}〕" for name in NASTY]


def test_break_of_a_table_cell_does_not_split_a_name_in_word():
    assert texts_in(UNIT, write_word([replace(A_PRINT, unit_name="汽车零部件股\v份有限公司")])) == [
        "汽车零部件股份有限公司"
    ]


def test_word_has_a_page_and_a_qr_code_of_its_own_for_each():
    prints = [replace(A_PRINT, number=str(order), verify_url=f"https://example.test/{order}") for order in range(3)]

    docx = write_word(prints)

    body = Document(BytesIO(docx)).element.body
    assert [node.get("id") for node in body.iter(qn("wp:docPr"))] == ["1", "2", "3"]
    assert len(list(body.iter(qn("w:pageBreakBefore")))) == 2
    assert sum(name.startswith("word/media/qr") for name in ZipFile(BytesIO(docx)).namelist()) == 3


def test_word_ends_with_a_paragraph_and_names_its_typeface_for_chinese():
    document = Document(BytesIO(write_word([A_PRINT])))

    last = [child.tag for child in document.element.body][-2:]
    assert last == [qn("w:p"), qn("w:sectPr")]
    assert document.styles[UNIT].element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"


def test_word_is_landscape_a4_with_a_frame():
    section = Document(BytesIO(write_word([A_PRINT]))).sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert len(section._sectPr.find(qn("w:pgBorders"))) == 4


def test_long_name_gets_smaller_type_in_word_and_a_short_one_does_not():
    document = Document(BytesIO(write_word([A_PRINT, replace(A_PRINT, unit_name="单位" * 18)])))

    sizes = [each.runs[0].font.size for each in document.paragraphs if each.style.name == UNIT]
    assert sizes[0] is None
    assert 15 < sizes[1].pt < 20


@needs_fonts
def test_characters_that_no_font_has_are_reported_with_the_certificate():
    faults = glyph_faults([A_PRINT, replace(A_PRINT, number="8", group_name="\U0003134f班\U0003134f")], FONTS)

    assert [str(fault) for fault in faults] == [
        "字库里没有这些字：\U0003134f（U+3134F）。请核对名称，或用 Word 版换字体打印。"
    ]
    assert faults[0].where == "8 · 乌有丰隆机床有限公司 · \U0003134f班\U0003134f"


@needs_fonts
def test_rare_and_full_width_characters_are_known_and_invisible_ones_need_no_picture():
    assert missing_glyphs("镕喆𬀩·ＱＣ〇\u200b\ufe0f\u3000\n", font_files(FONTS)) == []


@needs_fonts
def test_certificate_fonts_go_by_the_names_the_template_asks_for():
    families = {family_of(file) for file in font_files(FONTS)}

    assert families == {"Noto Serif SC", "Noto Sans SC"}
