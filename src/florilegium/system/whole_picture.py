"""Pictures as bytes: the one place that decides whether a file is a whole picture."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Final

from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from PIL import Image

#: Formats that both editions can show, by the names that Pillow gives them.
FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")


class BrokenPictureError(Exception):
    """The bytes are no picture, or not all of one; the message says which."""


@dataclass(frozen=True)
class PictureFacts:
    """What a picture says of itself: its format and mode by Pillow's names, its size in pixels."""

    format: str
    mode: str
    size: tuple[int, int]


def opened(data: bytes) -> Image.Image:
    """Open a picture of a format that a book may show; no other decoder of Pillow's sees a stranger's bytes.

    Raises:
        OSError, ValueError, SyntaxError, Image.DecompressionBombError: it is none.
    """
    from PIL import Image

    return Image.open(io.BytesIO(data), formats=FORMATS)


def look_at(data: bytes, most: int | None = None) -> PictureFacts:
    """Read a picture to its end. One of more than `most` pixels is not read, only its facts are.

    Raises:
        BrokenPictureError: it is no picture of these formats, torn, or a bomb.
    """
    from PIL import Image, ImageFile, UnidentifiedImageError

    # WeasyPrint lets the whole process take torn pictures for whole ones as soon as it is imported.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with opened(data) as picture:
                facts = PictureFacts(picture.format or "", picture.mode, picture.size)
                if most is None or facts.size[0] * facts.size[1] <= most:
                    picture.load()
                return facts
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise BrokenPictureError("it has more pixels than a reader can open") from None
    except UnidentifiedImageError:
        raise BrokenPictureError("it is no image") from None
    except Exception as error:  # a broken picture makes Pillow raise anything
        raise BrokenPictureError(f"it is broken ({error})") from error
