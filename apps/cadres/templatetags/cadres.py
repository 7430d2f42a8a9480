"""Verdicts as icon, word and tone; places of the database in words."""

from django import template

from apps.cadres.queries.lists import Row
from apps.cadres.queries.person import state
from apps.cadres.queries.rights import Place
from apps.cadres.queries.rights import named_places as in_words

register = template.Library()


@register.filter
def named_places(places: list[list[str]]) -> list[Place]:
    """Places kept with a request, in words."""
    return in_words(places)


@register.simple_tag
def row_state(row: Row) -> dict[str, str]:
    """The verdict of a line of the list; of what is not met, being too old is named first."""
    assert row.verdict
    return state(row.verdict, "Quá tuổi giữ chức" if row.is_over_age else "")
