"""Template tags of the reviews: a number of the snapshot, leading to its source."""

from urllib.parse import quote

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core.vietnamese import MISSING
from apps.reviews.queries.numbers import Number, Reference
from apps.reviews.queries.spoken import spoken

register = template.Library()


@register.simple_tag
def number(shown: Number | None, source_url: str) -> SafeString | str:
    """`{% number cell source_url %}`: the number as printed; nothing where it is not asked."""
    if shown is None:
        return ""
    css = "num num--missing" if shown.is_missing else "num"
    return format_html(
        '<a class="{}" href="{}{}" data-source data-source-label="{}">{}</a>',
        css,
        source_url,
        quote(str(shown.reference), safe=""),
        shown.figure.full_text if shown.change is None else shown.text,
        MISSING if shown.is_missing else shown.text,
    )


@register.simple_tag
def source_of(reference: Reference, source_url: str) -> str:
    """The address of the source of a reference."""
    return f"{source_url}{quote(str(reference), safe='')}"


@register.filter
def as_typed(reference: Reference) -> str:
    """How the author of a text writes the reference."""
    return spoken(reference.markup)
