"""A workbook taken out of the register of cadres."""

from django.db import models
from django.db.models import Q

from apps.cadres.enums import ExportKind
from apps.core.constraints import one_of
from apps.core.exports import Export, ExportQuerySet
from apps.units.models import Unit, latest_name_of


class CadreExportQuerySet(ExportQuerySet):
    def with_unit_name(self) -> "CadreExportQuerySet":
        return self.annotate(unit_name=latest_name_of("unit_id"))


class CadreExport(Export):
    """`asked`: what it is made from, as `services.exports` reads it; `made_with`: the units whose cadres its owner saw.

    With the file `asked` is emptied, too (a name may have been searched for).
    """

    kind = models.CharField("loại", max_length=10, choices=ExportKind)
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    asked = models.JSONField("điều kiện", default=dict)
    made_with = models.JSONField("quyền lúc dựng", default=dict)

    objects = CadreExportQuerySet.as_manager()

    class Meta(Export.Meta):
        verbose_name = "lần xuất dữ liệu"
        verbose_name_plural = "lần xuất dữ liệu"
        constraints = [*Export.Meta.constraints, one_of("kind", ExportKind, "cadres_cadreexport_kind_known")]
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(content__isnull=False), name="cadres_export_to_purge"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
