"""Is a line of text the stamp of a state secret? The word alone, in capitals; "bí mật" in a sentence is none."""

import re

from apps.core.vietnamese import nfc
from apps.files.gate.refusals import Refusal, refused

STAMPS = {"MẬT": "MẬT", "TỐIMẬT": "TỐI MẬT", "TUYỆTMẬT": "TUYỆT MẬT"}
MAX_LENGTH = 40  # of a line that can be a stamp: "T U Y Ệ T   M Ậ T" between dashes
_BREAKS = re.compile(r"[\n\r\t\v\f]+|\s{4,}")  # tabs and blanks put columns side by side
_WORD = re.compile(r"[^\W\d_]+")
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def refuse_stamp(text: str) -> None:
    """Raises ValidationError when one line of `text` is a stamp and nothing else."""
    if text.isascii():
        return
    for line in _BREAKS.split(text):
        if 3 <= len(line) <= MAX_LENGTH and (stamp := stamp_of(line)):
            raise refused(Refusal.STAMPED, stamp=stamp)


def stamp_of(line: str) -> str | None:
    """The stamp that this line is, however it is spaced, framed or composed; None when it is not one."""
    return STAMPS.get(_NOT_LETTERS.sub("", nfc(line)))


def refuse_stamped_name(name: str) -> None:
    """A file name has no lines: between punctuation and words in small letters the stamp stands alone there."""
    for part in re.split(r"[^\w\s]|_", nfc(name)):
        words = [word if word.isupper() else "\n" for word in _WORD.findall(part)]
        refuse_stamp(" ".join(words))
