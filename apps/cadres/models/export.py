"""A workbook taken out of the register: for what, by whom, and for a day the file itself."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.cadres.enums import ExportKind
from apps.core.constraints import one_of
from apps.core.fields import by
from apps.units.models import Unit, latest_name_of

KEPT = timedelta(hours=24)


class CadreExportQuerySet(models.QuerySet["CadreExport"]):
    def visible_to(self, user: Any) -> "CadreExportQuerySet":
        """Nobody finds another's."""
        return self.filter(requested_by=user)

    def with_unit_name(self) -> "CadreExportQuerySet":
        return self.annotate(unit_name=latest_name_of("unit_id"))


class CadreExport(models.Model):
    """`asked`: what it is made from, as `services.exports` reads it; `made_with`: the units whose cadres its owner saw.

    After a day both the file and `asked` are emptied (a name may have been searched for); who took what, and for what
    purpose, stays.
    """

    kind = models.CharField("loại", max_length=10, choices=ExportKind)
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    asked = models.JSONField("điều kiện", default=dict)
    purpose = models.CharField("mục đích sử dụng", max_length=300)
    requested_by = by("người xuất")
    requested_at = models.DateTimeField("xuất lúc", db_default=Now())
    made_at = models.DateTimeField("dựng xong lúc", null=True, blank=True)
    made_with = models.JSONField("quyền lúc dựng", default=dict)
    content = models.BinaryField("tệp", null=True)

    objects = CadreExportQuerySet.as_manager()

    class Meta:
        verbose_name = "lần xuất dữ liệu"
        verbose_name_plural = "lần xuất dữ liệu"
        ordering = ["-id"]
        constraints = [
            one_of("kind", ExportKind, "cadres_cadreexport_kind_known"),
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="cadres_cadreexport_has_purpose",
                violation_error_message="Ghi mục đích sử dụng.",
            ),
            models.CheckConstraint(
                condition=Q(content=None) | Q(made_at__isnull=False),
                name="cadres_cadreexport_file_has_day",
                violation_error_message="Tệp đã dựng phải có thời điểm.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(content__isnull=False), name="cadres_export_to_purge"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def kept_until(self) -> datetime:
        assert self.made_at
        return self.made_at + KEPT

    @property
    def is_kept(self) -> bool:
        return self.content is not None
