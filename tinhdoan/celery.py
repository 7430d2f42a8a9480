"""The Celery app: it carries job ids, nothing else (see `apps.jobs`)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhdoan.settings")

app = Celery("tinhdoan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
