"""A row on its way: handed over by the commune, taken over by the district, given back; each step leaves its row."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Coalesce

from apps.audit import services as audit
from apps.core.exceptions import Stale
from apps.core.vietnamese import nfc
from apps.core.workflow import advance
from apps.reports import permissions
from apps.reports.enums import ROW_STEPS, RowAct, RowState
from apps.reports.models import Report, ReportRow, RowStep
from apps.reports.queries import sheet
from apps.reports.services.entry import STALE_ROW

REASON_LENGTH = 300


@transaction.atomic
def hand_over(*, user: Any, report_id: int, unit_id: int, version: int, now: datetime) -> RowStep:
    """The commune hands its row to the district.

    Raises NotAllowed (role, state, or what the row still lacks) and Stale: somebody else changed it since `version`.
    """
    report = Report.objects.locked(report_id)
    permissions.check_can_hand_over(user, report, unit_id)
    row = ReportRow.objects.get(report=report, unit_id=unit_id)
    if row.version != version and row.saved_by_id != user.pk:
        raise Stale(STALE_ROW)
    permissions.check_row_complete(sheet(report, [unit_id]))
    return _step(report, row, RowAct.HAND_OVER, user, now)


@transaction.atomic
def take_over(*, user: Any, report_id: int, unit_id: int, reason: str, now: datetime) -> RowStep:
    """The district enters a row that is still out; the commune may not write it until it is given back.

    Raises NotAllowed, or ValidationError for a missing or too long reason, by field name.
    """
    return _settle(user, report_id, unit_id, RowAct.TAKE_OVER, reason, now)


@transaction.atomic
def give_back(*, user: Any, report_id: int, unit_id: int, reason: str, now: datetime) -> RowStep:
    """A row that was handed or taken over is the commune's again. Raises as `take_over` does."""
    return _settle(user, report_id, unit_id, RowAct.GIVE_BACK, reason, now)


def _settle(user: Any, report_id: int, unit_id: int, act: RowAct, reason: str, now: datetime) -> RowStep:
    report = Report.objects.locked(report_id)
    permissions.check_can_settle_row(user, report, unit_id)
    note = _reason(reason)
    row = ReportRow.objects.get(report=report, unit_id=unit_id)
    return _step(report, row, act, user, now, note)


def _reason(text: str) -> str:
    reason = nfc(text)
    if not reason:
        raise ValidationError({"reason": "Đồng chí nêu lý do; xã đọc được lý do này."})
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": f"Lý do dài tối đa {REASON_LENGTH} ký tự."})
    return reason


def _step(report: Report, row: ReportRow, act: RowAct, user: Any, now: datetime, note: str = "") -> RowStep:
    """Checks the step against the table, writes state, step and entry."""
    step = advance(ROW_STEPS, state=row.state, act=act, refusal=permissions.NO_SUCH_STEP[act])
    changes: dict[str, Any] = {"state": step.next_state}
    if step.next_state == RowState.HANDED_OVER:
        changes["first_handed_over_at"] = Coalesce("first_handed_over_at", now)
    ReportRow.objects.filter(pk=row.pk).update(**changes)
    written = RowStep.objects.create(
        row=row,
        act=act,
        from_state=step.state,
        to_state=step.next_state,
        note=note,
        done_by=user,
        done_at=now,
    )
    change = {"state": step.next_state, "reason": note} if note else {"state": step.next_state}
    audit.record(actor=user, act=f"reports.{act}", subject=row, chain=report.unit_id, change=change)
    return written
