"""Certificates on paper: one PDF to print, one Word file to edit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eventapp.documents.fonts import font_files, missing_glyphs
from eventapp.domain.certificates import CertificatePrint
from eventapp.domain.refusals import Fault, Severity
from eventapp.domain.words import N_


def glyph_faults(prints: Sequence[CertificatePrint], fonts: Path) -> list[Fault]:
    """Name every certificate with characters that the fonts in the folder cannot show, before paper is spent."""
    files = font_files(fonts)
    return [fault for each in prints for fault in _faults(each, missing_glyphs(_all_text(each), files))]


def _faults(certificate: CertificatePrint, missing: list[str]) -> list[Fault]:
    if not missing:
        return []
    names = "、".join(f"{character}（U+{ord(character):04X}）" for character in missing)
    return [
        Fault(
            code="missing_glyph",
            message=N_("字库里没有这些字：%(names)s。请核对名称，或用 Word 版换字体打印。"),
            where=f"{certificate.number} · {certificate.unit_name} · {certificate.group_name}",
            severity=Severity.WARNING,
            params={"names": names},
        )
    ]


def _all_text(certificate: CertificatePrint) -> str:
    shown = (
        certificate.number,
        certificate.heading,
        certificate.subheading,
        certificate.unit_name,
        certificate.group_name,
        certificate.body,
        certificate.level_name,
        certificate.closing,
        *certificate.issuers,
        certificate.date_text,
        certificate.reprint_note,
    )
    return "".join(shown)
