"""Refusals and a missing database become pages that say what to do, not bare errors."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from apps.core.exceptions import KeyReused, NotAllowed, Stale
from apps.core.offline import is_delivery

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


class DeliveryMiddleware:
    """A form that a script sends (header X-Delivery) is answered with an address or a sentence, not with a page.

    Inside of RefusalMiddleware, so that it hears of a refusal first.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not is_delivery(request) or isinstance(response, JsonResponse):
            return response
        if 300 <= response.status_code < 400:
            return JsonResponse({"url": response["Location"]})
        return JsonResponse({"said": ""}, status=response.status_code)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        status = {NotAllowed: 403, Stale: 409, KeyReused: 422}.get(type(error))
        if status is None or not is_delivery(request):
            return None
        return JsonResponse({"said": getattr(error, "reason", "")}, status=status)
