"""Canonical JSON: the same content gives the same bytes, so that a SHA-256 can stand for it."""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any


def plain(number: Decimal) -> str:
    """A decimal without exponent or trailing zeros: 12.5000 → "12.5", 30.00 → "30"."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _default(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical(content: Any) -> str:
    """Sorted keys, no spaces, UTF-8; decimals as plain strings (never floats), dates in ISO form."""
    return json.dumps(
        content,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
        default=_default,
    )


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
