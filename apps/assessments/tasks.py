"""Celery tasks of the rounds: a job, and what the schedule in settings starts."""

from celery import shared_task

from apps.assessments import services
from apps.core.clock import db_now
from apps.jobs import services as jobs


@shared_task(name="assessments.export")
def export(job_id: int) -> None:
    jobs.run(job_id, services.build_export)


@shared_task(name="assessments.purge_exports")
def purge_exports() -> None:
    services.purge_exports(now=db_now())
