"""Work that outlives a request. The row is the truth; Celery and Redis carry only its id (safe.md)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.core.constraints import one_of
from apps.jobs.enums import JobState

ACTIVE = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Any) -> "JobQuerySet":
        """The own jobs; whoever may oversee jobs sees all."""
        return self.all() if user.has_perm("jobs.oversee") else self.filter(requested_by=user)

    def active(self) -> "JobQuerySet":
        return self.filter(state__in=ACTIVE)


class Job(models.Model):
    """One piece of work: `kind` is the name of its Celery task, `args` ids only, `key` what it works on.

    `attempt` is the fencing number: a write by an attempt that is not the current one finds no row.
    """

    kind = models.CharField("loại việc", max_length=60)
    title = models.CharField("tên việc", max_length=200)
    key = models.CharField("đối tượng", max_length=120)
    args = models.JSONField("tham số", default=dict)
    state = models.CharField("trạng thái", max_length=12, choices=JobState, default=JobState.QUEUED)
    attempt = models.PositiveSmallIntegerField("lần chạy", default=0)
    lease_until = models.DateTimeField("giữ việc đến", null=True, blank=True)
    published_at = models.DateTimeField("gửi đi lúc", null=True, blank=True)
    step = models.PositiveSmallIntegerField("bước", default=0)
    step_count = models.PositiveSmallIntegerField("tổng số bước", default=0)
    step_label = models.CharField("đang làm", max_length=200, blank=True)
    result_url = models.CharField("kết quả", max_length=200, blank=True)
    error = models.TextField("lỗi", blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người yêu cầu",
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("yêu cầu lúc", db_default=Now())
    started_at = models.DateTimeField("bắt đầu lúc", null=True, blank=True)
    finished_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "việc nền"
        verbose_name_plural = "việc nền"
        ordering = ["-id"]
        constraints = [
            one_of("state", JobState, "jobs_job_state_known"),
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=["queued", "running"]),
                name="jobs_job_one_active_per_key",
                violation_error_message="Việc này đang được thực hiện.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE
