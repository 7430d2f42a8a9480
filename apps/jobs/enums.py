"""States of a durable job."""

from django.db.models import TextChoices


class JobState(TextChoices):
    QUEUED = "queued", "đang chờ"
    RUNNING = "running", "đang chạy"
    SUCCEEDED = "succeeded", "đã xong"
    FAILED = "failed", "không xong"
