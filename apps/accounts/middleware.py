"""Sessions end after 30 idle minutes, 12 hours at most, and at once when a role changes (safe.md)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

STARTED, SEEN = "started_at", "seen_at"


class SessionLimitsMiddleware:
    """Touches the session at most every five minutes, so that reading pages writes next to nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self.check(request, timezone.now())
        return self.get_response(request)

    def check(self, request: HttpRequest, now: datetime) -> None:
        if is_over(request, now):
            logout(request)
            messages.info(
                request,
                "Phiên làm việc đã hết. Bản nháp vẫn còn, mời đồng chí đăng nhập lại.",
            )
        elif (
            now - seen_at(request, now)
            >= timedelta(seconds=settings.SESSION_TOUCH_SECONDS)
            or SEEN not in request.session
        ):
            request.session.setdefault(STARTED, now.isoformat())
            request.session[SEEN] = now.isoformat()


def seen_at(request: HttpRequest, now: datetime) -> datetime:
    return datetime.fromisoformat(request.session.get(SEEN, now.isoformat()))


def is_over(request: HttpRequest, now: datetime) -> bool:
    """Idle too long, open too long, or opened before the account's sessions were ended."""
    started = datetime.fromisoformat(request.session.get(STARTED, now.isoformat()))
    ended_before = request.user.sessions_end_before  # type: ignore[union-attr]
    idle = now - seen_at(request, now) > timedelta(
        seconds=settings.SESSION_IDLE_SECONDS + settings.SESSION_TOUCH_SECONDS
    )
    too_long = now - started > timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return idle or too_long or bool(ended_before and started < ended_before)
