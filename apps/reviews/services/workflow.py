"""Presenting a review, sending it back, approving it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.audit import services as audit
from apps.core.vietnamese import nfc
from apps.reviews import permissions
from apps.reviews.enums import ReviewAct
from apps.reviews.models import Review
from apps.reviews.queries.pages import unwritten_in
from apps.reviews.services.building import move


def _locked(review_id: int) -> Review:
    return Review.objects.select_for_update(of=("self",)).with_lineage().get(pk=review_id)


@transaction.atomic
def present(*, user: Any, review_id: int, now: datetime) -> Review:
    """Draft → presented; from now on the texts stand still. Raises NotAllowed (also while a part is unwritten)."""
    review = _locked(review_id)
    permissions.check_can_present(user, review, unwritten_in(review))
    move(review, ReviewAct.PRESENT, user=user, now=now, presented_by=user)
    audit.record(actor=user, act="reviews.present", subject=review, chain=review.scope_id)
    return review


@transaction.atomic
def send_back(*, user: Any, review_id: int, note: str, now: datetime) -> Review:
    """Presented → draft with a reason. Raises NotAllowed, ValidationError (no reason)."""
    review = _locked(review_id)
    permissions.check_can_send_back(user, review)
    reason = nfc(note)
    if not reason or len(reason) > 1000:
        raise ValidationError({"note": "Đồng chí nêu lý do trả lại, tối đa 1.000 ký tự."})
    move(review, ReviewAct.SEND_BACK, user=user, now=now, note=reason, presented_by=None)
    audit.record(
        actor=user, act="reviews.send_back", subject=review, chain=review.scope_id, change={"note": reason}
    )
    return review


@transaction.atomic
def approve(*, user: Any, review_id: int, now: datetime) -> Review:
    """Presented → approved, by another person than the one who presented it. Raises NotAllowed."""
    review = _locked(review_id)
    permissions.check_can_approve(user, review)
    move(review, ReviewAct.APPROVE, user=user, now=now, approved_by=user, approved_at=now)
    audit.record(
        actor=user,
        act="reviews.approve",
        subject=review,
        chain=review.scope_id,
        change={"snapshot": review.snapshot.sha256},
    )
    return review
