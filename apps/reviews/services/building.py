"""Building a review: read everything in one consistent moment, then write the result behind the job's fence."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from apps.audit import services as audit
from apps.core.canonical import canonical, sha256
from apps.core.clock import db_now
from apps.core.workflow import advance
from apps.jobs.models import Job
from apps.jobs.services import JobError, Progress
from apps.reviews.documents import document
from apps.reviews.enums import REVIEW_STEPS, ReviewAct, ReviewState
from apps.reviews.models import Document, Review, ReviewStep, Snapshot, TextRevision
from apps.reviews.queries.content import Content
from apps.reviews.queries.drafts import draft
from apps.reviews.queries.gathering import gather
from apps.reviews.queries.parts import mismatches

STEPS = 6
ALREADY_BUILT = "Sơ kết này đã lập xong trước đó."


def build_review(job: Job, progress: Progress) -> None:
    """The work of `reviews.build`: snapshot, first texts, first document, state draft. Six visible steps."""
    review = Review.objects.select_related("from_period", "to_period", "basis").get(pk=job.args["review_id"])
    text, now = _read(review, progress)
    progress.step(4, STEPS, "đang đối chiếu số tổng hợp với từng báo cáo")
    content = Content(text)
    _check(content)
    progress.step(5, STEPS, "đang soạn lời từ số liệu")
    texts = draft(content)
    progress.step(6, STEPS, "đang dựng văn bản Word")
    made = document(content, texts)
    with progress.committing(result_url=reverse("reviews:review", args=[review.pk])):
        _write(review.pk, job, text, texts, made, now)


def _read(review: Review, progress: Progress) -> tuple[str, datetime]:
    """The canonical JSON of everything, and the moment it was read: one REPEATABLE READ transaction."""
    number = iter(range(1, STEPS))
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        now = db_now()
        content = gather(review, now, lambda doing: progress.step(next(number), STEPS, doing))
    return canonical(content), now


def _check(content: Content) -> None:
    """Raises JobError when there is nothing to tell, or when a sum is not the sum of its parts."""
    if not content.facts:
        raise JobError("Chưa có báo cáo nào được duyệt trong giai đoạn và phạm vi đã chọn.")
    if wrong := mismatches(content):
        raise JobError(
            f"Số tổng hợp không bằng tổng các báo cáo ở {', '.join(wrong[:5])}. "
            "Đồng chí báo quản trị hệ thống chạy lệnh check_figures."
        )


def _write(review_id: int, job: Job, text: str, texts: dict[str, str], made: bytes, now: datetime) -> None:
    review = Review.objects.select_for_update().get(pk=review_id)
    if review.state != ReviewState.BUILDING:
        raise JobError(ALREADY_BUILT)
    snapshot = Snapshot.objects.create(review=review, content=text, sha256=sha256(text), taken_at=now)
    revision = add_revision(review, number=1, texts=texts, user=None, now=now)
    add_document(snapshot, revision, made)
    move(review, ReviewAct.BUILD, user=None, now=now)
    audit.record(
        actor=job.requested_by,
        act="reviews.build",
        subject=review,
        chain=review.scope_id,
        change={"snapshot": snapshot.sha256, "texts": revision.sha256},
    )


def add_revision(
    review: Review, *, number: int, texts: dict[str, str], user: Any, now: datetime
) -> TextRevision:
    content = canonical(texts)
    return TextRevision.objects.create(
        review=review, number=number, content=content, sha256=sha256(content), written_by=user, written_at=now
    )


def add_document(snapshot: Snapshot, revision: TextRevision, made: bytes) -> Document:
    return Document.objects.create(
        snapshot=snapshot, revision=revision, content=made, sha256=document_sha256(made)
    )


def document_sha256(made: bytes) -> str:
    return hashlib.sha256(made).hexdigest()


def move(review: Review, act: ReviewAct, *, user: Any, now: datetime, note: str = "", **changes: Any) -> None:
    """One step of the workflow with its log row; raises NotAllowed when the table has none from here."""
    step = advance(REVIEW_STEPS, state=review.state, act=act, refusal="Sơ kết không ở bước này.")
    Review.objects.filter(pk=review.pk).update(state=step.next_state, **changes)
    ReviewStep.objects.create(
        review=review,
        act=act,
        from_state=step.state,
        to_state=step.next_state,
        note=note,
        done_by=user,
        done_at=now,
    )
    review.state = step.next_state
