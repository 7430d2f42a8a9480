"""Reads about units and people; the outside imports them from here."""

from apps.units.queries.people import (
    account_counts,
    demo_names,
    invitation_of,
    invitation_refusal,
    invitation_rows,
    invitations,
    people,
    person_rows,
    role_line,
    roles_of,
    units_matching,
)
from apps.units.queries.roles import acting, roles

__all__ = [
    "account_counts",
    "acting",
    "demo_names",
    "invitation_of",
    "invitation_refusal",
    "invitation_rows",
    "invitations",
    "people",
    "person_rows",
    "role_line",
    "roles",
    "roles_of",
    "units_matching",
]
