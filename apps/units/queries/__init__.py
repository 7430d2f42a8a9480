"""Reads about units and people; the outside imports them from here."""

from apps.units.queries.people import (
    account_counts,
    demo_names,
    invitations,
    people,
    person_rows,
    roles_of,
)
from apps.units.queries.roles import acting, roles

__all__ = [
    "account_counts",
    "acting",
    "demo_names",
    "invitations",
    "people",
    "person_rows",
    "roles",
    "roles_of",
]
