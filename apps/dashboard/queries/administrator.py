"""The home of the administrator: invitations not yet taken up, accounts, work that failed. No figures."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from apps.core.clock import db_now
from apps.core.vietnamese import moment
from apps.dashboard.queries.quarters import count_of
from apps.dashboard.queries.shell import Frame, frame
from apps.dashboard.queries.todos import Todo, due, sorted_todos
from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.units.models import Invitation
from apps.units.queries import account_counts

SHOWN = 5


@dataclass(frozen=True)
class AdministratorHome:
    frame: Frame
    now: datetime
    accounts: dict[str, int]
    todos: tuple[Todo, ...]

    @property
    def failed(self) -> int:
        return int(self.frame.more["failed"] or 0)

    @property
    def open_invitations(self) -> int:
        return int(self.frame.more["invited"] or 0)

    @property
    def title(self) -> str:
        """42 tài khoản đang hoạt động, 3 lời mời chưa nhận"""
        invited = (
            f"{self.open_invitations} lời mời chưa nhận" if self.open_invitations else "mọi lời mời đã nhận"
        )
        return f"{self.accounts['active']} tài khoản đang hoạt động, {invited}"


def administrator_home(user: Any, day: date) -> AdministratorHome:
    """A fixed number of statements."""
    now = db_now()
    invited = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    failed = Job.objects.filter(state=JobState.FAILED)
    todos = [*_failed(list(failed.order_by("-pk")[:SHOWN]), now), *_invited(list(invited[:SHOWN]), now)]
    return AdministratorHome(
        frame=frame(user, day, invited=count_of(invited), failed=count_of(failed)),
        now=now,
        accounts=account_counts(),
        todos=tuple(sorted_todos(todos, now)),
    )


def _failed(jobs: list[Job], now: datetime) -> list[Todo]:
    return [
        Todo(
            icon="exclamation-octagon-fill",
            tone="bad",
            title=f"Việc không xong: {job.title}",
            detail=job.error,
            action="Xem việc",
            url=reverse("jobs:job", args=[job.pk]),
            left="Cần thử lại",
            deadline=moment(job.finished_at) if job.finished_at else "",
            due_at=job.finished_at,
        )
        for job in jobs
    ]


def _invited(invitations: list[Invitation], now: datetime) -> list[Todo]:
    found = []
    for invitation in invitations:
        words = due(invitation.expires_at, now) | {
            "deadline": f"Liên kết dùng đến {moment(invitation.expires_at)}"
        }
        found.append(
            Todo(
                icon="envelope",
                tone="warn" if invitation.expires_at < now else "info",
                title=f"{invitation.full_name} chưa nhận lời mời",
                detail=invitation.email,
                action="Xem lời mời",
                url=reverse("units:invitations"),
                **words,  # type: ignore[arg-type]
            )
        )
    return found
