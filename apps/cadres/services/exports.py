"""Taking data out of the register: asked for with a purpose, made by a job, kept for a day, all of it logged.

The same rights as the pages: of whose birth date the person may not read, none is in the file. Raises NotAllowed, or
ValidationError when no purpose is given.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from apps.accounts.models import User
from apps.audit.services import record
from apps.cadres.enums import ExportKind
from apps.cadres.models import CadreExport
from apps.cadres.permissions import PRIVATE, check_can_take, export_act, held_reach
from apps.cadres.services.people import clean
from apps.cadres.services.sheets import Taken, taken
from apps.core.exports import KEPT
from apps.core.workbooks import workbook
from apps.jobs.models import Job
from apps.jobs.services import Progress, enqueue
from apps.units.models import Unit
from apps.units.permissions import check

EXPORT = "cadres.export"
STEPS = 2


@transaction.atomic
def request_export(
    *, actor: User, kind: str, unit_id: int, asked: Mapping[str, Any], purpose: str, today: date
) -> tuple[CadreExport, Job]:
    """`asked` as JSON, read as of `today`; the same asked for again before it is made is the same export and job."""
    unit = Unit.objects.with_lineage(today).named(today).get(pk=unit_id)
    check(export_act(kind), actor, lineage=unit.lineage, unit_id=unit_id)  # type: ignore[attr-defined]
    if not clean(purpose):
        raise ValidationError({"purpose": "Ghi mục đích sử dụng."})
    wanted = {
        "kind": kind,
        "unit_id": unit_id,
        "asked": {**asked, "today": today.isoformat()},
        "purpose": clean(purpose),
    }
    waiting = CadreExport.objects.filter(requested_by=actor, made_at=None, **wanted)
    export = waiting.select_for_update().first()
    if export is None:
        export = CadreExport.objects.create(requested_by=actor, **wanted)
        record(actor=actor, act=EXPORT, subject=export, chain=unit_id, change=wanted)
    title = f"Xuất {ExportKind(kind).label}, {unit}"[:200]
    args = {"export_id": export.pk}
    return export, enqueue(kind=EXPORT, title=title, key=f"export:{export.pk}", args=args, requested_by=actor)


def build_export(job: Job, progress: Progress) -> None:
    """The work of `cadres.export`, with the rights of the hour: the file and the log of whom it tells."""
    export = CadreExport.objects.select_related("requested_by").get(pk=job.args["export_id"])
    user, today = export.requested_by, date.fromisoformat(export.asked["today"])
    progress.step(1, STEPS, "đang đọc sổ cán bộ")
    unit = Unit.objects.with_lineage(today).named(today).get(pk=export.unit_id)
    check(export_act(export.kind), user, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]
    found = taken(export, unit, user, today)
    progress.step(2, STEPS, "đang ghi tệp Excel")
    content = workbook(found.sheets, found.provenance)
    with progress.committing(result_url=reverse("cadres:workbook", args=[export.pk])):
        _keep(export, content, held_reach(user), found)


def _keep(export: CadreExport, content: bytes, reach: dict[str, Any], found: Taken) -> None:
    CadreExport.objects.filter(pk=export.pk).update(content=content, made_with=reach, made_at=Now())
    change = {**dict.fromkeys(PRIVATE if found.is_private else ()), "cadres": found.cadre_ids}
    change |= {"kind": export.kind, "purpose": export.purpose}
    record(
        actor=export.requested_by,
        act="cadres.build_export",
        subject=export,
        chain=export.unit_id,
        change=change,
    )


def take_export(*, actor: User, export: CadreExport) -> bytes | None:
    """The file, if it is still kept; that it was taken is logged as reading. Raises NotAllowed."""
    check_can_take(actor, export)
    if export.content is None:
        return None
    record(actor=actor, act="read", subject=export, chain=export.unit_id, change={"content": None})
    return bytes(export.content)


def purge_exports(*, now: datetime) -> int:
    """Empties the files made more than a day ago and what they were made from; returns how many."""
    return _empty(made_at__lte=now - KEPT)


def withdraw_exports() -> int:
    """Empties every file that may name somebody, since one of them shall be named no more; returns how many."""
    return _empty(kind__in=[kind for kind in ExportKind if kind != ExportKind.TABLES])


def _empty(**of: Any) -> int:
    return CadreExport.objects.filter(content__isnull=False, **of).update(content=None, asked={})
