"""Taking the scores of a round out: asked for with a purpose, made by a job, kept for a day, all of it logged.

The right is that of the page of results. Raises NotAllowed, or ValidationError when no purpose is given.
"""

from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from apps.accounts.models import User
from apps.assessments.models import AssessmentRound, ScoreExport
from apps.assessments.permissions import VIEW
from apps.assessments.queries.score_sheets import score_sheets
from apps.audit.services import record
from apps.branches.permissions import check_unit
from apps.core.clock import today as local_today
from apps.core.exports import KEPT
from apps.core.vietnamese import moment, nfc, number
from apps.core.workbooks import Provenance, workbook
from apps.jobs.models import Job
from apps.jobs.services import Progress, enqueue
from apps.units.models import Unit

EXPORT = "assessments.export"
STEPS = 2


@transaction.atomic
def request_export(
    *, actor: User, round_id: int, unit_id: int, purpose: str, today: date
) -> tuple[ScoreExport, Job]:
    """The same asked for again before it is made is the same export and job."""
    unit = _seen_unit(actor, unit_id, today)
    within = AssessmentRound.objects.get(pk=round_id)
    if not (purpose := " ".join(nfc(purpose).split())):
        raise ValidationError({"purpose": "Ghi mục đích sử dụng."})
    wanted = {"round": within, "unit": unit, "purpose": purpose}
    waiting = ScoreExport.objects.filter(requested_by=actor, made_at=None, **wanted)
    export = waiting.select_for_update().first()
    if export is None:
        export = ScoreExport.objects.create(requested_by=actor, **wanted)
        change = {"round": round_id, "purpose": purpose}
        record(actor=actor, act=EXPORT, subject=export, chain=unit_id, change=change)
    title = f"Xuất điểm {within.title}, {unit}"[:200]
    args = {"export_id": export.pk}
    return export, enqueue(kind=EXPORT, title=title, key=f"scores:{export.pk}", args=args, requested_by=actor)


def build_export(job: Job, progress: Progress) -> None:
    """The work of `assessments.export`, with the rights of the hour."""
    found = ScoreExport.objects.select_related("requested_by", "round__set")
    export = found.get(pk=job.args["export_id"])
    progress.step(1, STEPS, "đang đọc điểm")
    unit = _seen_unit(export.requested_by, export.unit_id, local_today())
    sheets, count = score_sheets(unit, export.round)
    progress.step(2, STEPS, "đang ghi tệp Excel")
    content = workbook(sheets, _provenance(export, unit, count))
    with progress.committing(result_url=reverse("assessments:workbook", args=[export.pk])):
        ScoreExport.objects.filter(pk=export.pk).update(content=content, made_at=Now())
        change = {"units": count, "purpose": export.purpose}
        record(
            actor=export.requested_by,
            act="assessments.build_export",
            subject=export,
            chain=export.unit_id,
            change=change,
        )


def _seen_unit(actor: User, unit_id: int, today: date) -> Unit:
    """With its name; raises NotAllowed unless the person sees its results."""
    unit = Unit.objects.with_lineage(today).named(today).get(pk=unit_id)
    check_unit(VIEW, actor, unit)
    return unit


def _provenance(export: ScoreExport, unit: Unit, count: int) -> Provenance:
    lines = [
        f"{unit} và cấp dưới, {export.round.title}; {number(count)} đơn vị",
        f"Người xuất: {export.requested_by}, {moment(export.requested_at)}",
        f"Mục đích sử dụng: {export.purpose}",
        *(["Dữ liệu minh họa"] if settings.DEMO else []),
    ]
    return Provenance(lines, str(export.requested_by), export.requested_at)


def take_export(*, actor: User, export: ScoreExport, today: date) -> bytes | None:
    """The file, if it is still kept and the results still in sight; that it was taken is logged as reading."""
    _seen_unit(actor, export.unit_id, today)
    if export.content is None:
        return None
    record(actor=actor, act="read", subject=export, chain=export.unit_id, change={"content": None})
    return bytes(export.content)


def purge_exports(*, now: datetime) -> int:
    """Empties the files made more than a day ago; returns how many."""
    old = ScoreExport.objects.filter(content__isnull=False, made_at__lte=now - KEPT)
    return old.update(content=None)
