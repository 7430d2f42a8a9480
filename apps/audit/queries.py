"""Reads of the log: its heads, its lines, and whether it is still what was written."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.audit.models import SYSTEM_CHAIN, Entry

PER_PAGE = 100
Ids = Collection[int] | QuerySet[Any, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PRIVILEGES = """
SELECT has_any_column_privilege('audit_entry', 'UPDATE')
    OR has_table_privilege('audit_entry', 'DELETE, TRUNCATE')
"""


@dataclass(frozen=True)
class Head:
    """The end of one chain: how many entries it has and the hash that stands for all of them."""

    chain: int
    count: int
    hash: str


@dataclass(frozen=True)
class Fault:
    """One row that does not fit, and why, in Vietnamese."""

    entry_id: int
    chain: int
    seq: int
    reason: str


@dataclass
class Verification:
    """What a walk over all chains found."""

    heads: list[Head] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(head.count for head in self.heads)


def head(chain: int) -> str:
    """The hash at the end of a unit's chain, "" when it has no entry; taken into every review snapshot."""
    return Entry.objects.filter(chain=chain).order_by("-seq").values_list("hash", flat=True).first() or ""


def heads() -> list[Head]:
    """The end of every chain by chain number, in one statement."""
    ends = Entry.objects.order_by("chain", "-seq").distinct("chain")
    return [Head(*row) for row in ends.values_list("chain", "seq", "hash")]


def entries(
    *,
    chains: Ids,
    system: bool,
    actors: Ids | None = None,
    act: str = "",
    day: date | None = None,
    before_id: int | None = None,
) -> list[Entry]:
    """At most 101 entries of these chains with their actors, newest first, before `before_id`; one statement.

    `system` adds the chain that belongs to no unit. `actors` None, `act` "" and `day` None mean all;
    `day` is a local day (Asia/Ho_Chi_Minh). The 101st entry only says that there are more: a page shows 100.
    """
    of_system = Q(chain=SYSTEM_CHAIN) if system else Q(pk=None)
    found = Entry.objects.filter(Q(chain__in=chains) | of_system).select_related("actor").order_by("-id")
    if actors is not None:
        found = found.filter(actor__in=actors)
    if act:
        found = found.filter(act=act)
    if day is not None:
        found = found.filter(at__gte=_midnight(day), at__lt=_midnight(day + timedelta(days=1)))
    if before_id is not None:
        found = found.filter(id__lt=before_id)
    return list(found[: PER_PAGE + 1])


def may_be_changed() -> bool:
    """May the role of this connection update, delete or empty the log? It must not (safe.md)."""
    with connection.cursor() as cursor:
        cursor.execute(_PRIVILEGES)
        return bool(cursor.fetchone()[0])


def verify() -> Verification:
    """Walks every chain in order and recomputes each hash in Python from the columns, not by the trigger's code.

    What it cannot see is a chain cut off or rewritten from some entry to its end: for that, compare
    with a head that was printed earlier (`contains`).
    """
    found = Verification()
    last: dict[int, Entry] = {}
    counts: Counter[int] = Counter()
    for entry in Entry.objects.order_by("chain", "seq").iterator(chunk_size=2000):
        found.faults += _faults(entry, last.get(entry.chain))
        last[entry.chain] = entry
        counts[entry.chain] += 1
    found.heads = [Head(chain, counts[chain], end.hash) for chain, end in last.items()]
    return found


def contains(hash_of_head: str) -> bool:
    """Is the head that somebody printed earlier still in the log?"""
    return Entry.objects.filter(hash=hash_of_head).exists()


def recomputed_hash(entry: Entry) -> str:
    """The same as SQL's audit_entry_hash: SHA-256 over the columns as a JSON array."""
    moment = (entry.at - _EPOCH) // timedelta(microseconds=1)
    columns = [
        entry.previous_hash, entry.chain, entry.seq, moment, entry.actor_id,
        entry.act, entry.subject_type, entry.subject_id, entry.changed, entry.digest,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(columns, ensure_ascii=False).encode()).hexdigest()


def _faults(entry: Entry, previous: Entry | None) -> Iterator[Fault]:
    expected_seq = previous.seq + 1 if previous else 1
    expected_hash = previous.hash if previous else ""
    if entry.seq != expected_seq:
        yield _fault(entry, f"số thứ tự là {entry.seq}, phải là {expected_seq}: thiếu dòng trước dòng này")
    elif entry.previous_hash != expected_hash:
        yield _fault(entry, "không nối với dòng liền trước: dòng này hoặc dòng trước đã bị đổi")
    if entry.hash != recomputed_hash(entry):
        yield _fault(entry, "mã không khớp với nội dung: dòng này đã bị đổi")


def _fault(entry: Entry, reason: str) -> Fault:
    return Fault(entry.pk, entry.chain, entry.seq, reason)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
