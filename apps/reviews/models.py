"""The sơ kết: what it covers, the snapshot of all its figures, its texts, and the documents made from both."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.core.constraints import one_of
from apps.core.fields import by
from apps.directives.models import Directive, Period
from apps.reviews.enums import ReviewAct, ReviewKind, ReviewState
from apps.units.models import Unit, UnitName, lineage_of, no_two_at_once


class DocumentStyle(models.Model):
    """How a unit heads and signs its documents, from a day on (HD 29-HD/TWĐTN-VP): its own words, no constants."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    validity = DateRangeField("có hiệu lực")
    parent_line = models.CharField("cấp trên (dòng trên bên trái)", max_length=120, blank=True)
    issuer_line = models.CharField("nơi ban hành (bên trái)", max_length=120)
    suffix = models.CharField("ký hiệu sau số", max_length=40)
    place = models.CharField("địa danh", max_length=60)
    body_name = models.CharField("tên tập thể báo cáo", max_length=120)
    authority_line = models.CharField("đề ký", max_length=120)
    signer_title = models.CharField("chức vụ người ký", max_length=80)
    signer_name = models.CharField("họ tên người ký", max_length=120, blank=True)
    recipients = models.TextField("nơi nhận (mỗi dòng một nơi)")
    source = models.CharField("nguồn", max_length=200)
    is_proposed = models.BooleanField("đề xuất", default=True)

    class Meta:
        verbose_name = "thể thức văn bản của đơn vị"
        verbose_name_plural = "thể thức văn bản"
        constraints = [
            no_two_at_once(
                ["unit"], "reviews_documentstyle_one_at_once", "Đơn vị đã có thể thức trong thời gian này."
            )
        ]

    def __str__(self) -> str:
        return f"{self.issuer_line} · {self.suffix}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: Any, at: date) -> "ReviewQuerySet":
        return self.filter(scope__in=Unit.objects.visible_to(user, at))

    def with_lineage(self) -> "ReviewQuerySet":
        """Adds `lineage` (ids above the scope on the last day covered) and `scope_name`."""
        names = UnitName.objects.filter(
            unit_id=models.OuterRef("scope_id"),
            validity__contains=models.OuterRef("to_period__end_on"),
        )
        return self.select_related("from_period", "to_period", "scope", "requested_by").annotate(
            lineage=lineage_of("scope_id", models.OuterRef("to_period__end_on")),
            scope_name=models.Subquery(names.values("name")[:1]),
        )


class Review(models.Model):
    """A sơ kết or tổng kết of directives over a range of quarters, for the subtree of `scope`."""

    kind = models.CharField("loại", max_length=8, choices=ReviewKind, default=ReviewKind.INTERIM)
    directives = models.ManyToManyField(Directive, verbose_name="văn bản", related_name="reviews")
    basis = models.ForeignKey(
        Directive, verbose_name="căn cứ", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dated_on = models.DateField("ngày của văn bản", null=True, blank=True)
    from_period = models.ForeignKey(Period, verbose_name="từ kỳ", on_delete=models.PROTECT, related_name="+")
    to_period = models.ForeignKey(Period, verbose_name="đến kỳ", on_delete=models.PROTECT, related_name="+")
    scope = models.ForeignKey(Unit, verbose_name="phạm vi", on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField("trạng thái", max_length=10, choices=ReviewState, default=ReviewState.BUILDING)
    requested_by = by("người lập")
    requested_at = models.DateTimeField("lập lúc", db_default=Now())
    presented_by = by("người trình", null=True, blank=True)
    approved_by = by("người duyệt", null=True, blank=True)
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "sơ kết"
        verbose_name_plural = "sơ kết"
        ordering = ["-id"]
        constraints = [
            one_of("kind", ReviewKind, "reviews_review_kind_known"),
            one_of("state", ReviewState, "reviews_review_state_known"),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="reviews_review_approved_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("presented_by")),
                name="reviews_review_two_persons",
                violation_error_message="Người trình không tự duyệt.",
            ),
        ]

    def __str__(self) -> str:
        return f"sơ kết {self.pk}"


class Snapshot(models.Model):
    """All figures of a review as read in one consistent moment: canonical JSON, its SHA-256, the audit head. Immutable.

    One per review: the database forbids two official results, whatever the workers do.
    """

    review = models.OneToOneField(
        Review, verbose_name="sơ kết", on_delete=models.PROTECT, related_name="snapshot"
    )
    content = models.TextField("nội dung (JSON chuẩn)")
    sha256 = models.CharField("SHA-256", max_length=64)
    taken_at = models.DateTimeField("chốt lúc")

    class Meta:
        verbose_name = "ảnh chụp số liệu"
        verbose_name_plural = "ảnh chụp số liệu"

    def __str__(self) -> str:
        return self.sha256[:8]


class TextRevision(models.Model):
    """All words of a review at one moment: {block key: text}. Number 1 is the draft made by rules. Immutable."""

    review = models.ForeignKey(
        Review,
        verbose_name="sơ kết",
        on_delete=models.PROTECT,
        related_name="revisions",
    )
    number = models.PositiveIntegerField("lần sửa")
    content = models.TextField("lời văn (JSON chuẩn)")
    sha256 = models.CharField("SHA-256", max_length=64)
    written_by = by("người viết", null=True)
    written_at = models.DateTimeField("viết lúc")

    class Meta:
        verbose_name = "lời văn"
        verbose_name_plural = "lời văn"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="reviews_textrevision_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.review_id} lời văn {self.number}"


class Document(models.Model):
    """A Word file: a pure function of (snapshot, revision). The same pair gives the same bytes. Immutable."""

    snapshot = models.ForeignKey(
        Snapshot,
        verbose_name="ảnh chụp",
        on_delete=models.PROTECT,
        related_name="documents",
    )
    revision = models.OneToOneField(
        TextRevision,
        verbose_name="lời văn",
        on_delete=models.PROTECT,
        related_name="document",
    )
    content = models.BinaryField("tệp Word")
    sha256 = models.CharField("SHA-256", max_length=64)
    made_at = models.DateTimeField("tạo lúc", db_default=Now())

    class Meta:
        verbose_name = "văn bản Word"
        verbose_name_plural = "văn bản Word"

    def __str__(self) -> str:
        return self.sha256[:8]


class ReviewStep(models.Model):
    """One step of the workflow."""

    review = models.ForeignKey(Review, verbose_name="sơ kết", on_delete=models.PROTECT, related_name="steps")
    act = models.CharField("việc", max_length=10, choices=ReviewAct)
    from_state = models.CharField("từ", max_length=10, choices=ReviewState)
    to_state = models.CharField("đến", max_length=10, choices=ReviewState)
    note = models.TextField("ghi chú", blank=True, max_length=1000)
    done_by = by("người làm", null=True)
    done_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "bước xử lý"
        verbose_name_plural = "bước xử lý"
        ordering = ["id"]
        constraints = [
            one_of("act", ReviewAct, "reviews_reviewstep_act_known"),
            one_of("from_state", ReviewState, "reviews_reviewstep_from_known"),
            one_of("to_state", ReviewState, "reviews_reviewstep_to_known"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.act}"
