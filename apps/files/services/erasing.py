"""Erasing what a person may ask to be erased: the bytes and the name go, the row says that there was a file."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from apps.files.enums import ERASED
from apps.files.models import StoredFile
from apps.files.services import disk


@transaction.atomic
def erase(*, files: Sequence[StoredFile], now: datetime) -> int:
    """How many were erased now; those that were erased before are left alone. The bytes go with the commit.

    Who may do this, and the audit entry, are matters of the app whose object the files belong to.
    """
    tokens = []
    for file in StoredFile.objects.filter(pk__in=[file.pk for file in files], erased_at=None).order_by("pk"):
        file.name, file.erased_at = ERASED, now
        file.save(update_fields=["name", "erased_at"])
        tokens.append(file.token)
    transaction.on_commit(lambda: _remove(tokens))
    return len(tokens)


def sweep() -> int:
    """Removes what an erasing left on the disk when the machine stopped between the commit and the removal."""
    erased = StoredFile.objects.exclude(erased_at=None).values_list("token", flat=True)
    left = [token for token in erased if disk.path_of(token).exists()]
    _remove(left)
    return len(left)


def _remove(tokens: Sequence[str]) -> None:
    for token in tokens:
        disk.remove(token)
