"""What happened to an assessment and what proves it: steps and decisions that never change, evidence that stays."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.assessments.enums import AssessmentAct, ClassCode
from apps.assessments.models.assessment import Assessment
from apps.assessments.models.criteria import Criterion, optional_choice, points
from apps.core.constraints import one_of
from apps.core.fields import by
from apps.files.models import StoredFile


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def shown(self) -> "EvidenceQuerySet":
        """Without what was withdrawn."""
        return self.filter(withdrawn_at=None)


class Evidence(models.Model):
    """A file, or a document by number and day, for one criterion or for the whole. Withdrawn, it stays unshown."""

    assessment = models.ForeignKey(
        Assessment, verbose_name="bản đánh giá", on_delete=models.PROTECT, related_name="evidence"
    )
    criterion = models.ForeignKey(
        Criterion,
        verbose_name="tiêu chí",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    file = models.OneToOneField(
        StoredFile, verbose_name="tệp", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document_number = models.CharField("số, ký hiệu văn bản", max_length=80, blank=True)
    document_on = models.DateField("ngày văn bản", null=True, blank=True)
    title = models.CharField("tên minh chứng", max_length=200, blank=True)
    added_by = by("người thêm")
    added_at = models.DateTimeField("thêm lúc", db_default=Now())
    withdrawn_at = models.DateTimeField("gỡ lúc", null=True, blank=True)
    withdrawn_by = by("người gỡ", null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(document_number=""),
                name="assessments_evidence_file_or_document",
                violation_error_message="Gửi tệp, hoặc ghi số, ký hiệu văn bản.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="assessments_evidence_withdrawn_whole",
                violation_error_message="Gỡ minh chứng phải có người gỡ và thời điểm gỡ.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.document_number


class AssessmentStep(models.Model):
    """One act of the workflow, with its reason. Never changed."""

    assessment = models.ForeignKey(
        Assessment, verbose_name="bản đánh giá", on_delete=models.PROTECT, related_name="steps"
    )
    act = models.CharField("việc", max_length=10, choices=AssessmentAct)
    reason = models.CharField("lý do", max_length=500, blank=True)
    by = by("người làm")
    at = models.DateTimeField("lúc", db_default=Now())

    class Meta:
        verbose_name = "bước đánh giá"
        verbose_name_plural = "bước đánh giá"
        ordering = ["pk"]
        constraints = [one_of("act", AssessmentAct, "assessments_step_act_known")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.act}"


class Decision(models.Model):
    """A result as it was decided: the three scores, the set and the gates as canonical JSON. Never changed.

    After an appeal the next one has the next ordinal; the old one stays.
    """

    assessment = models.ForeignKey(
        Assessment, verbose_name="bản đánh giá", on_delete=models.PROTECT, related_name="decisions"
    )
    ordinal = models.PositiveSmallIntegerField("lần")
    content = models.TextField("nội dung (JSON chuẩn)")
    sha256 = models.CharField("SHA-256", max_length=64)
    points = points("điểm")
    class_code = models.CharField("hạng", max_length=10, choices=ClassCode, blank=True)
    is_recognised = models.BooleanField("được công nhận", null=True, blank=True)
    decision_number = models.CharField("số quyết định", max_length=80)
    decision_on = models.DateField("ngày quyết định")
    by = by("người quyết định")
    at = models.DateTimeField("lúc", db_default=Now())

    class Meta:
        verbose_name = "quyết định xếp loại"
        verbose_name_plural = "quyết định xếp loại"
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "ordinal"],
                name="assessments_decision_ordinal_once",
            ),
            optional_choice("class_code", ClassCode.values, "assessments_decision_class_code_known"),
            models.CheckConstraint(
                condition=~Q(decision_number=""),
                name="assessments_decision_numbered",
                violation_error_message="Ghi số quyết định.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} lần {self.ordinal}"
