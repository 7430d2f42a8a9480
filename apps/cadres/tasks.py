"""Celery tasks of the register: jobs, and what the schedule in settings starts."""

from celery import shared_task

from apps.cadres import services
from apps.core.clock import db_now, today
from apps.jobs import services as jobs


@shared_task(name="cadres.follow_mains")
def follow_mains() -> None:
    services.follow_mains(today=today())


@shared_task(name="cadres.export")
def export(job_id: int) -> None:
    jobs.run(job_id, services.build_export)


@shared_task(name="cadres.purge_exports")
def purge_exports() -> None:
    services.purge_exports(now=db_now())


@shared_task(name="cadres.forget_lists")
def forget_lists() -> None:
    services.forget_lists(now=db_now())


@shared_task(name="cadres.import_list")
def import_list(job_id: int) -> None:
    jobs.run(job_id, services.import_list)
