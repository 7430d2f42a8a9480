"""Answers `user.has_perm(...)` for pages of lower floors and for Django's admin, from the roles held today."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from apps.units.enums import Role
from apps.units.permissions import MANAGE_REFERENCE, NAMED_RIGHTS
from apps.units.queries import roles

# Named rights of lower floors, and prefixes of Django's model rights ("app.verb_model").
RIGHTS = {act.code: frozenset(act.grants) for act in NAMED_RIGHTS}
ADMIN_MODULES: dict[str, frozenset[Role]] = dict.fromkeys(
    ("branches", "cadres", "directives", "indicators", "reports", "reviews", "units"),
    frozenset(MANAGE_REFERENCE.grants),
) | {"accounts": frozenset({Role.ADMINISTRATOR})}


class MembershipBackend(BaseBackend):
    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not user_obj.is_active:
            return False
        return bool(
            roles(user_obj) & (RIGHTS.get(perm) or ADMIN_MODULES.get(perm.partition(".")[0], frozenset()))
        )

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return user_obj.is_active and bool(roles(user_obj) & ADMIN_MODULES.get(app_label, frozenset()))
