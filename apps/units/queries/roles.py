"""The roles that a person holds today."""

from datetime import date
from typing import Any

from django.conf import settings

from apps.core.clock import today
from apps.units.enums import Role
from apps.units.models import Membership


def acting(user: Any) -> tuple[tuple[int, Role], ...]:
    """(unit id, role) of every role held today; read once per request and kept on the user object."""
    if not hasattr(user, "_acting"):
        held = Membership.objects.current(today()).filter(user_id=user.pk).order_by("pk")
        user._acting = tuple((unit_id, Role(role)) for unit_id, role in held.values_list("unit_id", "role"))
    return user._acting


def shown_day(user: Any) -> date:
    """The day that pages show unless asked for another: today; in the demo the day on which its story stands still.

    Whoever had no role in the demo's province on that day sees it as it is today.
    """
    day: date | None = settings.DEMO_DAY
    return day if day and Membership.objects.current(day).filter(user=user).exists() else today()


def roles(user: Any) -> set[Role]:
    return {role for _, role in acting(user)}
