"""Acts on a list: read a workbook, say what its columns hold, discard it, record its people – all or nobody.

Whoever keeps the unit's cadres acts. Raises NotAllowed, ValidationError or Stale (the list was changed meanwhile).
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.audit.services import record
from apps.cadres.enums import ImportState, ListColumn
from apps.cadres.models import ColumnChoice, ListImport
from apps.cadres.permissions import check_can_keep
from apps.cadres.queries.traces import Known
from apps.cadres.services.appointments import appoint
from apps.cadres.services.importing.cells import text_of
from apps.cadres.services.importing.headers import Head, find_head, header_key, people_rows
from apps.cadres.services.importing.planning import Plan, Planned, make_plan
from apps.cadres.services.importing.rows import lacking
from apps.cadres.services.people import record_cadre, unit_with_lineage, update_cadre
from apps.core.clock import db_now
from apps.core.clock import today as local_today
from apps.core.exceptions import NotAllowed, Stale
from apps.core.vietnamese import fold
from apps.core.vietnamese import number as written_number
from apps.files.services import Sheet, read_sheets
from apps.jobs.models import Job
from apps.jobs.services import JobError, Progress, enqueue

IMPORT = "cadres.import_list"
MOST_ROWS, MOST_COLUMNS = 5_000, 60
KEPT = timedelta(days=7)  # what was read and not recorded
NO_HEAD = (
    "Không thấy dòng đầu bảng có cột Họ và tên; đồng chí ghi tên cột ở một dòng phía trên danh sách, "
    "hoặc dùng tệp mẫu, rồi tải lên lại."
)
TOO_LONG = (
    f"Danh sách quá {written_number(MOST_ROWS)} dòng hoặc {MOST_COLUMNS} cột; "
    "đồng chí chia thành nhiều tệp rồi tải lên lại."
)
STALE = "Danh sách vừa được khớp lại cột hoặc đã xong ở một trang khác; đồng chí xem lại trước khi nhập."
ENDED = "Danh sách này đã nhập hoặc đã bỏ; đồng chí tải tệp lên lại nếu cần."


def read_list(*, actor: User, unit_id: int, upload: UploadedFile, now: datetime, today: date) -> ListImport:
    """Reads a workbook in a child process and keeps its rows; an earlier list of the person for the unit is dropped."""
    unit = unit_with_lineage(unit_id, today)
    check_can_keep(actor, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]
    remembered = dict(ColumnChoice.objects.filter(unit=unit).values_list("header", "column"))
    sheet, head = _list_in(read_sheets(upload), remembered)
    rows = people_rows(sheet)[head.first_row :]
    if len(rows) > MOST_ROWS or len(head.labels) > MOST_COLUMNS:
        raise ValidationError(TOO_LONG)
    upload.seek(0)
    listing = ListImport(
        unit=unit,
        file_name=(upload.name or "")[-160:],
        sha256=hashlib.file_digest(upload.file, "sha256").hexdigest(),  # type: ignore[arg-type]
        sheet=sheet.name[:120],
        labels=head.labels,
        columns=head.guess(remembered),
        first_row=head.first_row + 1,
        rows=rows,
        uploaded_by=actor,
        uploaded_at=now,
    )
    return _keep(actor, listing, now)


@transaction.atomic
def _keep(actor: User, listing: ListImport, now: datetime) -> ListImport:
    """In place of the person's earlier list; how positions are held is taken over from the unit's last one."""
    others = ListImport.objects.filter(unit=listing.unit)
    for earlier in others.read().filter(uploaded_by=actor).select_for_update():
        _discard(actor, earlier, now)
    if last := others.exclude(engagement="", origin="").first():
        listing.engagement, listing.origin = last.engagement, last.origin
    listing.save()
    change = {"rows": len(listing.rows or [])}
    record(actor=actor, act="cadres.read_list", subject=listing, chain=listing.unit_id, change=change)
    return listing


@transaction.atomic
def match_columns(
    *,
    actor: User,
    listing_id: int,
    version: int,
    columns: Sequence[str],
    rules: Mapping[str, Any],
    today: date,
) -> ListImport:
    """What each column holds; remembered for the next list of the unit. `rules`: engagement, origin, turns_fonts."""
    listing = _locked(actor, listing_id, today, version)
    _check_columns(listing, columns)
    listing.columns = list(columns)
    for name, value in rules.items():
        setattr(listing, name, value)
    listing.version += 1
    listing.save(update_fields=["columns", "version", *rules])
    for label, column in zip(listing.labels, columns, strict=True):
        if key := header_key(label):
            ColumnChoice.objects.update_or_create(
                unit_id=listing.unit_id, header=key, defaults={"column": column}
            )
    change = {"columns": listing.columns, **rules}
    record(actor=actor, act="cadres.match_columns", subject=listing, chain=listing.unit_id, change=change)
    return listing


@transaction.atomic
def discard_list(*, actor: User, listing_id: int, now: datetime, today: date) -> None:
    """Nothing of it is recorded, and nothing of it is kept."""
    _discard(actor, _locked(actor, listing_id, today), now)


@transaction.atomic
def request_import(*, actor: User, listing_id: int, version: int, today: date) -> Job:
    """The job that records the list; twice asked, once done. What stops it is told here, before any work."""
    listing = _locked(actor, listing_id, today, version)
    plan = make_plan(listing, user=actor, today=today)
    if refusal := why_not_importable(listing, plan):
        raise ValidationError(refusal)
    args = {"listing_id": listing.pk, "version": version}
    title = f"Nhập danh sách cán bộ từ tệp {listing.file_name}"
    return enqueue(kind=IMPORT, title=title[:200], key=str(listing.pk), args=args, requested_by=actor)


def import_list(job: Job, progress: Progress) -> None:
    """The work of `cadres.import_list`: all its people in one transaction, through the acts of the pages."""
    now, today = db_now(), local_today()
    listing = ListImport.objects.get(pk=job.args["listing_id"])
    given = {"actor": job.requested_by, "listing_id": listing.pk, "version": job.args["version"]}
    with progress.committing_at_length(result_url=reverse("cadres:import", args=[listing.pk])):
        try:
            record_list(now=now, today=today, tell=progress.step, **given)
        except (Stale, NotAllowed) as refused:
            raise JobError(refused.reason) from None
        except ValidationError as refused:
            raise JobError(" ".join(refused.messages)) from None


@transaction.atomic
def record_list(
    *,
    actor: User,
    listing_id: int,
    version: int,
    now: datetime,
    today: date,
    tell: Callable[[int, int, str], None] = lambda number, count, doing: None,
) -> Plan:
    """Every person of the list, or nobody. What was read goes; how many there were stays. `tell`: how far it is."""
    listing = _locked(actor, listing_id, today, version)
    plan = make_plan(listing, user=actor, today=today)
    if refusal := why_not_importable(listing, plan):
        raise ValidationError(refusal)
    people = plan.to_write
    for number, person in enumerate(people, start=1):
        tell(number, len(people), f"đang ghi dòng {person.row}")
        try:
            _write(actor, person, today)
        except ValidationError as refused:
            told = f"Dòng {person.row} ({person.full_name}): {' '.join(refused.messages)} Chưa ghi ai vào sổ."
            raise ValidationError(told) from refused
    counts = {name: getattr(plan, name) for name in ("new_count", "updated_count", "same_count")}
    _end(listing, ImportState.IMPORTED, now, **counts)
    record(actor=actor, act="cadres.import_list", subject=listing, chain=listing.unit_id, change=counts)
    return plan


@transaction.atomic
def forget_lists(*, now: datetime) -> int:
    """Lists that nobody recorded within a week are discarded; how many there were."""
    old = ListImport.objects.read().filter(uploaded_at__lt=now - KEPT).select_for_update()
    for listing in old:
        _discard(None, listing, now)
    return len(old)


def discard_lists_naming(*, actor: User, known: Known, now: datetime) -> int:
    """Lists not yet recorded in which the person stands, also over several cells; how many there were.

    A birth date alone is no sign: others of the list may share it.
    """
    pattern = replace(known, births=frozenset()).pattern
    found = [one for one in ListImport.objects.read().select_for_update() if _tells(one.rows or [], pattern)]
    for listing in found:
        _discard(actor, listing, now)
    return len(found)


def _tells(rows: Iterable[Sequence[Any]], pattern: str) -> bool:
    return any(re.search(pattern, fold(" ".join(text_of(cell) for cell in row))) for row in rows)


def why_not_importable(listing: ListImport, plan: Plan) -> str:
    """The reason why the list cannot be recorded as it is; empty when it can."""
    if listing.state != ImportState.READ:
        return ENDED
    if names := lacking(listing.columns):
        return f"Chưa biết cột nào là {', '.join(names)}: khớp lại cột."
    if plan.rows_in_error:
        return f"Còn {plan.rows_in_error} dòng có lỗi: sửa trong Excel rồi tải lên lại."
    if plan.unsaid:
        return f"Chưa rõ {' và '.join(plan.unsaid)} của các chức danh mới: chọn chung ở trang Khớp cột."
    if not plan.people:
        return "Danh sách không có người nào."
    if not plan.to_write:
        return "Mọi người trong danh sách đã có trong sổ đúng như vậy: không có gì thay đổi."
    return ""


def _write(actor: User, person: Planned, today: date) -> None:
    given: dict[str, Any] = {"actor": actor, "facts": person.facts, "held": person.held, "today": today}
    cadre = person.cadre
    if cadre is None:
        cadre = record_cadre(unit_id=person.unit_id, **given)
    elif person.is_file_changed:
        cadre = update_cadre(cadre_id=cadre.pk, version=cadre.version, **given)
    if person.post and person.starts_on:
        appoint(actor=actor, cadre_id=cadre.pk, post=person.post, starts_on=person.starts_on, today=today)


def _locked(actor: User, listing_id: int, today: date, version: int | None = None) -> ListImport:
    listing = ListImport.objects.select_for_update().get(pk=listing_id)
    unit = unit_with_lineage(listing.unit_id, today)
    check_can_keep(actor, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]
    if listing.state != ImportState.READ:
        raise Stale(ENDED)
    if version not in (None, listing.version):
        raise Stale(STALE)
    return listing


def _discard(actor: User | None, listing: ListImport, now: datetime) -> None:
    _end(listing, ImportState.DISCARDED, now)
    record(
        actor=actor, act="cadres.discard_list", subject=listing, chain=listing.unit_id, change={"rows": None}
    )


def _end(listing: ListImport, state: ImportState, now: datetime, **counts: int) -> None:
    listing.state, listing.rows, listing.ended_at = state, None, now
    for name, count in counts.items():
        setattr(listing, name, count)
    listing.save()


def _list_in(sheets: Sequence[Sheet], remembered: Mapping[str, str]) -> tuple[Sheet, Head]:
    """The first sheet with a head."""
    for sheet in sheets:
        if head := find_head(sheet, remembered):
            return sheet, head
    raise ValidationError(NO_HEAD)


def _check_columns(listing: ListImport, columns: Sequence[str]) -> None:
    chosen = [column for column in columns if column]
    if len(columns) != len(listing.labels) or not set(chosen) <= set(ListColumn.values):
        raise ValidationError(STALE)
    twice = {column for column in chosen if chosen.count(column) > 1}
    if twice:
        names = ", ".join(str(ListColumn(column).label) for column in sorted(twice))
        raise ValidationError(f"Hai cột cùng là {names}: chọn một, để cột kia “không nhập”.")
