"""Work that outlives a request, and what was sent by forms that may be sent twice (safe.md).

Of a job the row is the truth; Celery and Redis carry only its id.
"""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.core.constraints import one_of
from apps.core.fields import by
from apps.jobs.enums import JobState

ACTIVE = (JobState.QUEUED, JobState.RUNNING)
ENDED = (JobState.SUCCEEDED, JobState.FAILED)
ATTEMPTS = 5


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Any) -> Self:
        """The own jobs; whoever may oversee jobs sees all."""
        return self.all() if user.has_perm("jobs.oversee") else self.filter(requested_by=user)

    def active(self) -> Self:
        return self.filter(state__in=ACTIVE)

    def held(self, job_id: int, attempt: int) -> Self:
        """The fence: the row, as long as this very attempt is the one that runs it; otherwise nothing."""
        return self.filter(pk=job_id, attempt=attempt, state=JobState.RUNNING)

    def expired(self) -> Self:
        """Running on paper, but nobody has renewed the lease: the worker is gone or hangs."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=Now())


class Job(models.Model):
    """One piece of work: `kind` is the name of its Celery task, `args` ids only, `key` what it works on.

    `attempt` is the fencing number: it only ever grows, and a write by an attempt that is not the
    current one finds no row. A series of attempts gives up at `attempt_limit`; "Thử lại" raises it.
    """

    kind = models.CharField("loại việc", max_length=60)
    title = models.CharField("tên việc", max_length=200)
    key = models.CharField("đối tượng", max_length=120)
    args = models.JSONField("tham số", default=dict)
    state = models.CharField("trạng thái", max_length=12, choices=JobState, default=JobState.QUEUED)
    attempt = models.PositiveSmallIntegerField("lần chạy", default=0)
    attempt_limit = models.PositiveSmallIntegerField("lần chạy cuối", default=ATTEMPTS)
    lease_until = models.DateTimeField("giữ việc đến", null=True, blank=True)
    published_at = models.DateTimeField("gửi đi lúc", null=True, blank=True, db_default=Now())
    step = models.PositiveSmallIntegerField("bước", default=0)
    step_count = models.PositiveSmallIntegerField("tổng số bước", default=0)
    step_label = models.CharField("đang làm", max_length=200, blank=True)
    result_url = models.CharField("kết quả", max_length=200, blank=True)
    error = models.TextField("lỗi", blank=True)
    requested_by = by("người yêu cầu")
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
                condition=Q(state__in=ACTIVE),
                name="jobs_job_one_active_per_key",
                violation_error_message="Việc này đang được thực hiện.",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease_until__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(lease_until=None)),
                name="jobs_job_lease_while_running",
                violation_error_message="Chỉ việc đang chạy mới có người giữ.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, finished_at__isnull=False)
                | Q(state__in=ACTIVE, finished_at=None),
                name="jobs_job_finished_when_ended",
                violation_error_message="Việc đã kết thúc phải có thời điểm kết thúc.",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.FAILED, error=""),
                name="jobs_job_failure_explained",
                violation_error_message="Việc không xong phải nêu lý do.",
            ),
            models.CheckConstraint(
                condition=Q(attempt__lte=F("attempt_limit")),
                name="jobs_job_attempt_within_limit",
                violation_error_message="Việc đã chạy quá số lần cho phép.",
            ),
        ]
        indexes = [
            models.Index(fields=["requested_by", "-id"], name="jobs_job_requested_by"),
            models.Index(fields=["id"], condition=Q(state__in=ACTIVE), name="jobs_job_active"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def tries(self) -> int:
        """Which attempt of the current series this is: 0 before the first one begins."""
        return self.attempt - self.attempt_limit + ATTEMPTS


class Delivery(models.Model):
    """A form that was done once: under the key that the sender's device gave it. Written by `deliver_once` alone.

    `answer` is what the view needs to answer the same again: addresses and sentences, no personal data.
    """

    id = models.UUIDField("mã do máy gửi đặt", primary_key=True)
    user = by("người gửi")
    path = models.CharField("gửi tới", max_length=300)
    body_sha256 = models.CharField("mã nội dung", max_length=64)
    answer = models.JSONField("đã trả lời", default=dict)
    at = models.DateTimeField("nhận lúc", db_default=Now())

    class Meta:
        verbose_name = "lần gửi"
        verbose_name_plural = "lần gửi"
        constraints = [
            models.CheckConstraint(
                condition=Q(path__startswith="/"),
                name="jobs_delivery_path_of_ours",
                violation_error_message="Nơi nhận phải là một đường dẫn của phần mềm.",
            ),
            models.CheckConstraint(
                condition=Q(body_sha256__regex=r"^[0-9a-f]{64}$"),
                name="jobs_delivery_digest",
                violation_error_message="Mã nội dung phải là SHA-256.",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="jobs_delivery_at")]

    def __str__(self) -> str:
        return f"{self.path} {self.pk}"
