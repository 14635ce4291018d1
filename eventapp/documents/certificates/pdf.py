"""Certificates as one PDF, set by typst: A4 landscape, one a page, fonts embedded as subsets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from eventapp.documents.fonts import font_files
from eventapp.documents.qr import qr_svg
from eventapp.domain.certificates import CertificatePrint
from eventapp.domain.text import unbroken

TEMPLATE = Path(__file__).with_name("certificate.typ")


def write_pdf(prints: Sequence[CertificatePrint], fonts: Path) -> bytes:
    """Set all certificates, in the given order, into one PDF; the same prints give the same bytes.

    `fonts` is a folder with Noto Serif SC and Noto Sans SC; the fonts of the machine are never used, since a
    substitute would show Japanese shapes without a word. Raises `FileNotFoundError` when the folder has none and
    `ValueError` when there is nothing to print.
    """
    import typst  # 80 MB, loaded by the job that prints and not by every start

    if not prints:
        raise ValueError("no certificates to print")
    font_files(fonts)
    compiler = typst.Compiler(str(TEMPLATE), font_paths=[str(fonts)], ignore_system_fonts=True)
    rows = json.dumps([_row(certificate) for certificate in prints], ensure_ascii=False)
    # tags would add a third to size and two thirds to time of a file that goes to the printer
    pdf = compiler.compile(format="pdf", sys_inputs={"data": rows}, timestamp=0, pdf_tags=False)
    assert isinstance(pdf, bytes)  # pages come one by one for pictures only
    return pdf


def _row(certificate: CertificatePrint) -> dict[str, str | list[str]]:
    """Return the values of one page; the template shows strings as they are."""
    return {
        "number": certificate.number,
        "heading": certificate.heading,
        "subheading": certificate.subheading,
        "unit_name": unbroken(certificate.unit_name),
        "group_name": unbroken(certificate.group_name),
        "body": certificate.body.splitlines(),
        "level_name": certificate.level_name,
        "closing": certificate.closing,
        "issuers": list(certificate.issuers),
        "date_text": certificate.date_text,
        "verify_url": certificate.verify_url,
        "reprint_note": certificate.reprint_note,
        "qr": qr_svg(certificate.verify_url).decode(),
    }
