"""Taking a file in: gate, disk, row; all of it or nothing."""

import secrets
import weakref
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction

from apps.accounts.models import User
from apps.files.gate import Refusal, inspect, refused
from apps.files.models import StoredFile
from apps.files.services import disk


def check_upload(upload: UploadedFile) -> None:
    """A validator for form fields: raises ValidationError as `store` would, and keeps nothing."""
    inspect(upload)


@transaction.atomic
def store(*, user: User, upload: UploadedFile, now: datetime) -> StoredFile:
    """The file on the disk and its row, in the caller's transaction: rolled back, neither stays.

    Raises ValidationError with the gate's sentence, or when less than 10 % of the volume is free. Who
    may do this, and the audit entry, are matters of the app whose object the file belongs to.
    """
    if disk.free_percent() < settings.FILES_MIN_FREE_PERCENT:
        raise refused(Refusal.DISK_FULL)
    passed = inspect(upload)
    token = secrets.token_hex(16)
    _remove_on_rollback(token)
    written = disk.write(token, passed.content)
    return StoredFile.objects.create(
        token=token,
        name=passed.name,
        kind=passed.kind,
        size=written.size,
        sha256=written.sha256,
        uploaded_by=user,
        uploaded_at=now,
    )


class _Pending:
    """Held by the connection's list of things to do on commit, and by nothing else."""

    def __init__(self, token: str) -> None:
        self.removal = weakref.finalize(self, _remove_unless_in_doubt, token)
        self.removal.atexit = False  # type: ignore[misc]  # a documented switch

    def keep(self) -> None:
        self.removal.detach()


def _remove_on_rollback(token: str) -> None:
    """Django tells of a commit and not of a rollback, but then it lets go of what waited for the commit."""
    transaction.on_commit(_Pending(token).keep)


def _remove_unless_in_doubt(token: str) -> None:
    """A connection that broke may have committed: a file too many is named by `check_files`, one lost is lost."""
    if connection.connection is None or not connection.connection.closed:
        disk.remove(token)
