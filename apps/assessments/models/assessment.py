"""One unit in one round: its three scores side by side, what bars it, its result. Unanswered is never zero."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Q

from apps.assessments.enums import OPEN_STATES, AssessmentState, ClassCode
from apps.assessments.models.criteria import Criterion, Gate, Grade, optional_choice, points
from apps.assessments.models.round import AssessmentRound
from apps.cadres.models import Cadre
from apps.core.constraints import one_of
from apps.core.fields import by
from apps.files.models import StoredFile
from apps.units.models import Membership, Unit, UnitAncestry, latest_name_of, lineage_of


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: Any, at: date) -> "AssessmentQuerySet":
        """Of units at or below a unit where the user has a role on that day."""
        mine = Membership.objects.current(at).filter(user=user).values("unit_id")
        seen = UnitAncestry.objects.filter(ancestor_id__in=mine, validity__contains=at)
        return self.filter(unit_id__in=seen.values("descendant_id"))

    def decided(self) -> "AssessmentQuerySet":
        return self.filter(state=AssessmentState.DECIDED)

    def with_name(self) -> "AssessmentQuerySet":
        """Adds `unit_name`, the last one the unit had."""
        added: dict[str, Any] = {"unit_name": latest_name_of("unit_id")}
        return self.annotate(**added)

    def with_lineage(self, at: date) -> "AssessmentQuerySet":
        """Adds what permissions ask (see the model) and `unit_name`; brings the round and its set."""
        itself = Assessment.objects.filter(pk=models.OuterRef("pk"))
        added: dict[str, Any] = {
            "lineage": lineage_of("unit_id", at),
            "appraiser_lineage": lineage_of("appraiser_unit_id", at),
            "decider_lineage": lineage_of("decider_unit_id", at),
            "scorer_ids": ArraySubquery(itself.values("scores__self_by_id").distinct()),
            "was_decided": models.Exists(itself.filter(decisions__isnull=False)),
        }
        return self.select_related("round__set", "unit").with_name().annotate(**added)

    def locked(self, pk: int, at: date) -> "Assessment":
        """With its row locked until the transaction ends, ready for permission checks."""
        self.select_for_update().get(pk=pk)
        return self.with_lineage(at).get(pk=pk)


class Assessment(models.Model):
    """`appraiser_unit` appraises and `decider_unit` decides: the unit above, unless it recorded the score itself.

    Then (`recorded_by_above`, from the branch's minutes) the next one up appraises. `self_points`, `appraised_points`
    and `decided_points` are the totals of the three columns; `difference_count`: in how many criteria the unit's own
    score is another than what the registers give. `class_code` is the decided class, empty before.
    """

    # Set by with_lineage(): the unit and all above it; the appraiser, the decider and all above them; who scored for
    # the unit; whether there is a decision, be it one that was appealed.
    lineage: list[int]
    appraiser_lineage: list[int]
    decider_lineage: list[int]
    scorer_ids: list[int | None]
    was_decided: bool
    unit_name: str

    round = models.ForeignKey(
        AssessmentRound, verbose_name="đợt", on_delete=models.PROTECT, related_name="assessments"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="assessments"
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=AssessmentState, default=AssessmentState.DRAFT
    )
    appraiser_unit = models.ForeignKey(
        Unit, verbose_name="đơn vị thẩm định", on_delete=models.PROTECT, related_name="+"
    )
    decider_unit = models.ForeignKey(
        Unit, verbose_name="đơn vị quyết định", on_delete=models.PROTECT, related_name="+"
    )
    recorded_by_above = models.BooleanField("đoàn cấp trên ghi hộ", default=False)
    minutes = models.ForeignKey(
        StoredFile, verbose_name="biên bản", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    follower = models.ForeignKey(
        Cadre,
        verbose_name="cán bộ theo dõi",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_assessments",
    )
    self_points = points("điểm tự chấm", null=True, blank=True)
    appraised_points = points("điểm thẩm định", null=True, blank=True)
    decided_points = points("điểm quyết định", null=True, blank=True)
    difference_count = models.PositiveSmallIntegerField("số tiêu chí khác số hệ thống tính", default=0)
    proposed_class = models.CharField("hạng đề nghị", max_length=10, choices=ClassCode, blank=True)
    class_code = models.CharField("hạng", max_length=10, choices=ClassCode, blank=True)
    is_recognised = models.BooleanField("được công nhận", null=True, blank=True)
    decision_number = models.CharField("số quyết định", max_length=80, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)
    submitted_at = models.DateTimeField("gửi thẩm định lúc", null=True, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "bản đánh giá"
        verbose_name_plural = "bản đánh giá"
        ordering = ["pk"]
        constraints = [
            one_of("state", AssessmentState, "assessments_assessment_state_known"),
            optional_choice(
                "proposed_class", ClassCode.values, "assessments_assessment_proposed_class_known"
            ),
            optional_choice("class_code", ClassCode.values, "assessments_assessment_class_code_known"),
            models.UniqueConstraint(
                fields=["round", "unit"],
                name="assessments_assessment_once",
                violation_error_message="Đơn vị đã có trong đợt này.",
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(state=AssessmentState.DECIDED)
                    & Q(
                        class_code="",
                        is_recognised=None,
                        decided_points=None,
                        decision_number="",
                        decision_on=None,
                    )
                )
                | (
                    Q(state=AssessmentState.DECIDED, decision_on__isnull=False, decided_points__isnull=False)
                    & ~Q(decision_number="")
                    & (~Q(class_code="") | Q(is_recognised__isnull=False))
                ),
                name="assessments_assessment_decided_whole",
                violation_error_message="Đã quyết định thì phải có điểm, kết quả, số và ngày quyết định.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AssessmentState.APPRAISED, AssessmentState.DECIDED])
                | Q(appraised_points__isnull=False),
                name="assessments_assessment_appraised_has_points",
                violation_error_message="Thẩm định xong thì phải có điểm thẩm định.",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "state"], name="assessments_round_state"),
            models.Index(fields=["appraiser_unit", "state"], name="assessments_appraiser_state"),
            models.Index(fields=["decider_unit", "state"], name="assessments_decider_state"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.unit_id}"

    @property
    def is_open(self) -> bool:
        """Whether the unit still scores itself."""
        return self.state in OPEN_STATES


class Score(models.Model):
    """A criterion of an assessment. The database lets each column change only while it is its turn.

    `measured`: what the registers know, and `measured_points` what that gives, frozen at submission; empty: unknown.
    `self_value`: the share that was typed for a criterion scored by ratio, from 0 to 1.
    """

    assessment = models.ForeignKey(
        Assessment, verbose_name="bản đánh giá", on_delete=models.PROTECT, related_name="scores"
    )
    criterion = models.ForeignKey(
        Criterion, verbose_name="tiêu chí", on_delete=models.PROTECT, related_name="+"
    )
    measured = models.DecimalField("số đo", max_digits=12, decimal_places=4, null=True, blank=True)
    measured_points = points("điểm theo số đo", null=True, blank=True)
    self_points = points("điểm tự chấm", null=True, blank=True)
    self_grade = models.ForeignKey(
        Grade,
        verbose_name="mức tự chọn",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    self_value = models.DecimalField("tỷ lệ tự ghi", max_digits=6, decimal_places=4, null=True, blank=True)
    self_note = models.CharField("thuyết minh", max_length=500, blank=True)
    self_by = by("người tự chấm", null=True, blank=True)
    appraised_points = points("điểm thẩm định", null=True, blank=True)
    appraised_reason = models.CharField("lý do khác điểm tự chấm", max_length=500, blank=True)
    appraised_by = by("người thẩm định", null=True, blank=True)
    decided_points = points("điểm quyết định", null=True, blank=True)
    decided_reason = models.CharField("lý do khác điểm thẩm định", max_length=500, blank=True)
    is_returned = models.BooleanField("trả lại mục này", default=False)
    return_note = models.CharField("cần sửa gì", max_length=500, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)

    class Meta:
        verbose_name = "điểm của tiêu chí"
        verbose_name_plural = "điểm của tiêu chí"
        ordering = ["criterion__rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="assessments_score_once"),
            *(
                models.CheckConstraint(
                    condition=Q(**{field: None}) | Q(**{f"{field}__gte": 0}),
                    name=f"assessments_score_{field}_not_negative",
                    violation_error_message="Điểm không thể là số âm.",
                )
                for field in ("self_points", "appraised_points", "decided_points")
            ),
            models.CheckConstraint(
                condition=Q(appraised_points=None)
                | Q(self_points__isnull=False, appraised_points=models.F("self_points"))
                | ~Q(appraised_reason=""),
                name="assessments_score_appraised_difference_has_reason",
                violation_error_message="Thẩm định khác điểm tự chấm thì phải nêu lý do.",
            ),
            models.CheckConstraint(
                condition=Q(decided_points=None)
                | Q(appraised_points__isnull=False, decided_points=models.F("appraised_points"))
                | ~Q(decided_reason=""),
                name="assessments_score_decided_difference_has_reason",
                violation_error_message="Quyết định khác điểm thẩm định thì phải nêu lý do.",
            ),
            models.CheckConstraint(
                condition=Q(appraised_by=None) | Q(self_by=None) | ~Q(appraised_by=models.F("self_by")),
                name="assessments_score_two_persons",
                violation_error_message="Người đã chấm không tự thẩm định điểm của mình.",
            ),
            models.CheckConstraint(
                condition=Q(is_returned=False) | ~Q(return_note=""),
                name="assessments_score_returned_with_note",
                violation_error_message="Trả lại mục nào thì ghi cần sửa gì.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.criterion_id}"


class GateAnswer(models.Model):
    """Whether a gate applies: as measured at submission or as the unit says, and as the appraiser finds instead."""

    assessment = models.ForeignKey(
        Assessment, verbose_name="bản đánh giá", on_delete=models.PROTECT, related_name="gate_answers"
    )
    gate = models.ForeignKey(
        Gate, verbose_name="điều kiện khống chế", on_delete=models.PROTECT, related_name="+"
    )
    measured = models.DecimalField("số đo", max_digits=12, decimal_places=4, null=True, blank=True)
    is_hit = models.BooleanField("vướng")
    note = models.CharField("thuyết minh", max_length=500, blank=True)
    by = by("người trả lời", null=True, blank=True)
    appraised_hit = models.BooleanField("đoàn thẩm định kết luận vướng", null=True, blank=True)
    appraised_reason = models.CharField("lý do kết luận khác", max_length=500, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)

    class Meta:
        verbose_name = "trả lời điều kiện khống chế"
        verbose_name_plural = "trả lời điều kiện khống chế"
        ordering = ["gate__code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "gate"], name="assessments_gateanswer_once"),
            models.CheckConstraint(
                condition=Q(appraised_hit=None)
                | Q(appraised_hit=models.F("is_hit"))
                | ~Q(appraised_reason=""),
                name="assessments_gateanswer_difference_has_reason",
                violation_error_message="Kết luận khác đơn vị thì phải nêu lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.gate_id}"

    @property
    def holds(self) -> bool:
        """The appraiser's word, else the unit's or the registers'."""
        return self.is_hit if self.appraised_hit is None else self.appraised_hit
