"""Writing the log: one call, in the transaction of the act, as its last statement."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

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
        actor=actor,
        act=act,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        chain=chain,
        changed=sorted(content),
        digest=_keyed_digest(content),
    )


def _keyed_digest(content: Mapping[str, Any]) -> str:
    text = canonical({name: str(value) for name, value in content.items()})
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
