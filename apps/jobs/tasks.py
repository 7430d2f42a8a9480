"""The reconciler's beat and the daily purge (see the schedule in settings)."""

from celery import shared_task

from apps.core.clock import db_now
from apps.jobs import services


@shared_task(name="jobs.reconcile")
def reconcile() -> None:
    services.reconcile()


@shared_task(name="jobs.purge_deliveries")
def purge_deliveries() -> None:
    services.purge_deliveries(now=db_now())
