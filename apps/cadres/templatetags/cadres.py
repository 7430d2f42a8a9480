"""Verdicts as icon, word and tone."""

from django import template

from apps.cadres.queries.lists import Row
from apps.cadres.queries.person import state

register = template.Library()


@register.simple_tag
def row_state(row: Row) -> dict[str, str]:
    """The verdict of a line of the list; of what is not met, being too old is named first."""
    assert row.verdict
    return state(row.verdict, "Quá tuổi giữ chức" if row.is_over_age else "")
