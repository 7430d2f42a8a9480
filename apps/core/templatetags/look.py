"""Template tags of the look: icons out of the one sprite, words that keep together."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core import vietnamese

register = template.Library()

SPRITE = "vendor/bootstrap-icons/icons.svg"


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """`{% icon "bell" %}`: the named symbol, hidden from screen readers because a word stands beside it.

    `size="small"` gives 16 px instead of 20. The names are those of
    `static/vendor/bootstrap-icons/icons.txt`.
    """
    css = f"icon icon--{size}" if size else "icon"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static(SPRITE),
        name,
    )


@register.filter
def tied(text: object) -> str:
    """`{{ title|tied }}`: numbers of documents and names of quarters do not break over a line."""
    return vietnamese.tied(str(text))


@register.filter
def grouped(value: int) -> str:
    """`{{ page.paginator.count|grouped }}`: 1136 → 1.136."""
    return vietnamese.number(value)
