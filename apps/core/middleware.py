"""Refusals and a missing database become pages that say what to do, not bare errors."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from apps.core.exceptions import KeyReused, NotAllowed, Stale

Handler = Callable[[HttpRequest], HttpResponse]


class DatabaseDownMiddleware:
    """Outermost: while PostgreSQL is away, 503 with Retry-After and a page that needs no database."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            return unavailable()

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return unavailable() if isinstance(error, OperationalError | InterfaceError) else None


def unavailable() -> HttpResponse:
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "10"})


class RefusalMiddleware:
    """NotAllowed → 403, Stale → 409, a reused key → 422, each with its reason."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotAllowed):
            return render(request, "403.html", {"reason": error.reason}, status=403)
        if isinstance(error, Stale):
            return render(request, "409.html", {"reason": error.reason}, status=409)
        if isinstance(error, KeyReused):
            return render(request, "422.html", status=422)
        return None
