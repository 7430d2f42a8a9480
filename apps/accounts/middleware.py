"""Sessions end after 30 idle minutes, after 12 hours at most, and at once when a role changes (safe.md)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone

from apps.core.clock import db_now
from apps.core.offline import is_delivery

STARTED, SEEN = "started_at", "seen_at"
OVER = "Phiên làm việc đã hết. Điều đã lưu vẫn còn; mời đồng chí đăng nhập lại."


def open_session(request: HttpRequest) -> None:
    """Marks the beginning of a session, by the clock that also ends sessions (the database's)."""
    request.session[STARTED] = db_now().isoformat()
    request.session[SEEN] = timezone.now().isoformat()


class SessionLimitsMiddleware:
    """Touches the session at most every five minutes, so that reading pages writes next to nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self.check(request, timezone.now())
        return self.get_response(request)

    def check(self, request: HttpRequest, now: datetime) -> None:
        if STARTED not in request.session:
            open_session(request)
        elif is_over(request, now):
            logout(request)
            messages.info(request, OVER)
        elif now - read(request, SEEN) >= timedelta(seconds=settings.SESSION_TOUCH_SECONDS):
            request.session[SEEN] = now.isoformat()


def is_over(request: HttpRequest, now: datetime) -> bool:
    """Idle too long, open too long, or opened before the account's sessions were ended.

    "Seen" may lag five minutes behind the last click: a session lives 25 to 30 idle minutes, never longer.
    """
    started = read(request, STARTED)
    ended_before = request.user.sessions_end_before  # type: ignore[union-attr]
    idle = now - read(request, SEEN) >= timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    too_long = now - started >= timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return idle or too_long or bool(ended_before and started <= ended_before)


def read(request: HttpRequest, name: str) -> datetime:
    return datetime.fromisoformat(request.session[name])


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Whoever is not signed in goes to the sign-in page; a fragment takes the whole page there, a save is refused.

    A form sent by a script is answered 401 with a sentence and no redirect: what was typed stays on the screen.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponse]
    ) -> HttpResponse:
        if is_delivery(request):
            return HttpResponse(OVER, status=401)
        if not getattr(request, "htmx", False):
            return super().handle_no_permission(request, view_func)
        if request.method == "GET":
            return to_sign_in(request.htmx.current_url_abs_path or "/")  # type: ignore[attr-defined]
        return HttpResponse(OVER, status=401)


def to_sign_in(page: str) -> HttpResponse:
    """Tells htmx to leave for the sign-in page and to come back to `page` (a path of ours)."""
    target = redirect_to_login(urlsplit(page).path, resolve_url(settings.LOGIN_URL))
    return HttpResponse(status=204, headers={"HX-Redirect": target["Location"]})
