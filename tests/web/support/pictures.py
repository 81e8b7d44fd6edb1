"""Pictures made on the spot, in whatever format a test needs."""

import io

from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), *, orientation: int | None = None) -> bytes:
    image = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
        exif[0x010E] = "3栋2单元501"  # what a camera may write into a file
    out = io.BytesIO()
    image.save(out, kind, exif=exif) if orientation is not None else image.save(out, kind)
    return out.getvalue()
