"""The durable job: ask for it (`enqueue`), do it (`run`), pick up what got lost (`reconcile`).

PostgreSQL is the truth. A worker *claims* a job, which raises `attempt` and gives it a lease; a
heartbeat renews the lease; every write of the work that counts is fenced by (id, attempt, running),
so that of two workers at most one leaves a result.

`deliver_once` is the other half of what must not happen twice: a form that a phone sends again.
"""

from apps.jobs.services.delivering import deliver_once, delivered, purge_deliveries
from apps.jobs.services.progress import JobError, LeaseLost, Progress
from apps.jobs.services.reconciling import reconcile
from apps.jobs.services.requesting import enqueue, retry
from apps.jobs.services.running import claim, run

__all__ = [
    "JobError",
    "LeaseLost",
    "Progress",
    "claim",
    "deliver_once",
    "delivered",
    "enqueue",
    "purge_deliveries",
    "reconcile",
    "retry",
    "run",
]
