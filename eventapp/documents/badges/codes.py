"""QR codes for print, a thousand in seconds."""

from __future__ import annotations

import segno

from eventapp.documents.qr import QUIET_ZONE_MODULES

# Every reader reads every mask; trying all eight for the prettiest would take five times as long. Signed codes
# look like noise under any of them.
MASK = 3
OVERLAP = 1.03  # rows reach a hair into each other, so that no light line shows between them on a screen


def printed_code(text: str) -> str:
    """Return a full QR code with its quiet zone as an `<svg>`: one line for each run of dark modules."""
    matrix = segno.make_qr(text, error="m", boost_error=False, mask=MASK).matrix
    whole = len(matrix) + 2 * QUIET_ZONE_MODULES
    runs = "".join(line_of(row, number + QUIET_ZONE_MODULES) for number, row in enumerate(matrix))
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {whole} {whole}'><path d='M0 0h{whole}v{whole}H0z' "
        f"fill='#fff'/><path stroke='#000' stroke-width='{OVERLAP}' d='{runs}'/></svg>"
    )


def line_of(row: bytearray, y: int) -> str:
    """The dark runs of one row, drawn along its middle."""
    drawn, end, whole = "", 0, len(row)
    while (start := row.find(1, end)) >= 0:
        end = row.find(0, start)
        end = whole if end < 0 else end
        drawn += f"M{start + QUIET_ZONE_MODULES} {y}.5h{end - start}"
        if end == whole:
            break
    return drawn
