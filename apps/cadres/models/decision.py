"""Decisions as papers: scans attached to the positions that they gave or took."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.cadres.enums import DecisionKind
from apps.cadres.models.appointment import Appointment
from apps.core.constraints import one_of
from apps.core.fields import by
from apps.files.models import StoredFile


class AppointmentFileQuerySet(models.QuerySet["AppointmentFile"]):
    def attached(self) -> "AppointmentFileQuerySet":
        """Without those that were taken off again, and those whose bytes were erased."""
        return self.filter(withdrawn_at=None, file__erased_at=None)


class AppointmentFile(models.Model):
    """One file of one appointment; it moves with it. Attached by mistake, it is withdrawn, with a reason, and stays.

    A decision carries birth dates: whoever may read it may read private data (permissions.VIEW_PRIVATE).
    """

    appointment = models.ForeignKey(
        Appointment, verbose_name="việc giữ chức", on_delete=models.PROTECT, related_name="files"
    )
    file = models.OneToOneField(StoredFile, verbose_name="tệp", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("loại quyết định", max_length=10, choices=DecisionKind)
    attached_by = by("người đính kèm")
    attached_at = models.DateTimeField("đính kèm lúc", db_default=Now())
    withdrawn_by = by("người gỡ", null=True, blank=True)
    withdrawn_at = models.DateTimeField("gỡ lúc", null=True, blank=True)
    withdrawal_reason = models.CharField("lý do gỡ", max_length=300, blank=True)

    objects = AppointmentFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp quyết định"
        verbose_name_plural = "tệp quyết định"
        ordering = ["pk"]
        constraints = [
            one_of("kind", DecisionKind, "cadres_appointmentfile_kind_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason=""),
                name="cadres_appointmentfile_withdrawn_with_reason",
                violation_error_message="Gỡ tệp phải có người gỡ, lúc gỡ và lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.kind}"
