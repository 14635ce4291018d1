import re
import struct

from eventapp.documents.qr import qr_png, qr_svg


def modules_across(svg: bytes) -> int:
    return int(re.search(rb'viewBox="0 0 (\d+) \1"', svg).group(1))


def test_short_text_makes_a_full_qr_code_and_never_a_micro_one():
    assert modules_across(qr_svg("1")) == 21 + 2 * 4


def test_ticket_code_of_a_hundred_characters_fits_a_small_code():
    assert modules_across(qr_svg("A" * 40 + "b_-9" * 15)) == 41 + 2 * 4


def test_svg_is_bare_and_holds_none_of_the_text():
    svg = qr_svg("<script>alert(1)</script>名")

    assert svg.startswith(b"<svg ")
    assert svg.endswith(b"</svg>")
    assert b"script" not in svg


def test_png_is_square_and_as_large_as_asked():
    png = qr_png("1", pixels_per_module=3, border=2)

    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (75, 75)
