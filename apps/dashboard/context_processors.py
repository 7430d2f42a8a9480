"""What every page's frame needs: navigation, the sample-data tag, the person's unit. Read only where it is shown."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.core.clock import today
from apps.dashboard.queries.shell import entries, entries_beyond, frame


def shell(request: HttpRequest) -> dict[str, Any]:
    """At most two statements (the person's roles, the frame), and none for a fragment or a page without a frame."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo": settings.DEMO}
    match = request.resolver_match
    around = cache(lambda: frame(user, today()))
    return {
        "demo": settings.DEMO,
        "nav": SimpleLazyObject(lambda: entries(user, around().waiting, match.view_name if match else "")),
        "nav_beyond": SimpleLazyObject(lambda: entries_beyond(user, match.view_name if match else "")),
        "unit_name": SimpleLazyObject(lambda: around().unit_name),
        "role_label": SimpleLazyObject(lambda: around().role_label),
        "user_label": user.full_name,
    }
