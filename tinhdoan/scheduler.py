"""The Celery app of the scheduler: timetable and broker alone, without the product (half the memory)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhdoan.settings")

app = Celery("tinhdoan", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")
