"""The name that a person's computer gave the file: cleaned for showing, and the kind it claims."""

import re
import unicodedata

from apps.core.vietnamese import nfc
from apps.files.enums import EXTENSIONS, FileKind
from apps.files.gate.refusals import Refusal, refused
from apps.files.models import NAME_LENGTH

_FORBIDDEN_ON_WINDOWS = re.compile(r'[<>:"|?*]+')
_HINTS = {
    Refusal.OLD_OFFICE: {"doc", "xls", "dot", "xlt"},
    Refusal.MACRO: {"docm", "xlsm", "dotm", "xltm", "xlam"},
    Refusal.PACKED: {"zip", "rar", "7z", "gz", "tar"},
}


def cleaned(name: str) -> str:
    """NFC, without folders, control and direction marks; a long one keeps its extension."""
    last = re.split(r"[/\\]", nfc(name))[-1]
    visible = "".join(mark for mark in last if unicodedata.category(mark)[0] != "C")
    words = " ".join(_FORBIDDEN_ON_WINDOWS.sub("-", visible).split())
    stem, dot, extension = words.rpartition(".")
    return stem[: NAME_LENGTH - len(dot + extension)].strip() + dot + extension


def kind_of(name: str) -> FileKind:
    """By the extension; raises ValidationError with a way out for those we do not take."""
    stem, _, extension = name.lower().rpartition(".")
    if stem and extension in EXTENSIONS:
        return EXTENSIONS[extension]
    hints = (hint for hint, extensions in _HINTS.items() if extension in extensions)
    raise refused(next(hints, Refusal.NOT_TAKEN))
