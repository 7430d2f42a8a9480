"""What was tried travels signed in the page, so that it can be brought in without sending the file again."""

from typing import Any

from django import forms
from django.core import signing

HOURS = 4


def packed(salt: str, of: int, told: Any) -> str:
    """`of`: what it was tried for; nothing is kept here."""
    return signing.dumps([of, told], salt=salt, compress=True)


def unpacked(salt: str, of: int, text: str) -> Any:
    """What was tried for the same; ValidationError for anything else, or when it was too long ago."""
    try:
        tried_for, told = signing.loads(text, salt=salt, max_age=HOURS * 3600)
    except signing.BadSignature:
        tried_for, told = None, None
    if tried_for != of:
        raise forms.ValidationError("Lần kiểm tra này đã quá lâu: tải tệp lên lại.")
    return told
