"""Who may see and repeat a job: whoever asked for it, and whoever oversees jobs (a right that roles give)."""

from typing import Any

from apps.core.exceptions import NotAllowed
from apps.jobs.models import Job


def check_can_retry(user: Any, job: Job) -> None:
    """Raises NotAllowed for everybody else, also for one who once asked for the same work in another job."""
    if job.requested_by_id != user.pk and not user.has_perm("jobs.oversee"):
        raise NotAllowed("Chỉ người yêu cầu hoặc người theo dõi việc nền được chạy lại việc này.")


# Routes of this app: None = any signed-in person, who finds only own jobs (`Job.objects.visible_to`).
ACTS = ()
ROUTES = {
    "jobs:index": None,
    "jobs:job": None,
    "jobs:progress": None,
    "jobs:retry": None,
    "jobs:waiting": None,
    "jobs:token": None,
}
PUBLIC = frozenset({"jobs:healthz"})
