"""Asking for a sơ kết: the review and its job are written in one transaction."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.audit import services as audit
from apps.directives.models import Directive, Period
from apps.jobs.models import Job
from apps.jobs.services import enqueue
from apps.reports.enums import ReportState
from apps.reports.models import Report
from apps.reviews import permissions
from apps.reviews.enums import ReviewKind, ReviewState
from apps.reviews.models import Review
from apps.units.models import Unit

BUILD = "reviews.build"
SEVERAL_QUARTERS = "{first} đến {last}"


@transaction.atomic
def request_review(
    *,
    user: Any,
    directives: Sequence[Directive],
    from_period: Period,
    to_period: Period,
    scope_id: int,
    basis: Directive | None = None,
    dated_on: date | None = None,
    kind: ReviewKind = ReviewKind.INTERIM,
) -> tuple[Review, Job]:
    """A review in the state building and the job that builds it.

    The same person asking again for the same while it is being built gets the same review and job. Raises
    NotAllowed, or ValidationError by field: no directive, a range the wrong way round, no approved report in it.
    """
    day = to_period.end_on
    scope = Unit.objects.with_lineage(day).named(day).get(pk=scope_id)
    lineage = scope.lineage  # type: ignore[attr-defined]
    permissions.check_can_request(user, lineage=lineage, scope_id=scope_id)
    check_request(directives, from_period, to_period, scope_id)
    wanted = {"from_period": from_period, "to_period": to_period, "scope_id": scope_id, "kind": kind}
    review = _being_built(user, wanted, directives)
    if review is None:
        review = Review.objects.create(requested_by=user, basis=basis, dated_on=dated_on, **wanted)
        review.directives.set(directives)
        audit.record(actor=user, act="reviews.request", subject=review, chain=scope_id, change=wanted)
    return review, _enqueue(
        review, f"{kind.label.capitalize()} {_named(scope, from_period, to_period)}", user
    )


def _enqueue(review: Review, title: str, user: Any) -> Job:
    return enqueue(
        kind=BUILD,
        title=title[:200],
        key=f"review:{review.pk}",
        args={"review_id": review.pk},
        requested_by=user,
    )


def _named(scope: Unit, first: Period, last: Period) -> str:
    quarters = last.short_label if first == last else f"{first.short_label} – {last.short_label}"
    return f"{scope}, {quarters}"


def _being_built(user: Any, wanted: dict[str, Any], directives: Sequence[Directive]) -> Review | None:
    same = Review.objects.filter(requested_by=user, state=ReviewState.BUILDING, **wanted)
    chosen = {directive.pk for directive in directives}
    found = same.select_for_update(of=("self",)).prefetch_related("directives")
    return next((row for row in found if {item.pk for item in row.directives.all()} == chosen), None)


def check_request(
    directives: Sequence[Directive], from_period: Period, to_period: Period, scope_id: int
) -> None:
    """Raises ValidationError by field name; the form and the service ask the same."""
    if not directives:
        raise ValidationError({"directives": "Chọn ít nhất một văn bản để sơ kết."})
    if from_period.start_on > to_period.start_on:
        raise ValidationError({"to_period": "Kỳ cuối phải sau hoặc trùng kỳ đầu."})
    if not Unit.objects.open_on(to_period.end_on).filter(pk=scope_id).exists():
        raise ValidationError({"scope": "Đơn vị này không hoạt động ở kỳ cuối đã chọn."})
    below = Unit.objects.under(scope_id, to_period.end_on)
    approved = Report.objects.filter(
        period__in=Period.objects.between(from_period, to_period), state=ReportState.APPROVED, unit__in=below
    )
    if not approved.exists():
        raise ValidationError(
            "Chưa có báo cáo nào được duyệt trong giai đoạn và phạm vi đã chọn, nên chưa lập được sơ kết."
        )
