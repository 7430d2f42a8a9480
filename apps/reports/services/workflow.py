"""The steps of a report: submit, send back, approve. Each is one transaction whose audit row is written in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from apps.audit import services as audit
from apps.core.canonical import canonical, sha256
from apps.core.exceptions import KeyReused, Stale
from apps.core.vietnamese import nfc
from apps.core.workflow import advance
from apps.reports import permissions
from apps.reports.enums import OPEN_STATES, REPORT_STEPS, ReportAct, ReportState
from apps.reports.models import Report, ReportStep, ReportVersion, ReturnNote, Submission
from apps.reports.queries import Sheet, sheet
from apps.reports.services.facts import fold
from apps.reports.services.freezing import frozen_content
from apps.units.models import UnitCode

STALE_REPORT = "Báo cáo đã được sửa sau khi đồng chí mở trang."
NOTE_LENGTH = 500


@transaction.atomic
def submit(*, user: Any, report_id: int, version: int, key: UUID, seen: object, now: datetime) -> Submission:
    """Submits the report as the person saw it (`seen`, anything canonical JSON can hold) at `version`.

    The same key with the same body gives the same receipt, also when two clicks race. Raises NotAllowed (role,
    already submitted, incomplete), Stale (changed since `version`), KeyReused (the key came with another body).
    """
    body = sha256(canonical({"report": report_id, "version": version, "seen": seen}))
    earlier = _same_key(key, body)
    if earlier:
        return earlier
    report = Report.objects.with_lineage().get(pk=report_id)
    permissions.check_may_submit(user, report)
    if not _move_to_submitted(report, user, version, now):
        return _after_lost_race(report_id, key, body)
    permissions.check_complete(sheet(report))
    submission = _receipt(report, user, key, body, now)
    _log(report, ReportAct.SUBMIT, user, now)
    change = {"state": ReportState.SUBMITTED, "receipt": submission.receipt_number}
    audit.record(actor=user, act="reports.submit", subject=report, chain=report.unit_id, change=change)
    return submission


def _same_key(key: UUID, body: str) -> Submission | None:
    earlier = Submission.objects.filter(key=key).select_related("report__period").first()
    if earlier and earlier.body_sha256 != body:
        raise KeyReused
    return earlier


def _move_to_submitted(report: Report, user: Any, version: int, now: datetime) -> bool:
    """One conditional UPDATE decides: who finds the report open at this version wins, the others lose."""
    moved = Report.objects.filter(pk=report.pk, version=version, state__in=OPEN_STATES).update(
        state=ReportState.SUBMITTED,
        version=F("version") + 1,
        submitted_at=now,
        submitted_by=user,
        first_submitted_at=Coalesce("first_submitted_at", now),
    )
    return bool(moved)


def _after_lost_race(report_id: int, key: UUID, body: str) -> Submission:
    twin = _same_key(key, body)
    if twin:
        return twin
    permissions.check_not_yet_submitted(Report.objects.get(pk=report_id))
    raise Stale(STALE_REPORT)


def _receipt(report: Report, user: Any, key: UUID, body: str, now: datetime) -> Submission:
    number = report.submissions.count() + 1
    codes = UnitCode.objects.filter(unit_id=report.unit_id, validity__contains=report.period.end_on)
    place = codes.values_list("code", flat=True).first() or f"U{report.unit_id}"
    return Submission.objects.create(
        report=report,
        number=number,
        key=key,
        body_sha256=body,
        receipt_number=f"{report.form.code}/{report.period.slug.upper()}/{place}/{number:02d}",
        submitted_by=user,
        submitted_at=now,
    )


def _log(report: Report, act: ReportAct, user: Any, now: datetime, note: str = "") -> ReportStep:
    """Checks the step against the table from the state that `report` was loaded in, and writes its row."""
    refusal = "Báo cáo không ở trạng thái làm được việc này."
    step = advance(REPORT_STEPS, state=report.state, act=act, refusal=refusal)
    return ReportStep.objects.create(
        report=report,
        act=act,
        from_state=step.state,
        to_state=step.next_state,
        note=note,
        done_by=user,
        done_at=now,
    )


@dataclass(frozen=True)
class Note:
    """Why one field goes back: a figure (unit and element code) or a text (item id)."""

    reason: str
    unit_id: int | None = None
    code: str = ""
    item_id: int | None = None


@transaction.atomic
def send_back(
    *, user: Any, report_id: int, version: int, notes: Sequence[Note], message: str, now: datetime
) -> ReportStep:
    """Sends a submitted report back with at least one reason by field.

    Raises NotAllowed, Stale, or ValidationError (no reason, too long, or a field that the report does not have).
    """
    report = Report.objects.locked(report_id)
    permissions.check_can_send_back(user, report)
    _check_version(report, version)
    drafts = _notes(report, notes)
    step = _log(report, ReportAct.SEND_BACK, user, now, nfc(message)[:1000])
    for draft in drafts:
        draft.step = step
    ReturnNote.objects.bulk_create(drafts)
    _set_state(report, state=ReportState.RETURNED)
    change = {"state": ReportState.RETURNED, "notes": len(drafts)}
    audit.record(actor=user, act="reports.send_back", subject=report, chain=report.unit_id, change=change)
    return step


def _check_version(report: Report, version: int) -> None:
    if report.version != version:
        raise Stale(STALE_REPORT)


def _set_state(report: Report, **changes: Any) -> None:
    Report.objects.filter(pk=report.pk).update(version=F("version") + 1, **changes)


def _notes(report: Report, notes: Sequence[Note]) -> list[ReturnNote]:
    if not notes:
        raise ValidationError("Đồng chí nêu lý do ở ít nhất một ô.")
    found = sheet(report)
    items = set(report.form.texts.values_list("pk", flat=True))
    return [_note(note, found, items) for note in notes]


def _note(note: Note, found: Sheet, items: set[int]) -> ReturnNote:
    reason = nfc(note.reason)
    if not reason or len(reason) > NOTE_LENGTH:
        raise ValidationError(f"Lý do trả lại dài từ 1 đến {NOTE_LENGTH} ký tự.")
    if note.item_id in items:
        return ReturnNote(item_id=note.item_id, reason=reason)
    row = found.row_of(note.unit_id) if note.unit_id else None
    box = next((box for box in row.boxes if box.code == note.code), None) if row else None
    if row is None or box is None:
        raise ValidationError("Ô bị trả lại không có trong báo cáo này.")
    return ReturnNote(row_id=row.id, element_id=box.element_id, reason=reason)


@transaction.atomic
def approve(*, user: Any, report_id: int, version: int, now: datetime) -> ReportVersion:
    """Approves a submitted report: freezes it, folds its figures, refreshes the sums (order: safe.md).

    Raises NotAllowed (role, state, or the person submitted it) and Stale.
    """
    report = Report.objects.locked(report_id)
    permissions.check_can_approve(user, report)
    _check_version(report, version)
    found = sheet(report)
    step = _log(report, ReportAct.APPROVE, user, now)
    _set_state(report, state=step.to_state, approved_by=user, approved_at=now)
    frozen = _freeze(report, found, user, now)
    change = {"state": step.to_state, "version": frozen.number, "sha256": frozen.sha256}
    audit.record(actor=user, act="reports.approve", subject=report, chain=report.unit_id, change=change)
    fold(report=report, sheet=found, version=frozen, now=now)
    return frozen


def _freeze(report: Report, found: Sheet, user: Any, now: datetime) -> ReportVersion:
    number = report.versions.count() + 1
    content = canonical(frozen_content(report, found, number=number))
    return ReportVersion.objects.create(
        report=report,
        number=number,
        content=content,
        sha256=sha256(content),
        approved_by=user,
        approved_at=now,
    )
