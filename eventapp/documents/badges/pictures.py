"""Background pictures of badges: only what is a picture comes in, drawn anew so that nothing else hides in it."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from eventapp.domain.badges import Side
from eventapp.domain.refusals import Refusal

KINDS = ("PNG", "JPEG")
MOST_MEGABYTES = 20
MOST_PIXELS = 60_000_000
PIXELS_PER_MM = 300 / 25.4  # what printers can show of a photo
SMALLEST_PIXELS = 100


def checked_picture(content: bytes, width: float, height: float) -> bytes:
    """A PNG or JPEG for a badge of this many millimeters, no larger than print can show, without what came along.

    Raises `Refusal` for anything else: too large, too small, broken, of another kind.
    """
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        raise Refusal("图片超过%(most)s MB，请压缩后再上传。", most=MOST_MEGABYTES)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # bombs are measured here
            opened = Image.open(BytesIO(content), formats=KINDS)
            require_size(opened.size)
            picture: Image.Image = ImageOps.exif_transpose(opened)
    except UnidentifiedImageError:
        raise Refusal("这不是 PNG 或 JPEG 图片，请另存为其中一种后再上传。") from None
    except (OSError, ValueError, SyntaxError):
        raise Refusal("图片文件已损坏，打不开，请重新导出后再上传。") from None
    is_clear = "A" in picture.getbands() or "transparency" in picture.info
    picture = picture.convert("RGBA" if is_clear else "RGB")
    picture.thumbnail(most_pixels(picture.size, width, height))
    return encoded(picture)


def require_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise Refusal("图片有%(width)s×%(height)s像素，太大了，请缩小后再上传。", width=size[0], height=size[1])
    if min(size) < SMALLEST_PIXELS:
        raise Refusal("图片只有%(width)s×%(height)s像素，太小了，打印会模糊。", width=size[0], height=size[1])


def most_pixels(size: tuple[int, int], width: float, height: float) -> tuple[int, int]:
    """So large that it still covers the badge at the printer's resolution."""
    factor = max(width * PIXELS_PER_MM / size[0], height * PIXELS_PER_MM / size[1])
    return (round(size[0] * factor) + 1, round(size[1] * factor) + 1) if factor < 1 else size


def encoded(picture: Image.Image) -> bytes:
    out = BytesIO()
    if picture.mode == "RGBA":
        picture.save(out, "PNG", optimize=True)
    else:
        picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def media_type_of(content: bytes) -> str:
    """Of a picture made here."""
    return "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"


def file_name(design: str, side: Side, content: bytes) -> str:
    return f"{design}-{side}.{media_type_of(content).removeprefix('image/')}"
