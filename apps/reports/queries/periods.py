"""Which quarter is the one people work on, and the list to choose another."""

from django.urls import reverse

from apps.directives.models import Period


def current_period() -> Period:
    """The last quarter whose reports are open; the first quarter known while there is none."""
    quarters = Period.objects.quarters()
    opened = quarters.filter(reports__isnull=False).order_by("-start_on").first()
    return opened or quarters.order_by("start_on")[0]


def period_options(current: Period) -> list[dict[str, object]]:
    """The quarters that have reports, newest first, for the period switch."""
    quarters = Period.objects.quarters().filter(reports__isnull=False).distinct().order_by("-start_on")
    return [
        {
            "label": period.label,
            "url": reverse("reports:period", args=[period.slug]),
            "active": period == current,
        }
        for period in quarters
    ]
