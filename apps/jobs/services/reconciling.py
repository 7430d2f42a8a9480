"""Picking up what got lost: messages that Redis forgot, workers that died (safe.md)."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.jobs.services.publishing import publish_on_commit
from apps.jobs.services.running import return_to_queue

_LOCK = 8243
UNHEARD_SECONDS = 60


@transaction.atomic
def reconcile() -> int:
    """Takes jobs from workers whose lease ran out and sends every job again that nobody has taken for 60 s.

    Runs every 30 s, one at a time over all machines (advisory lock). Rows that somebody holds just
    now are left for the next time. Returns how many messages were sent.
    """
    if not _is_alone():
        return 0
    taken_back = _take_back_expired()
    unheard = Q(published_at__lt=Now() - timedelta(seconds=UNHEARD_SECONDS)) | Q(pk__in=taken_back)
    silent = Job.objects.filter(unheard, state=JobState.QUEUED).order_by("pk")
    jobs = list(silent.select_for_update(skip_locked=True))
    Job.objects.filter(pk__in=[job.pk for job in jobs]).update(published_at=Now())
    for job in jobs:
        publish_on_commit(job)
    return len(jobs)


def _take_back_expired() -> list[int]:
    expired = Job.objects.expired().order_by("pk").select_for_update(skip_locked=True)
    ids = list(expired.values_list("pk", flat=True))
    return_to_queue(Job.objects.filter(pk__in=ids))
    return ids


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])
