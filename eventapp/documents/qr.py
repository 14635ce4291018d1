"""QR codes as bytes.

Always a full QR code: `segno.make` would turn short text into a Micro QR, which few readers read.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import segno

QUIET_ZONE_MODULES = 4  # ISO/IEC 18004: four modules of white around the code


def qr_svg(text: str, *, border: int = QUIET_ZONE_MODULES) -> bytes:
    """Return a bare `<svg>` element that scales to its box; safe to inline, it holds no text of the user."""
    out = BytesIO()
    _code(text).save(
        out,
        kind="svg",
        border=border,
        xmldecl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
        nl=False,
        light="#fff",
    )
    return out.getvalue()


def qr_png(text: str, *, pixels_per_module: int = 8, border: int = QUIET_ZONE_MODULES) -> bytes:
    """Return a black and white PNG, for mail and Word."""
    out = BytesIO()
    _code(text).save(out, kind="png", scale=pixels_per_module, border=border)
    return out.getvalue()


@lru_cache(maxsize=1024)  # choosing the mask takes 18 ms; Word and PDF of one edition ask for the same codes
def _code(text: str) -> segno.QRCode:
    # M mends 15 % of damage
    return segno.make_qr(text, error="m", boost_error=False)
