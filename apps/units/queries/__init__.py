"""Reads about units and people; the outside imports them from here."""

from apps.units.queries.roles import acting, roles

__all__ = ["acting", "roles"]
