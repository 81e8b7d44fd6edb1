import io
from pathlib import Path

import pytest
from PIL import Image

from bot.web.chat_pictures import MAX_BYTES, NotAPicture, PictureFolder
from tests.web.support.pictures import picture


def claiming(edge: int) -> bytes:
    """A small file that says it is a square with this edge."""
    small = picture("GIF")
    return small[:6] + 2 * edge.to_bytes(2, "little") + small[10:]


@pytest.fixture
def folder(tmp_path: Path) -> PictureFolder:
    return PictureFolder(tmp_path / "pictures")


def stored(folder: PictureFolder, name: str, *, is_thumb: bool = False) -> Image.Image:
    path = folder.path(name, is_thumb=is_thumb)
    assert path is not None
    return Image.open(io.BytesIO(path.read_bytes()))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_pictures_are_stored_anew(folder: PictureFolder, kind: str) -> None:
    kept = folder.keep(picture(kind))
    assert (kept.width, kept.height) == (64, 48)
    assert stored(folder, kept.name).format == "JPEG"
    assert folder.find(kept.name) == kept


def test_exif_is_stripped_and_the_picture_turned(folder: PictureFolder) -> None:
    kept = folder.keep(picture(orientation=6))
    assert (kept.width, kept.height) == (48, 64)
    assert not stored(folder, kept.name).getexif()
    assert not stored(folder, kept.name, is_thumb=True).getexif()
    path = folder.path(kept.name)
    assert path is not None
    assert b"501" not in path.read_bytes()


def test_large_pictures_are_made_smaller(folder: PictureFolder) -> None:
    kept = folder.keep(picture(size=(4000, 1000)))
    assert (kept.width, kept.height) == (2560, 640)
    assert stored(folder, kept.name, is_thumb=True).size == (480, 120)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"", "只能发", id="nothing"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "只能发", id="SVG"),
        pytest.param(b"<html>", "只能发", id="HTML"),
        pytest.param(picture("BMP"), "只能发", id="another format"),
        pytest.param(picture("PNG")[:60], "打不开", id="cut off"),
        pytest.param(b"x" * (MAX_BYTES + 1), "最大 8 MB", id="too many bytes"),
        pytest.param(claiming(9_000), "尺寸太大", id="too many pixels"),
        pytest.param(claiming(11_000), "尺寸太大", id="a bomb"),
        pytest.param(claiming(15_000), "尺寸太大", id="a larger bomb"),
    ],
)
def test_everything_else_is_refused_with_a_reason(folder: PictureFolder, content: bytes, why: str) -> None:
    with pytest.raises(NotAPicture, match=why):
        folder.keep(content)


@pytest.mark.parametrize("name", ["../chat.sqlite3", "a.jpg", f"{'0' * 32}.jpg", f"thumb-{'0' * 32}.jpg", ""])
def test_only_names_that_were_given_out_open_a_file(folder: PictureFolder, name: str) -> None:
    assert folder.path(name) is None
    assert folder.find(name) is None
