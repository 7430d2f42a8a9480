"""A form that a device may send again, because the answer got lost or a thumb tapped twice, is done once."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from apps.core.canonical import canonical
from apps.core.exceptions import KeyReused
from apps.jobs.models import Delivery

KEY = "khoa"
NOT_CONTENT = {KEY, "csrfmiddlewaretoken"}
DELIVERIES_KEPT = timedelta(days=400)  # docs/safe.md: longer than anything waits on a phone
NO_FILES: MultiValueDict[str, UploadedFile] = MultiValueDict()

Answer = Mapping[str, Any]


@transaction.atomic
def deliver_once(
    *,
    actor: Any,
    path: str,
    post: QueryDict,
    files: MultiValueDict[str, UploadedFile] = NO_FILES,
    act: Callable[[], Answer],
) -> Answer:
    """Does `act` and keeps what it gives (plain JSON) under the key in `post`; the same form again gets the same.

    In one transaction: what `act` raises undoes all, so that the form may come again under its key. Of two equal
    forms at once the second waits for the first. Without a key (no script) `act` is simply done. Raises KeyReused
    when the key came with another content, to another path, or from another person.
    """
    key = _key_of(post)
    if key is None:
        return act()
    given = {"user": actor, "path": path, "body_sha256": _digest(post, files)}
    delivery, is_new = Delivery.objects.get_or_create(pk=key, defaults=given)
    if not is_new:
        return _same_again(delivery, given)
    answer = act()
    Delivery.objects.filter(pk=key).update(answer=answer)
    return answer


class _Refused(Exception):
    pass


def delivered(
    *,
    actor: Any,
    path: str,
    post: QueryDict,
    files: MultiValueDict[str, UploadedFile] = NO_FILES,
    act: Callable[[], bool],
) -> bool:
    """The same for an act that says itself whether it was done; one that was not leaves no trace of its key."""

    def do() -> Answer:
        if not act():
            raise _Refused
        return {"done": True}

    try:
        deliver_once(actor=actor, path=path, post=post, files=files, act=do)
    except _Refused:
        return False
    return True


def _key_of(post: QueryDict) -> UUID | None:
    """None when the page had no script to make one."""
    try:
        return UUID(post.get(KEY, ""))
    except ValueError:
        return None


def _digest(post: QueryDict, files: MultiValueDict[str, UploadedFile]) -> str:
    """Of every field with all its values, and of the bytes of every file."""
    fields = {name: values for name, values in post.lists() if name not in NOT_CONTENT}
    papers = {name: [[item.name, _file_digest(item)] for item in items] for name, items in files.lists()}
    return sha256(canonical({"fields": fields, "files": papers}).encode()).hexdigest()


def _file_digest(file: UploadedFile) -> str:
    found = sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _same_again(delivery: Delivery, given: Mapping[str, Any]) -> Answer:
    if any(getattr(delivery, name) != value for name, value in given.items()):
        raise KeyReused
    answer: Answer = delivery.answer
    return answer


@transaction.atomic
def purge_deliveries(*, now: datetime) -> int:
    """Deletes what was delivered more than 400 days ago; returns how many rows."""
    count, _ = Delivery.objects.filter(at__lt=now - DELIVERIES_KEPT).delete()
    return count
