"""Branches whose last rating is the lowest class."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from apps.assessments.enums import ClassCode, Purpose
from apps.assessments.models import Assessment
from apps.branches.enums import BRANCH_KINDS


def lowest(day: date) -> QuerySet[Any]:
    """The assessments that say so, of decisions made by `day`."""
    decided = Assessment.objects.decided().filter(
        decision_on__lte=day, round__set__purpose=Purpose.RATING, unit__kind_id__in=BRANCH_KINDS
    )
    latest = decided.order_by("unit_id", "-round__year", "-decision_on").distinct("unit_id")
    return Assessment.objects.filter(pk__in=latest.values("pk"), class_code=ClassCode.FAILED)


def lowest_rated(day: date) -> dict[int, date]:
    """By branch, the day of the decision. One statement."""
    return dict(lowest(day).order_by().values_list("unit_id", "decision_on"))
