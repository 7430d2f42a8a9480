"""The roles that a person holds today."""

from typing import Any

from apps.core.clock import today
from apps.units.enums import Role
from apps.units.models import Membership


def acting(user: Any) -> tuple[tuple[int, Role], ...]:
    """(unit id, role) of every role held today; read once per request and kept on the user object."""
    if not hasattr(user, "_acting"):
        held = Membership.objects.current(today()).filter(user_id=user.pk).order_by("pk")
        user._acting = tuple((unit_id, Role(role)) for unit_id, role in held.values_list("unit_id", "role"))
    return user._acting


def roles(user: Any) -> set[Role]:
    return {role for _, role in acting(user)}
