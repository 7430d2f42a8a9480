"""Doing the work in a worker: claim it, run it, and settle whatever came out of it."""

import logging
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import close_old_connections
from django.db.models import Case, F, Value, When
from django.db.models.functions import Now

from apps.jobs.enums import JobState
from apps.jobs.models import Job, JobQuerySet
from apps.jobs.services.progress import JobError, LeaseLost, Progress

logger = logging.getLogger(__name__)
Work = Callable[[Job, Progress], None]

GAVE_UP = "Hệ thống đã thử nhiều lần mà việc vẫn không xong. Đồng chí bấm Thử lại; nếu vẫn vậy, báo quản trị hệ thống."
TOO_LONG = (
    "Việc chạy quá {minutes} phút nên hệ thống đã dừng lại. "
    "Đồng chí bấm Thử lại vào lúc vắng; nếu vẫn vậy, báo quản trị hệ thống."
)
CLAIM = """
UPDATE jobs_job
   SET state = 'running', attempt = attempt + 1, lease_until = statement_timestamp() + %s * interval '1 second',
       started_at = coalesce(started_at, statement_timestamp()), step = 0, step_count = 0, step_label = ''
 WHERE id = %s AND state = 'queued'
RETURNING *
"""


def run(job_id: int, work: Work) -> None:
    """The body of every Celery task that does a job; a job that is not waiting any more is left alone.

    `work` that raises JobError fails with its sentence; running over the time limit fails too; any
    other error puts the job back into the queue, to be sent again by the reconciler, until its
    attempts are used up. A worker that is told to stop puts it back as well.
    """
    job = claim(job_id)
    if job is not None:
        with Progress(job) as progress:
            _attempt(job, work, progress)


def claim(job_id: int) -> Job | None:
    """Takes a waiting job: next attempt number and lease in one statement. None when it is not waiting."""
    taken = Job.objects.raw(CLAIM, [settings.JOB_LEASE_SECONDS, job_id])
    return next(iter(taken), None)


def return_to_queue(jobs: JobQuerySet) -> int:
    """Puts running jobs back, or ends them visibly when their attempts are used up; how many there were."""
    used_up = When(attempt__gte=F("attempt_limit"), then=Value(JobState.FAILED))
    return jobs.update(
        state=Case(used_up, default=Value(JobState.QUEUED)),
        error=Case(When(attempt__gte=F("attempt_limit"), then=Value(GAVE_UP)), default=Value("")),
        finished_at=Case(When(attempt__gte=F("attempt_limit"), then=Now()), default=None),
        lease_until=None,
        published_at=Now(),
    )


def _attempt(job: Job, work: Work, progress: Progress) -> None:
    try:
        work(job, progress)
        progress.finish()
    except LeaseLost:
        logger.warning("job %s: attempt %s was taken over", job.pk, job.attempt)
    except JobError as error:
        _fail(job, error.reason)
    except SoftTimeLimitExceeded:
        _fail(job, TOO_LONG.format(minutes=settings.CELERY_TASK_SOFT_TIME_LIMIT // 60))
    except Exception:
        logger.exception("job %s (%s): attempt %s failed", job.pk, job.kind, job.attempt)
        _give_back(job)
    except BaseException:  # the worker is told to stop
        _give_back(job)
        raise


def _give_back(job: Job) -> None:
    close_old_connections()
    return_to_queue(Job.objects.held(job.pk, job.attempt))


def _fail(job: Job, reason: str) -> None:
    """Ends the job with a sentence; does nothing when it is no longer this attempt's."""
    close_old_connections()
    Job.objects.held(job.pk, job.attempt).update(
        state=JobState.FAILED, error=reason, lease_until=None, finished_at=Now()
    )
