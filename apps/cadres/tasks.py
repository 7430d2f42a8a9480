"""Celery tasks of the register, started by the schedule in settings."""

from celery import shared_task

from apps.cadres import services
from apps.core.clock import today


@shared_task(name="cadres.follow_mains")
def follow_mains() -> None:
    services.follow_mains(today=today())
