"""Acts on the papers of a position: a decision is attached, and withdrawn when it was the wrong one.

Whoever keeps the cadre's file acts. Raises NotAllowed, or ValidationError (what the gate of `files` refuses stands
beside `scan`).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import record
from apps.cadres.models import Appointment, AppointmentFile, Cadre
from apps.cadres.permissions import PRIVATE, check_can_edit
from apps.cadres.services.people import clean, locked_cadre
from apps.files.services import store


@dataclass(frozen=True)
class Scan:
    """A decision as it was handed in, and when."""

    upload: UploadedFile
    at: datetime


@transaction.atomic
def attach_decision(
    *, actor: User, appointment_id: int, kind: str, scan: Scan, today: date
) -> AppointmentFile:
    """One more paper of the appointment."""
    appointment = Appointment.objects.get(pk=appointment_id)
    cadre = locked_cadre(appointment.cadre_id, today)
    check_can_edit(actor, cadre)
    paper = keep_decision(actor, appointment, kind, scan)
    change = {"kind": kind, "file": paper.file.sha256}
    record(actor=actor, act="cadres.attach_decision", subject=paper, chain=cadre.unit_id, change=change)
    return paper


@transaction.atomic
def withdraw_decision(
    *, actor: User, paper_id: int, reason: str, today: date, now: datetime
) -> AppointmentFile:
    """The paper is shown no more; that it was attached, by whom, and why it was taken off stays."""
    paper = AppointmentFile.objects.select_related("appointment").get(pk=paper_id)
    cadre = locked_cadre(paper.appointment.cadre_id, today)
    check_can_edit(actor, cadre)
    paper.refresh_from_db()
    if paper.withdrawn_at:
        raise ValidationError("Tệp này đã được gỡ.")
    if not (reason := clean(reason)):
        raise ValidationError({"reason": "Ghi lý do gỡ tệp."})
    paper.withdrawn_by, paper.withdrawn_at, paper.withdrawal_reason = actor, now, reason
    paper.full_clean(exclude={"appointment", "file"}, validate_constraints=False)
    paper.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawal_reason"])
    change = {"withdrawn_at": now, "reason": reason}
    record(actor=actor, act="cadres.withdraw_decision", subject=paper, chain=cadre.unit_id, change=change)
    return paper


def keep_decision(actor: User, appointment: Appointment, kind: str, scan: Scan) -> AppointmentFile:
    """In the transaction of the act that the paper belongs to: rolled back, no file stays."""
    try:
        file = store(user=actor, upload=scan.upload, now=scan.at)
    except ValidationError as refused:
        raise ValidationError({"scan": refused.messages}) from None
    return AppointmentFile.objects.create(
        appointment=appointment, file=file, kind=kind, attached_by=actor, attached_at=scan.at
    )


def log_decision_read(*, actor: User, cadre: Cadre, paper: AppointmentFile) -> None:
    """A decision was downloaded: what it may tell of a person's private data counts as read."""
    change = dict.fromkeys(("file", *PRIVATE))
    record(actor=actor, act="read", subject=paper, chain=cadre.unit_id, change=change)
