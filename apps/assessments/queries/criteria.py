"""Sets of criteria as pages show them."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Sum

from apps.assessments.models import CriteriaSet

ROWS_A_PAGE = 50


def sets(page: Any, *, with_drafts: bool) -> Page[Any]:
    """The latest edition of each first, with how many criteria and points; two statements."""
    seen = CriteriaSet.objects.seen(with_drafts=with_drafts).select_related("unit_kind")
    counted = seen.annotate(count=Count("criteria"), points=Sum("criteria__max_points"))
    return Paginator(
        counted.order_by("purpose", "unit_kind__rank", "code", "-version"), ROWS_A_PAGE
    ).get_page(page)
