"""The Celery app: it carries job ids, nothing else (see `apps.jobs`)."""

import gc
import os

from celery import Celery
from celery.signals import worker_before_create_process

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhdoan.settings")

app = Celery("tinhdoan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_before_create_process.connect
def share_what_is_loaded(**_: object) -> None:
    """Celery's own hook: the pool's processes share what the worker has loaded by now (36 MB less)."""
    gc.collect()
    gc.freeze()
