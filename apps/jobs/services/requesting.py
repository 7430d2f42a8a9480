"""Asking for work, and asking again."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from apps.accounts.models import User
from apps.audit.services import SYSTEM_CHAIN, record
from apps.core.exceptions import NotAllowed
from apps.jobs.enums import JobState
from apps.jobs.models import ATTEMPTS, Job
from apps.jobs.permissions import check_can_retry
from apps.jobs.services.publishing import publish_on_commit

ACTIVE_PER_PERSON = 3
_LOCK_PER_PERSON = 8242


@transaction.atomic
def enqueue(*, kind: str, title: str, key: str, args: Mapping[str, Any], requested_by: User) -> Job:
    """The job in the state queued, inserted in the caller's transaction; the message goes out on its commit.

    `kind` is the name of the Celery task, `args` holds ids only. While a job with the same (kind, key)
    waits or runs, that one is returned. Raises NotAllowed when the person already has three active jobs.
    """
    same = Job.objects.active().filter(kind=kind, key=key)
    if already := same.first():
        return already
    _refuse_too_many(requested_by)
    wanted = {"title": title, "args": dict(args), "requested_by": requested_by}
    job, is_new = same.get_or_create(kind=kind, key=key, defaults=wanted)
    if is_new:
        publish_on_commit(job)
    return job


@transaction.atomic
def retry(*, job_id: int, actor: User) -> Job:
    """A new series of attempts for a failed job; one that is queued, running or done is left as it is.

    Raises NotAllowed unless `actor` asked for it or oversees jobs, when the same work is under way
    in another job, and when three jobs of `actor` are active.
    """
    job = Job.objects.select_for_update().get(pk=job_id)
    check_can_retry(actor, job)
    if job.state != JobState.FAILED:
        return job
    _refuse_too_many(actor)
    _requeue(job)
    record(actor=actor, act="jobs.retry", subject=job, chain=SYSTEM_CHAIN, change={"state": job.state})
    publish_on_commit(job)
    return job


def _requeue(job: Job) -> None:
    fresh = {
        "step": 0,
        "step_count": 0,
        "step_label": "",
        "error": "",
        "started_at": None,
        "finished_at": None,
    }
    try:
        with transaction.atomic():
            Job.objects.filter(pk=job.pk).update(
                state=JobState.QUEUED, attempt_limit=F("attempt") + ATTEMPTS, **fresh
            )
    except IntegrityError:
        raise NotAllowed("Việc này đang được thực hiện ở một lần yêu cầu khác.") from None
    job.refresh_from_db()


def _refuse_too_many(person: User) -> None:
    """Counted under a lock of the person, so that two clicks at once do not slip through."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashint8(%s))", [_LOCK_PER_PERSON, person.pk])
    if Job.objects.active().filter(requested_by=person).count() >= ACTIVE_PER_PERSON:
        raise NotAllowed(
            f"Đồng chí đang có {ACTIVE_PER_PERSON} việc chưa xong; mời đồng chí chờ một việc xong rồi yêu cầu tiếp."
        )
