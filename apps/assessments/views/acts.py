"""One shape for pages of a single act: fill in, done, back to where it shows; a stale page loses nothing typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.core.forms import attempt

act_page = require_http_methods(["GET", "POST"])


@dataclass(frozen=True)
class Page:
    """What an act's page says before anything is typed, and after it was done."""

    title: str
    lede: str
    button: str
    done: str


@dataclass(frozen=True)
class Place:
    """Where the act belongs: the crumbs above it, the address to go back to."""

    of: str
    back: str
    crumbs: list[dict[str, str]]
    version: int | None = None


def acted(
    request: HttpRequest, page: Page, form: Any, place: Place, act: Callable[..., Any], **given: Any
) -> HttpResponse:
    """The act when the form is good, then back; else the form, with the reason of a refusal."""
    if request.method == "POST" and form.is_valid():
        if attempt(form, act, actor=request.user, **given, **form.given()) is not None:
            messages.success(request, page.done)
            return redirect(place.back)
        if getattr(form, "is_stale", False):
            renew(form, place.version)
    return render(request, "assessments/act.html", {"act": page, "form": form, "place": place})


def renew(form: Any, version: int | None) -> None:
    """Saving the shown form again means: knowing of the other change."""
    form.data = form.data.copy()
    form.data["version"] = str(version)
