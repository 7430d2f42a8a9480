"""The heartbeat of a running job: renews its lease and writes its progress, on a connection of its own.

Of its own, because the work may sit in one long transaction (a REPEATABLE READ snapshot) whose
writes nobody would see, and which would break if it touched the row that somebody else updates.
"""

import logging
import threading
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.db.models.functions import Now

from apps.jobs.models import Job

logger = logging.getLogger(__name__)
SHORTEST_PAUSE = 0.2  # seconds between two writes, however often the work reports


def lease_end() -> Any:
    """JOB_LEASE_SECONDS from now, by the database's clock."""
    return Now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


class Heartbeat(threading.Thread):
    """Beats three times per lease, and soon after every report. `lost` turns true once the fence is closed.

    `writing` is held during a beat; who holds it keeps the heartbeat silent.
    """

    def __init__(self, job: Job) -> None:
        super().__init__(name=f"heartbeat of job {job.pk}", daemon=True)
        self.job_id, self.attempt = job.pk, job.attempt
        self.lost = False
        self.writing = threading.Lock()
        self._news: dict[str, Any] = {}
        self._wake, self._over = threading.Event(), threading.Event()

    def report(self, *, step: int, step_count: int, step_label: str) -> None:
        """What the page shall say; of several reports in quick succession the last is written."""
        self._news = {"step": step, "step_count": step_count, "step_label": step_label}
        self._wake.set()

    def stop(self) -> None:
        self._over.set()
        self._wake.set()
        self.join()

    def run(self) -> None:
        try:
            while not (self._over.is_set() or self.lost):
                self._beat()
                self._over.wait(SHORTEST_PAUSE)
                self._wake.wait(settings.JOB_LEASE_SECONDS / 3)
                self._wake.clear()
        finally:
            connection.close()

    def _beat(self) -> None:
        with self.writing:
            if self._over.is_set():
                return
            try:
                held = Job.objects.held(self.job_id, self.attempt)
                self.lost = held.update(lease_until=lease_end(), **self._news) == 0
            except Error as error:
                logger.warning("job %s: heartbeat missed: %s", self.job_id, type(error).__name__)
                connection.close()
