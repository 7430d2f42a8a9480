"""Celery tasks of reports, started by the schedule in settings."""

from celery import shared_task

from apps.core.clock import db_now
from apps.reports import services


@shared_task(name="reports.record_punctuality")
def record_punctuality() -> None:
    services.record_punctuality(now=db_now())


@shared_task(name="reports.open_running_quarter")
def open_running_quarter() -> None:
    services.open_running_quarter(now=db_now())
