"""A district's own list on its way into the register. What was read is kept until it is recorded, and no longer."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.cadres.enums import Engagement, ImportState, ListColumn, Origin
from apps.core.constraints import one_of
from apps.core.fields import by
from apps.units.models import Membership, Unit, UnitAncestry


class ListImportQuerySet(models.QuerySet["ListImport"]):
    def visible_to(self, user: Any, at: date) -> "ListImportQuerySet":
        """Those for a unit at or below one where the user has a role on that day."""
        mine = Membership.objects.current(at).filter(user=user).values("unit_id")
        seen = UnitAncestry.objects.filter(ancestor_id__in=mine, validity__contains=at)
        return self.filter(unit_id__in=seen.values("descendant_id"))

    def read(self) -> "ListImportQuerySet":
        return self.filter(state=ImportState.READ)


class ListImport(models.Model):
    """One workbook. `rows`: the cells of its people, cleared when it is recorded or discarded; the file is not kept.

    `columns`: what each column holds ("" nothing); `first_row`: of the people, counted from 1 as in Excel.
    `engagement`, `origin`: of a position whose row does not say it.
    """

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField("tên tệp", max_length=160)
    sha256 = models.CharField("SHA-256", max_length=64)
    sheet = models.CharField("trang tính", max_length=120)
    state = models.CharField("trạng thái", max_length=10, choices=ImportState, default=ImportState.READ)
    labels = models.JSONField("đầu cột")
    columns = models.JSONField("khớp cột")
    first_row = models.PositiveIntegerField("dòng đầu")
    rows = models.JSONField("các ô", null=True)
    engagement = models.CharField(
        "loại hình khi bảng không ghi", max_length=10, choices=Engagement, blank=True
    )
    origin = models.CharField("hình thức khi bảng không ghi", max_length=12, choices=Origin, blank=True)
    turns_fonts = models.BooleanField("đổi chữ phông cũ sang Unicode", default=False)
    version = models.PositiveIntegerField("phiên bản", default=1)
    new_count = models.PositiveIntegerField("người mới", null=True)
    updated_count = models.PositiveIntegerField("người cập nhật", null=True)
    same_count = models.PositiveIntegerField("người không đổi", null=True)
    uploaded_by = by("người tải lên")
    uploaded_at = models.DateTimeField("tải lên lúc", db_default=Now())
    ended_at = models.DateTimeField("xong lúc", null=True)

    objects = ListImportQuerySet.as_manager()

    class Meta:
        verbose_name = "danh sách nhập từ Excel"
        verbose_name_plural = "danh sách nhập từ Excel"
        ordering = ["-id"]
        constraints = [
            one_of("state", ImportState, "cadres_listimport_state_known"),
            models.CheckConstraint(
                condition=Q(engagement="") | Q(engagement__in=Engagement.values),
                name="cadres_listimport_engagement_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=Q(origin="") | Q(origin__in=Origin.values),
                name="cadres_listimport_origin_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.READ, rows__isnull=False, ended_at=None)
                | (~Q(state=ImportState.READ) & Q(rows=None, ended_at__isnull=False)),
                name="cadres_listimport_rows_while_read",
                violation_error_message="Danh sách đã xong thì không giữ các ô đã đọc.",
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.IMPORTED, new_count__isnull=False, updated_count__isnull=False)
                | (~Q(state=ImportState.IMPORTED) & Q(new_count=None, updated_count=None)),
                name="cadres_listimport_counted_when_imported",
                violation_error_message="Danh sách đã nhập phải có số người.",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$") & ~Q(file_name=""),
                name="cadres_listimport_described",
                violation_error_message="Danh sách phải có tên tệp và mã SHA-256.",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-id"], name="cadres_listimport_of_unit")]

    def __str__(self) -> str:
        return self.file_name


class ColumnChoice(models.Model):
    """What a head means in the lists of a unit, as somebody chose it there; "" that it is left out."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    header = models.CharField("đầu cột", max_length=120)
    column = models.CharField("nội dung", max_length=20, choices=ListColumn, blank=True)

    class Meta:
        verbose_name = "cách hiểu đầu cột"
        verbose_name_plural = "cách hiểu đầu cột"
        constraints = [
            models.CheckConstraint(
                condition=Q(column="") | Q(column__in=ListColumn.values),
                name="cadres_columnchoice_column_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
            models.UniqueConstraint(
                fields=["unit", "header"],
                name="cadres_columnchoice_once",
                violation_error_message="Đầu cột này đã có cách hiểu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.header}: {self.column}"
