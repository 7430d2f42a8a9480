"""Typing figures and texts: one row, or one text, at a time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from apps.audit import services as audit
from apps.core.exceptions import Stale
from apps.core.vietnamese import nfc, number, parse_number
from apps.indicators.enums import ElementKind
from apps.reports import permissions
from apps.reports.models import Report, ReportRow, ReportText, ReportValue, TextItem
from apps.reports.queries import Entry, Sheet, SheetRow, register_seal, sheet
from apps.reports.queries.boxes import Box, register_name
from apps.reports.queries.cells import short

YES_NO = "có/không"
REASON_LENGTH = 300
TEXT_LENGTH = 4000
STALE_REGISTER = "Số trong sổ vừa đổi. Đồng chí xem lại rồi xác nhận."
STALE_ROW = "Dòng này vừa được sửa ở nơi khác sau khi đồng chí mở trang."
STALE_TEXT = "Phần lời này vừa được sửa ở nơi khác sau khi đồng chí mở trang."


@dataclass(frozen=True)
class Typed:
    """What a person typed for one box; None = not touched. An empty `text` clears the box.

    `kept`: why the number stays though it does not add up; `dispute`: why it is not the register's.
    """

    text: str | None = None
    absent: str | None = None
    kept: str | None = None
    dispute: str | None = None


@dataclass(frozen=True)
class Refusal:
    """A box that was not saved: what was typed, and why not."""

    typed: Typed
    message: str


@dataclass
class RowSaved:
    """The row's new version, the codes of the boxes that changed, and those refused."""

    version: int
    changed: list[str] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)


@transaction.atomic
def save_row(
    *,
    user: Any,
    report_id: int,
    unit_id: int,
    version: int,
    cells: Mapping[str, Typed],
    now: datetime,
    seen: Mapping[str, str] | None = None,
) -> RowSaved:
    """Saves the boxes of one row that were typed, by element code. Valid ones are saved, the others refused by name.

    Typing the number that a register has confirms it; another number stays unsettled until a reason is given.
    Raises NotAllowed (role, or the report is not open) and Stale when the row changed since `version`, unless what was
    typed stands there already: the same save may arrive twice when a page is left. What was typed without network may
    be older than saves of the same person; it says box by box what was `seen`, and is stale only where that changed.
    """
    report = Report.objects.locked(report_id)
    permissions.check_can_edit_row(user, report, unit_id)
    row = sheet(report, [unit_id]).rows[0]
    saved, entries = _judge(row, cells)
    touched = [*entries, *saved.refused]
    if row.version != version and touched and not _still(row, touched, seen or {}):
        raise Stale(STALE_ROW)
    if entries:
        _write(row, entries)
        saved.version = _touch(report, row, user, now)
        _audit(user, "reports.save_row", report, row, entries)
    saved.changed = list(entries)
    return saved


def _still(row: SheetRow, touched: Collection[str], seen: Mapping[str, str]) -> bool:
    """Whether each of these boxes shows what the person saw in it."""
    shown = {box.code: short(row.entries.get(box.element_id), box) for box in row.boxes}
    return all(code in seen and seen[code] == shown.get(code) for code in touched)


def _judge(row: SheetRow, cells: Mapping[str, Typed]) -> tuple[RowSaved, dict[str, Entry | None]]:
    """What is refused, and by code what really changes (None: the box is emptied)."""
    saved = RowSaved(row.version)
    by_code = {box.code: box for box in row.boxes}
    entries: dict[str, Entry | None] = {}
    for code, typed in cells.items():
        try:
            entry = _read(by_code.get(code), typed, row)
        except ValueError as error:
            saved.refused[code] = Refusal(typed, str(error))
            continue
        if entry != row.entries.get(by_code[code].element_id):
            entries[code] = entry
    return saved, entries


def _read(box: Box | None, typed: Typed, row: SheetRow) -> Entry | None:
    """The entry that was meant; ValueError with a sentence for the person."""
    if box is None:
        raise ValueError("Ô này không có trong dòng của đơn vị.")
    known = row.register.get(box.element_id)
    if typed.absent is not None:
        if known is not None:
            figure = number(known, box.decimals)
            register = register_name(box.code).capitalize()
            raise ValueError(f"{register} ghi {figure}; đồng chí xác nhận, hoặc ghi số khác và nêu lý do.")
        return Entry(absent=_reason(typed.absent, "Đồng chí nêu lý do không có số liệu."))
    entry = row.entries.get(box.element_id)
    if typed.text is not None:
        entry = _typed(box, typed.text, entry)
    return _keep(_answer(entry, known, typed), typed.kept)


def _typed(box: Box, text: str, current: Entry | None) -> Entry | None:
    if not nfc(text):
        return None
    value = parse_number(text, box.decimals)
    if box.unit_of_measure == YES_NO and value not in (0, 1):
        raise ValueError("Có ghi 1, chưa ghi 0.")
    return current if current and current.value == value else Entry(value)


def _answer(entry: Entry | None, known: Decimal | None, typed: Typed) -> Entry | None:
    """The entry as an answer to what the register says: confirmed, disputed, or still open."""
    if entry is None or entry.value is None or known is None:
        return entry
    if typed.text is None and typed.dispute is None:
        return entry
    if entry.value == known:
        return replace(entry, register=known, dispute="")
    if typed.dispute is None:
        return entry
    return replace(entry, register=known, dispute=_reason(typed.dispute, "Đồng chí nêu lý do ghi khác sổ."))


def _keep(entry: Entry | None, kept: str | None) -> Entry | None:
    if entry is None or entry.value is None or kept is None:
        return entry
    return replace(entry, kept=_reason(kept, "Đồng chí nêu lý do giữ số này."))


def _reason(text: str, when_empty: str) -> str:
    reason = nfc(text)
    if not reason:
        raise ValueError(when_empty)
    if len(reason) > REASON_LENGTH:
        raise ValueError(f"Lý do dài tối đa {REASON_LENGTH} ký tự, đang là {number(len(reason))}.")
    return reason


def _write(row: SheetRow, entries: Mapping[str, Entry | None]) -> None:
    ids = {box.code: box.element_id for box in row.boxes}
    emptied = [ids[code] for code, entry in entries.items() if entry is None]
    if emptied:
        ReportValue.objects.filter(row_id=row.id, element_id__in=emptied).delete()
    ReportValue.objects.bulk_create(
        [_value(row.id, ids[code], entry) for code, entry in sorted(entries.items()) if entry],
        update_conflicts=True,
        unique_fields=["row", "element"],
        update_fields=["value", "absent_reason", "kept_reason", "register_value", "dispute_reason"],
    )


def _value(row_id: int, element_id: int, entry: Entry) -> ReportValue:
    return ReportValue(
        row_id=row_id,
        element_id=element_id,
        value=entry.value,
        absent_reason=entry.absent,
        kept_reason=entry.kept,
        register_value=entry.register,
        dispute_reason=entry.dispute,
    )


def _touch(report: Report, row: SheetRow, user: Any, now: datetime) -> int:
    """Lets the versions of the row and of the report grow; returns the row's."""
    _touch_report(report, user, now)
    ReportRow.objects.filter(pk=row.id).update(version=row.version + 1, saved_at=now, saved_by=user)
    return row.version + 1


def _touch_report(report: Report, user: Any, now: datetime) -> None:
    Report.objects.filter(pk=report.pk).update(version=F("version") + 1, saved_at=now, saved_by=user)


def _audit(user: Any, act: str, report: Report, row: SheetRow, entries: Mapping[str, Entry | None]) -> None:
    subject = ReportRow(pk=row.id)
    audit.record(actor=user, act=act, subject=subject, chain=report.unit_id, change=entries)


@transaction.atomic
def copy_previous(*, user: Any, report_id: int, unit_ids: Collection[int] | None, now: datetime) -> int:
    """Fills the STOCKs that are still empty with the last value given, in these rows (None: all); returns how many.

    Raises NotAllowed unless the person may edit every one of the rows.
    """
    report = Report.objects.locked(report_id)
    for unit_id in report.row_unit_ids if unit_ids is None else unit_ids:
        permissions.check_can_edit_row(user, report, unit_id)
    found: Sheet = sheet(report, unit_ids)
    return sum(_copy(report, row, user, now) for row in found.rows)


def _copy(report: Report, row: SheetRow, user: Any, now: datetime) -> int:
    entries: dict[str, Entry | None] = {
        box.code: Entry(row.previous[box.element_id])
        for box in row.missing
        if box.kind == ElementKind.STOCK and row.previous.get(box.element_id) is not None
    }
    if entries:
        _write(row, entries)
        _touch(report, row, user, now)
        _audit(user, "reports.copy_previous", report, row, entries)
    return len(entries)


@transaction.atomic
def confirm_register(
    *, user: Any, report_id: int, unit_ids: Collection[int] | None, seal: str, now: datetime
) -> int:
    """Takes the register's number into every box of these rows (None: all) that waits for it; returns how many.

    A number that a person typed against the register is never written over. `seal` is the `register_seal` of the
    page. Raises NotAllowed unless the person may edit every row, Stale when the register says otherwise by now.
    """
    report = Report.objects.locked(report_id)
    for unit_id in report.row_unit_ids if unit_ids is None else unit_ids:
        permissions.check_can_edit_row(user, report, unit_id)
    found = sheet(report, unit_ids)
    if register_seal(found.rows) != seal:
        raise Stale(STALE_REGISTER)
    return sum(_confirm(report, row, user, now) for row in found.rows)


def _confirm(report: Report, row: SheetRow, user: Any, now: datetime) -> int:
    entries: dict[str, Entry | None] = {
        box.code: _taken(row.entries.get(box.element_id), row.register[box.element_id])
        for box in row.confirmable
    }
    if entries:
        _write(row, entries)
        _touch(report, row, user, now)
        _audit(user, "reports.confirm_register", report, row, entries)
    return len(entries)


def _taken(entry: Entry | None, known: Decimal) -> Entry:
    same = entry if entry and entry.value == known else Entry(known)
    return replace(same, register=known, dispute="")


@transaction.atomic
def save_text(*, user: Any, report_id: int, item_id: int, version: int, body: str, now: datetime) -> int:
    """Saves one text; `version` is that of the text on the page (0: none yet). Returns its new version.

    Raises NotAllowed, Stale, or ValidationError when it is too long.
    """
    report = Report.objects.locked(report_id)
    permissions.check_can_edit(user, report)
    item = TextItem.objects.get(pk=item_id, form_id=report.form_id)
    known = ReportText.objects.filter(report=report, item=item).first()
    text = nfc(body.replace("\r\n", "\n"))
    current = known.version if known else 0
    if text == (known.body if known else ""):
        return current
    if current != version:
        raise Stale(STALE_TEXT)
    if len(text) > TEXT_LENGTH:
        raise ValidationError(
            f"Phần lời dài tối đa {number(TEXT_LENGTH)} ký tự, đang là {number(len(text))}."
        )
    ReportText.objects.update_or_create(
        report=report,
        item=item,
        defaults={"body": text, "version": version + 1, "saved_at": now, "saved_by": user},
    )
    _touch_report(report, user, now)
    change = {f"text {item.section_id} {item.kind}": text}
    audit.record(actor=user, act="reports.save_text", subject=report, chain=report.unit_id, change=change)
    return version + 1
