"""What the work gets into its hands: to say how far it is, and to write its result behind the fence."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Self

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.jobs.services.heartbeat import Heartbeat


class JobError(Exception):
    """The work cannot be done; `reason` is the Vietnamese sentence the person reads. Not tried again by itself."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LeaseLost(Exception):
    """Somebody else has this job now: stop, write nothing."""


class Progress:
    """Progress of one attempt. Used inside `with`, which keeps the heartbeat going."""

    def __init__(self, job: Job) -> None:
        self._job_id, self._attempt = job.pk, job.attempt
        self._heartbeat = Heartbeat(job)
        self._is_finished = False

    def __enter__(self) -> Self:
        self._heartbeat.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._heartbeat.stop()

    def step(self, number: int, count: int, doing: str) -> None:
        """Step `number` of `count` begins; `doing` is shown ("đang cộng số liệu 11 đơn vị"). Raises LeaseLost."""
        self.check()
        self._heartbeat.report(step=number, step_count=count, step_label=doing[:200])

    def check(self) -> None:
        """Raises LeaseLost when another attempt has taken over; for long stretches inside a step."""
        if self._heartbeat.lost and not self._is_finished:
            raise LeaseLost

    @contextmanager
    def committing(self, *, result_url: str = "") -> Iterator[None]:
        """One transaction for the result and for the job's success: both or neither, and of one attempt alone.

        Locks the job row first and holds it to the end, so that nobody can take the job over in
        between. Outermost and READ COMMITTED. Raises LeaseLost (nothing is written) when the job
        is no longer this attempt's.
        """
        with self._heartbeat.writing, transaction.atomic(durable=True):
            self._lock()
            yield
            self._succeed(result_url)
        self._is_finished = True

    @contextmanager
    def committing_at_length(self, *, result_url: str = "") -> Iterator[None]:
        """The same for a transaction that takes longer than a lease: the heartbeat goes on in it, the fence comes last.

        Who was taken over meanwhile finds out at the end, and nothing of it is written.
        """
        with ExitStack() as silence, transaction.atomic(durable=True):
            yield
            silence.enter_context(self._heartbeat.writing)
            self._lock()
            self._succeed(result_url)
        self._is_finished = True

    def finish(self) -> None:
        """For work that wrote nothing in `committing`: it has succeeded, without a result to show."""
        if not self._is_finished:
            with self.committing():
                pass

    def _lock(self) -> None:
        held = Job.objects.held(self._job_id, self._attempt)
        if held.select_for_update().values_list("pk").first() is None:
            raise LeaseLost

    def _succeed(self, result_url: str) -> None:
        Job.objects.filter(pk=self._job_id).update(
            state=JobState.SUCCEEDED,
            lease_until=None,
            step=F("step_count"),
            step_label="",
            error="",
            result_url=result_url,
            finished_at=Now(),
        )
