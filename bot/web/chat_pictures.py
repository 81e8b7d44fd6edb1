"""Pictures people send: taken only if they are pictures, stored anew without their EXIF, with a thumbnail."""

import io
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.web.chat_lines import Picture

if TYPE_CHECKING:
    from PIL import Image

MAX_BYTES: Final = 8 * 1024 * 1024
_MAX_PIXELS: Final = 50_000_000
_LONGEST_EDGE: Final = 2560
_THUMB_EDGE: Final = 480
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
_NAME: Final = re.compile(r"[0-9a-f]{32}\.jpg")


class NotAPicture(Exception):
    """The text is the line that the sender reads."""


class PictureFolder:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def keep(self, content: bytes) -> Picture:
        """Slow (decodes and encodes): call it in a thread."""
        if len(content) > MAX_BYTES:
            raise NotAPicture("图片太大了,最大 8 MB")
        full = _decoded(content)
        full.thumbnail((_LONGEST_EDGE, _LONGEST_EDGE))
        picture = Picture(f"{secrets.token_hex(16)}.jpg", *full.size)
        thumb = full.copy()
        thumb.thumbnail((_THUMB_EDGE, _THUMB_EDGE))
        thumb.save(self._thumb(picture.name), "JPEG", quality=82)
        full.save(self._folder / picture.name, "JPEG", quality=90)
        return picture

    def path(self, name: str, *, is_thumb: bool = False) -> Path | None:
        """None for a name that was never given out: nothing else in the folder, or outside it, can be asked for."""
        if not _NAME.fullmatch(name):
            return None
        path = self._thumb(name) if is_thumb else self._folder / name
        return path if path.is_file() else None

    def find(self, name: str) -> Picture | None:
        path = self.path(name)
        if path is None:
            return None
        from PIL import Image  # noqa: PLC0415 - 2 MB that nobody needs who has got no picture

        with Image.open(path) as image:
            return Picture(name, *image.size)

    def _thumb(self, name: str) -> Path:
        return self._folder / f"thumb-{name}"


def _decoded(content: bytes) -> "Image.Image":
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - as above

    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise NotAPicture("图片尺寸太大了")
            image.draft("RGB", (_LONGEST_EDGE, _LONGEST_EDGE))  # a JPEG is decoded no larger than it will be kept
            turned = ImageOps.exif_transpose(image).convert("RGBA")
    except UnidentifiedImageError:
        raise NotAPicture("只能发 JPG、PNG、WebP、GIF 图片") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAPicture("图片尺寸太大了") from None
    except (OSError, ValueError, SyntaxError):
        raise NotAPicture("这张图片打不开,换一张试试") from None
    # A new image on white: nothing of the file's own data (EXIF, comments, colour profile) goes along.
    plain = Image.new("RGB", turned.size, "white")
    plain.paste(turned, mask=turned)
    return plain
