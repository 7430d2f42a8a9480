"""A workbook of the scores of a round."""

from django.db import models
from django.db.models import Q

from apps.assessments.models.round import AssessmentRound
from apps.core.exports import Export, ExportQuerySet
from apps.units.models import Unit, latest_name_of


class ScoreExportQuerySet(ExportQuerySet):
    def with_unit_name(self) -> "ScoreExportQuerySet":
        return self.annotate(unit_name=latest_name_of("unit_id"))


class ScoreExport(Export):
    """Of a unit and all below it."""

    round = models.ForeignKey(AssessmentRound, verbose_name="đợt", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")

    objects = ScoreExportQuerySet.as_manager()

    class Meta(Export.Meta):
        verbose_name = "lần xuất điểm"
        verbose_name_plural = "lần xuất điểm"
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(content__isnull=False), name="assessments_export_to_purge"
            )
        ]

    def __str__(self) -> str:
        return "điểm đánh giá, xếp loại"
