"""Telling the workers: a message that carries the job's id and nothing else."""

import logging
from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import RedisError

from apps.jobs.models import Job

logger = logging.getLogger(__name__)
# A message is a hint, for which nobody waits: one try, on a connection of its own, and a second for an answer.
IMPATIENT = {"max_retries": 0, "socket_connect_timeout": 1, "socket_timeout": 1}


def publish_on_commit(job: Job) -> None:
    """Sends the message once the surrounding transaction is in; nothing is sent when it is rolled back."""
    transaction.on_commit(partial(publish, job.kind, job.pk))


def publish(kind: str, job_id: int) -> None:
    """A lost message is no harm: the row stays queued and the reconciler sends another."""
    try:
        with current_app.connection_for_write(transport_options=IMPATIENT) as broker:
            current_app.send_task(kind, args=[job_id], connection=broker, retry=False)
    except (BrokerAway, KombuError, RedisError, OSError) as error:
        logger.warning("job %s stays queued, the broker is away: %s", job_id, type(error).__name__)
