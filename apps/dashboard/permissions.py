"""Routes of this floor. Home and search show what the person's roles let them see; they need no act of their own."""

from typing import Any

from apps.units.permissions import READ_AUDIT, Act, check_anywhere

ACTS: tuple[Act, ...] = ()
ROUTES: dict[str, Act | None] = {
    "dashboard:home": None,
    "dashboard:search": None,
    "dashboard:audit": READ_AUDIT,
    "dashboard:permissions": None,
}
PUBLIC: frozenset[str] = frozenset()


def check_can_read_audit(user: Any) -> None:
    """Raises NotAllowed unless one of the user's roles reads the log."""
    check_anywhere(READ_AUDIT, user)
