"""QR codes as drawings for print."""

from __future__ import annotations

import re

from eventapp.documents.badges.quick_codes import matrix_rows
from eventapp.documents.qr import QUIET_ZONE_MODULES

OVERLAP = 1.03  # rows reach a hair into each other, so that no light line shows between them on a screen
DARK = re.compile("1+")


def printed_code(text: str) -> str:
    """Return a full QR code with its quiet zone as an `<svg>`: one line for each run of dark modules."""
    rows = matrix_rows(text)
    whole = len(rows) + 2 * QUIET_ZONE_MODULES
    runs = "".join(
        f"M{run.start() + QUIET_ZONE_MODULES} {number}.5h{run.end() - run.start()}"
        for number, row in enumerate(rows, start=QUIET_ZONE_MODULES)
        for run in DARK.finditer(row)
    )
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {whole} {whole}'><path d='M0 0h{whole}v{whole}H0z' "
        f"fill='#fff'/><path stroke='#000' stroke-width='{OVERLAP}' d='{runs}'/></svg>"
    )
