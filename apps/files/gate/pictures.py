"""Pictures are decoded and encoded anew: what is stored holds pixels and nothing else, no place, no second file."""

import struct
import threading
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from apps.files.enums import FileKind
from apps.files.gate.limits import MAX_PIXELS
from apps.files.gate.refusals import Refusal, refused

_FORMATS = {FileKind.PNG: "PNG", FileKind.JPEG: "JPEG"}
_MODES = {FileKind.PNG: {"1", "L", "LA", "P", "RGB", "RGBA"}, FileKind.JPEG: {"L", "RGB"}}
_QUALITY = 90
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, struct.error)
_TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_one_at_a_time = threading.Lock()  # a picture takes up to 320 MB while it is turned: never two in one process


def encoded_anew(file: IO[bytes], kind: FileKind) -> IO[bytes]:
    """The same picture upright, without metadata and whatever hung behind it; raises ValidationError."""
    file.seek(0)
    with _one_at_a_time:
        try:
            return _encode(_open(file, kind), kind)
        except _TOO_LARGE:
            raise refused(Refusal.TOO_MANY_PIXELS) from None
        except _UNREADABLE:
            raise refused(Refusal.BROKEN) from None


def _open(file: IO[bytes], kind: FileKind) -> Image.Image:
    """Size and frames are known from the header, before anything is decoded."""
    try:
        picture = Image.open(file, formats=[_FORMATS[kind]])
    except UnidentifiedImageError:
        raise refused(Refusal.MISMATCH) from None
    if picture.width * picture.height > MAX_PIXELS:
        raise refused(Refusal.TOO_MANY_PIXELS)
    if kind == FileKind.PNG and getattr(picture, "is_animated", False):
        raise refused(Refusal.ANIMATED)
    return picture


def _encode(picture: Image.Image, kind: FileKind) -> IO[bytes]:
    upright = ImageOps.exif_transpose(picture)
    transparency = upright.info.get("transparency")
    if upright.mode not in _MODES[kind]:
        upright = upright.convert("RGB")
    upright.info = {} if transparency is None else {"transparency": transparency}
    encoded = BytesIO()
    upright.save(encoded, _FORMATS[kind], quality=_QUALITY)
    encoded.seek(0)
    return encoded
