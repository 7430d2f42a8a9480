"""Writing the log: one call, in the transaction of the act, as its last statement."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from zlib import crc32

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model

from apps.audit.models import SYSTEM_CHAIN, Entry
from apps.core.canonical import canonical

__all__ = ["SYSTEM_CHAIN", "record"]


def record(
    *,
    actor: AbstractBaseUser | None,
    act: str,
    subject: Model,
    chain: int,
    change: Mapping[str, Any] | None = None,
) -> Entry:
    """Appends one entry. `chain` is the unit's id; of `change` only the names and a keyed hash are kept."""
    content = dict(change or {})
    return Entry.objects.create(
        actor=actor,  # type: ignore[misc]  # whatever model AUTH_USER_MODEL names
        act=act,
        subject_type=subject._meta.label_lower,
        subject_id=_number(subject.pk),
        chain=chain,
        changed=sorted(content),
        digest=_keyed_digest(content),
    )


def _number(key: int | str) -> int:
    """The key itself; of a text key (a kind of unit) its CRC-32, since the log knows subjects by number."""
    return crc32(key.encode()) if isinstance(key, str) else key


def _keyed_digest(content: Mapping[str, Any]) -> str:
    text = canonical({name: str(value) for name, value in content.items()})
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
