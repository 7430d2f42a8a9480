"""The last snapshots read, kept in memory: a snapshot never changes, so its SHA-256 says which it is."""

from functools import lru_cache

from apps.reviews.models import Snapshot
from apps.reviews.queries.content import Content


def content_of(snapshot: Snapshot) -> Content:
    """`snapshot` may come with its content deferred; the text is read when it is not in memory."""
    return _load(snapshot.sha256, snapshot.pk)


@lru_cache(maxsize=3)
def _load(sha256: str, pk: int) -> Content:
    return Content(Snapshot.objects.values_list("content", flat=True).get(pk=pk))
