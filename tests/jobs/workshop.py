"""Work made for tests: `celery --app=tinhdoan worker --include=tests.jobs.workshop` is a real worker.

The work tells the test through the database how far it is, and waits there for a signal.
"""

import os
import time
from pathlib import Path

from apps.jobs.models import Job
from apps.jobs.services import Progress, run
from tests.jobs.workbench import KIND, leave_result
from tinhdoan.celery import app

__all__ = ["app"]
GATE = Path(os.environ["WORKSHOP_GATE"])


@app.task(name=KIND)
def count(job_id: int) -> None:
    run(job_id, count_slowly)


def count_slowly(job: Job, progress: Progress) -> None:
    """Sits in its first step until the file GATE is there, then leaves its one result."""
    progress.step(1, 2, f"đang đếm, tiến trình {os.getpid()}")
    while not GATE.exists():
        time.sleep(0.05)
        progress.check()
    leave_result(job, progress)
