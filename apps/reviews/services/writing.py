"""The words of a review: every change is a whole new revision, and every revision gets its document by a job."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from apps.audit import services as audit
from apps.core.exceptions import NotAllowed, Stale
from apps.core.vietnamese import nfc
from apps.jobs.models import Job
from apps.jobs.services import Progress, enqueue
from apps.reviews import permissions
from apps.reviews.documents import document
from apps.reviews.models import Document, Review, Snapshot, TextRevision
from apps.reviews.queries.library import content_of
from apps.reviews.queries.prose import unknown
from apps.reviews.services.building import add_document, add_revision

DOCUMENT = "reviews.document"
LONGEST = 20_000
STALE_TEXT = (
    "Có người vừa sửa lời văn của sơ kết này. Chưa ghi lời của đồng chí; mời đồng chí xem cả hai rồi lưu lại."
)


@transaction.atomic
def save_texts(
    *, user: Any, review_id: int, base: int, changes: Mapping[str, str], now: datetime
) -> TextRevision:
    """A new revision with these blocks changed; `base` is the revision the person saw.

    Nothing changed: the revision stays. Raises NotAllowed, Stale (somebody else was faster; nothing is written),
    ValidationError by block key (unknown block, unknown number, too long).
    """
    review = Review.objects.select_for_update(of=("self",)).with_lineage().get(pk=review_id)
    permissions.check_can_edit(user, review)
    last = review.revisions.latest("number")
    if last.number != base:
        raise Stale(STALE_TEXT)
    before: dict[str, str] = json.loads(last.content)
    typed = {key: nfc(text).replace("\r\n", "\n") for key, text in changes.items()}
    _check(review, before, typed)
    if all(before[key] == text for key, text in typed.items()):
        return last
    revision = add_revision(review, number=last.number + 1, texts=before | typed, user=user, now=now)
    with suppress(
        NotAllowed
    ):  # three jobs under way: the words are kept, the page offers to make the document
        _enqueue(review, revision, user)
    change = {key: typed[key] for key in typed if typed[key] != before[key]}
    audit.record(actor=user, act="reviews.edit", subject=review, chain=review.scope_id, change=change)
    return revision


def _check(review: Review, before: Mapping[str, str], typed: Mapping[str, str]) -> None:
    content = content_of(review.snapshot)
    faults = {}
    for key, text in typed.items():
        if key not in before:
            raise ValidationError("Phần này không có trong sơ kết.")
        if len(text) > LONGEST:
            faults[key] = f"Mỗi phần dài tối đa {LONGEST:_} ký tự; phần này có {len(text):_}.".replace(
                "_", "."
            )
        elif wrong := unknown(content, text):
            faults[key] = f"Ảnh chụp số liệu không có số nào tên {', '.join(wrong[:3])}."
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def request_document(*, user: Any, review_id: int) -> Job | None:
    """The job that makes the Word file of the last texts; None when it is there already. Raises NotAllowed."""
    review = Review.objects.with_lineage().get(pk=review_id)
    permissions.check_can_rebuild(user, review)
    revision = review.revisions.latest("number")
    return None if Document.objects.filter(revision=revision).exists() else _enqueue(review, revision, user)


def _enqueue(review: Review, revision: TextRevision, user: Any) -> Job:
    return enqueue(
        kind=DOCUMENT,
        title=f"Dựng văn bản Word, lời văn lần {revision.number}",
        key=f"revision:{revision.pk}",
        args={"revision_id": revision.pk},
        requested_by=user,
    )


def write_document(job: Job, progress: Progress) -> None:
    """The work of `reviews.document`: the Word file of one revision."""
    progress.step(1, 1, "đang dựng văn bản Word")
    revision = TextRevision.objects.get(pk=job.args["revision_id"])
    snapshot = Snapshot.objects.get(review_id=revision.review_id)
    made = document(content_of(snapshot), json.loads(revision.content))
    with progress.committing(result_url=reverse("reviews:review", args=[revision.review_id])):
        if not Document.objects.filter(revision=revision).exists():
            add_document(snapshot, revision, made)
