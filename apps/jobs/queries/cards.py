"""Jobs as a person reads them: one card per job, the answer first."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from apps.core.exceptions import refusal
from apps.core.vietnamese import moment, number
from apps.jobs.enums import JobState
from apps.jobs.models import ATTEMPTS, Job
from apps.jobs.permissions import check_can_retry

PER_PAGE = 50
BADGES = {
    JobState.QUEUED: {"icon": "hourglass-split", "label": "đang chờ đến lượt", "tone": "neutral"},
    JobState.RUNNING: {"icon": "arrow-repeat", "label": "đang chạy", "tone": "info"},
    JobState.SUCCEEDED: {"icon": "check-circle-fill", "label": "đã xong", "tone": "ok"},
    JobState.FAILED: {"icon": "exclamation-circle-fill", "label": "chưa xong", "tone": "bad"},
}


@dataclass(frozen=True)
class JobCard:
    """What page and list say about one job. `refusal` tells why this person may not repeat it ("" = may).

    `result_url` is offered to who asked for the job alone: others may not be let in there.
    """

    job: Job
    refusal: str
    result_url: str

    @property
    def badge(self) -> dict[str, str]:
        return BADGES[JobState(self.job.state)]

    @property
    def headline(self) -> str:
        return f"{self.job.title}: {self.step or self.badge['label']}"

    @property
    def step(self) -> str:
        """bước 3/7, while it runs and has said so"""
        job = self.job
        return f"bước {job.step}/{job.step_count}" if job.state == JobState.RUNNING and job.step_count else ""

    @property
    def doing(self) -> str:
        return self.job.step_label.removeprefix("đang ")

    @property
    def note(self) -> str:
        """What happens next, in one sentence; empty when there is nothing to add."""
        job = self.job
        if job.state == JobState.QUEUED and job.tries:
            return (
                f"Lần chạy {job.tries}/{ATTEMPTS} bị ngắt giữa chừng; "
                "hệ thống tự chạy lại trong chừng một phút, không mất gì."
            )
        if job.state == JobState.QUEUED:
            return "Việc đã được ghi nhận và sẽ tự chạy khi đến lượt."
        return "Đồng chí có thể rời trang này; việc vẫn chạy tiếp." if job.is_active else ""

    @property
    def requested_at(self) -> str:
        return moment(self.job.created_at)

    @property
    def facts(self) -> list[dict[str, str]]:
        """The strip below: who asked, since when, how often tried."""
        job = self.job
        facts = [("Người yêu cầu", str(job.requested_by)), ("Yêu cầu lúc", self.requested_at)]
        facts += [("Bắt đầu lúc", moment(job.started_at))] if job.started_at else []
        facts += [("Kết thúc lúc", moment(job.finished_at))] if job.finished_at else []
        facts += [("Lần chạy", f"{job.tries}/{ATTEMPTS}")] if job.tries > 1 else []
        return [{"label": label, "value": value} for label, value in facts]


@dataclass(frozen=True)
class JobList:
    """A page of jobs, and how many of all of them are active."""

    title: str
    page: Page[Job]
    cards: list[JobCard]


def card(job: Job, user: Any) -> JobCard:
    """Reads nothing but the user's rights; `job.requested_by` should be there already."""
    result_url = job.result_url if job.requested_by_id == user.pk else ""
    return JobCard(job, refusal(check_can_retry, user, job), result_url)


def job_list(user: Any, *, everybody: bool, page: str | int) -> JobList:
    """The user's own jobs, newest first, or everybody's for whoever oversees them; 50 a page, three statements."""
    jobs = Job.objects.visible_to(user) if everybody else Job.objects.filter(requested_by=user)
    shown = Paginator(jobs.select_related("requested_by"), PER_PAGE).get_page(page)
    active = jobs.active().count()
    return JobList(_title(active, shown.paginator.count), shown, [card(job, user) for job in shown])


def _title(active: int, total: int) -> str:
    if not total:
        return "Việc nền: chưa có việc nào"
    return f"Việc nền: {active} đang chờ hoặc đang chạy, {number(total - active)} đã kết thúc"
