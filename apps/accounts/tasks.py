"""Celery tasks of accounts, started by the schedule in settings."""

from celery import shared_task

from apps.accounts import services
from apps.core.clock import db_now


@shared_task(name="accounts.purge_sessions")
def purge_sessions() -> None:
    services.purge_sessions(now=db_now())


@shared_task(name="accounts.purge_sign_ins")
def purge_sign_ins() -> None:
    services.purge_sign_ins(now=db_now())
