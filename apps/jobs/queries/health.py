"""Is the product able to work? Asked by `/healthz`, answered in words without secrets."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cache

from celery import current_app
from django.core.cache import cache as page_cache
from django.db import Error
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Now
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from apps.audit.queries import may_be_changed
from apps.jobs.enums import JobState
from apps.jobs.models import Job

OK, AWAY, UNKNOWN = "ok", "away", "unknown"
WORKER_LATE_SECONDS = 300


@dataclass(frozen=True)
class Health:
    """One word per part. `worker` is told, but does not make the web server ill: pages work without it."""

    database: str
    migrations: str
    audit: str
    worker: str
    redis: str

    @property
    def is_well(self) -> bool:
        return {self.database, self.migrations, self.audit, self.redis} == {OK}

    def as_dict(self) -> dict[str, str]:
        return {"status": OK if self.is_well else "ill", **asdict(self)}


def health() -> Health:
    """Database, applied migrations, an audit nobody can change, waiting jobs, Redis (cache and broker)."""
    try:
        return Health(OK, _migrations(), _audit(), _worker(), _redis())
    except Error:
        return Health(AWAY, UNKNOWN, UNKNOWN, UNKNOWN, _redis())


def _migrations() -> str:
    applied = set(MigrationRecorder.Migration.objects.values_list("app", "name"))
    return OK if _known_migrations() <= applied else "unapplied"


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Those of the code that runs; they do not change while it runs."""
    return frozenset(MigrationLoader(None).graph.nodes)


def _audit() -> str:
    """safe.md: the role that serves pages may add to the audit, never change it."""
    return "changeable" if may_be_changed() else OK


def _worker() -> str:
    late = Now() - timedelta(seconds=WORKER_LATE_SECONDS)
    waiting = Job.objects.filter(state=JobState.QUEUED, created_at__lt=late, attempt=0)
    return "late" if waiting.exists() else OK


def _redis() -> str:
    try:
        page_cache.get("healthz")
        with current_app.connection_for_write() as broker:
            broker.default_channel.client.ping()  # type: ignore[attr-defined]  # the channel of Redis
    except (RedisError, KombuError, OSError):
        return AWAY
    return OK
