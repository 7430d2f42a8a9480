"""The reconciler's beat (see the schedule in settings)."""

from celery import shared_task

from apps.jobs import services


@shared_task(name="jobs.reconcile")
def reconcile() -> None:
    services.reconcile()
