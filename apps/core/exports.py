"""A workbook that was taken out of a register: for what, by whom, and for a day the file itself (ADR 0017)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.core.fields import by

KEPT = timedelta(hours=24)


class ExportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Any:
        """Nobody finds another's."""
        return self.filter(requested_by=user)


class Export(models.Model):
    """After a day the file is emptied; who took what, and for what purpose, stays."""

    purpose = models.CharField("mục đích sử dụng", max_length=300)
    requested_by = by("người xuất")
    requested_at = models.DateTimeField("xuất lúc", db_default=Now())
    made_at = models.DateTimeField("dựng xong lúc", null=True, blank=True)
    content = models.BinaryField("tệp", null=True)

    class Meta:
        abstract = True
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="%(app_label)s_%(class)s_has_purpose",
                violation_error_message="Ghi mục đích sử dụng.",
            ),
            models.CheckConstraint(
                condition=Q(content=None) | Q(made_at__isnull=False),
                name="%(app_label)s_%(class)s_file_has_day",
                violation_error_message="Tệp đã dựng phải có thời điểm.",
            ),
        ]

    @property
    def kept_until(self) -> datetime:
        assert self.made_at
        return self.made_at + KEPT

    @property
    def is_kept(self) -> bool:
        return self.content is not None
