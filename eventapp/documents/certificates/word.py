"""Certificates as one Word file that the office can still edit: A4 landscape, one a page, looks kept in styles."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.shape import CT_Inline
from docx.oxml.table import CT_Tbl
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.image import ImagePart
from docx.section import Section
from docx.shared import Length, Mm
from docx.text.paragraph import Paragraph

from eventapp.documents.certificates import word_styles as styles
from eventapp.documents.characters import NOT_IN_XML
from eventapp.documents.qr import qr_png
from eventapp.domain.certificates import CertificatePrint
from eventapp.domain.text import unbroken

QR_SIDE = Mm(23)
TEXT_WIDTH = Mm(229)


def write_word(prints: Sequence[CertificatePrint]) -> bytes:
    """Write all certificates, in the given order, into one .docx; `ValueError` when there is nothing to print.

    Typefaces are named, not embedded: 宋体 and 仿宋, which every Chinese Windows has.
    """
    if not prints:
        raise ValueError("no certificates to print")
    document = Document()
    _set_page(document.sections[0])
    styles.add_styles(document)
    for order, certificate in enumerate(prints, start=1):
        _add_certificate(document, certificate, order)
    document.core_properties.title = prints[0].heading
    document.core_properties.author = ""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _add_certificate(document: WordDocument, certificate: CertificatePrint, order: int) -> None:
    heading = _add(document, certificate.heading, styles.HEADING)
    heading.paragraph_format.page_break_before = True if order > 1 else None
    body = certificate.body.splitlines()
    _add_line(document, certificate.subheading, styles.SUBHEADING)
    _add_line(document, unbroken(certificate.unit_name), styles.UNIT)
    _add_line(document, unbroken(certificate.group_name), styles.GROUP)
    for paragraph in body:
        _add(document, paragraph, styles.BODY, size=styles.size_of_body(body, TEXT_WIDTH.pt))
    _add_line(document, certificate.level_name, styles.LEVEL)
    _add_line(document, certificate.closing, styles.BODY)
    _add_issuers(document, certificate.issuers)
    _add_line(document, certificate.date_text, styles.DATE)
    _add_foot(document, certificate, order)


def _add_line(document: WordDocument, text: str, style: str) -> None:
    """Add a line that smaller type keeps in one piece when it is long; nothing when there is no text."""
    if text:
        _add(document, text, style, size=styles.size_on_one_line(text, style, TEXT_WIDTH.pt))


def _add(document: WordDocument, text: str, style: str, size: Length | None = None) -> Paragraph:
    paragraph = document.add_paragraph(_for_xml(text))
    for run in paragraph.runs if size else ():  # none where nothing of the text can be printed
        run.font.size = size
    # by its id: a style looked up by name costs more than the rest of the page
    paragraph._p.style = style
    return paragraph


def _add_issuers(document: WordDocument, issuers: Sequence[str]) -> None:
    if not issuers:
        return
    table = CT_Tbl.new_tbl(1, len(issuers), TEXT_WIDTH)
    document.element.body._insert_tbl(table)
    for cell, name in zip(table.tr_lst[0].tc_lst, issuers, strict=True):
        cell.p_lst[0].style = styles.ISSUER
        cell.p_lst[0].add_r().text = _for_xml(name)


def _add_foot(document: WordDocument, certificate: CertificatePrint, order: int) -> None:
    """The last line of a page: number on the left, QR code on the right."""
    foot = _add(document, "", styles.FOOT)
    foot.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    note = f"　{certificate.reprint_note}" if certificate.reprint_note else ""
    foot.add_run(_for_xml(f"编号：{certificate.number}{note}"))
    foot.add_run("\t扫码验证 ")
    _add_qr(document, foot, certificate.verify_url, order)


def _add_qr(document: WordDocument, paragraph: Paragraph, url: str, order: int) -> None:
    # add_picture compares each new picture with all before it; a part of our own takes the same time each
    name = PackURI(f"/word/media/qr{order}.png")
    part = ImagePart(name, "image/png", qr_png(url, pixels_per_module=4))
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    inline = CT_Inline.new_pic_inline(order, relation, f"qr{order}.png", QR_SIDE, QR_SIDE)
    inline.docPr.set("descr", url)
    paragraph.add_run()._r.add_drawing(inline)


def _set_page(section: Section) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm((297 - 229) / 2)
    section.top_margin, section.bottom_margin = Mm(22), Mm(12)
    section._sectPr.find(qn("w:pgMar")).addnext(_border())  # where the schema wants it


def _border() -> BaseOxmlElement:
    """A double golden frame around every page, 24 pt from its edge."""
    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "thinThickSmallGap"), ("sz", "24"), ("space", "24"), ("color", "A8823A")):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    return borders


def _for_xml(text: str) -> str:
    return NOT_IN_XML.sub("\ufffd", text)
