"""Acts on sets of standards: a draft is copied, written, put in force; a set in force ends, or is mended by another.

A draft judges nobody. What was once in force keeps its rows for good. Ban Tổ chức – Kiểm tra alone acts. Raises
NotAllowed (role), ValidationError (a reason per field) or Stale (somebody else has saved the set meanwhile).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.accounts.models import User
from apps.audit.services import SYSTEM_CHAIN, record
from apps.cadres.models import Position, Standard, StandardSet
from apps.cadres.permissions import check_can_set_standards
from apps.core.constraints import refused_in_words
from apps.core.exceptions import Stale
from apps.core.ranges import first_day, from_day
from apps.core.vietnamese import day as written
from apps.core.vietnamese import nfc
from apps.units.models import UnitKind

STALE = "Người khác vừa sửa bộ tiêu chuẩn này; điều đồng chí đã ghi vẫn còn bên dưới."
STALE_PREVIEW = "Bản dự thảo vừa được sửa; phần xem trước đã tính lại, đồng chí xem rồi bấm áp dụng lần nữa."
NO_DRAFT = "Bộ đã áp dụng thì không sửa nữa: chép thành bộ mới, hoặc dùng “Sửa lỗi gõ”."
NOT_IN_FORCE = "Chỉ làm được với bộ đang dùng để xét."
BESIDE = {"cadres_standardset_code_once": "code", "cadres_standardset_one_in_force": "ends_on"}
BESIDE_AGES = {
    "cadres_standard_once": "position",
    "cadres_standard_age_possible": "age_max",
    "cadres_standard_first_age_possible": "first_age_max",
}


class Document(TypedDict):
    """By which document a set holds; its day and issuer may still be missing while it is a draft."""

    code: str
    short_name: str
    title: str
    issued_on: date | None
    issued_by: str
    note: str


class Limits(TypedDict):
    """One row: whom it is for, what it asks (None: no rule was found), by which article."""

    position: Position
    unit_kind: UnitKind
    group: str
    first_age_max: int | None
    first_age_basis: str
    age_max: int | None
    education_min: int | None
    theory_min: int | None
    source: str
    is_proposed: bool


@transaction.atomic
def copy_standards(*, actor: User, set_id: int, document: Document, starts_on: date) -> StandardSet:
    """A draft with the rows of another set, meant to hold from that day on."""
    check_can_set_standards(actor)
    draft = StandardSet(validity=from_day(starts_on), **_clean(document))
    _save(draft)
    _copy_rows(StandardSet.objects.get(pk=set_id), draft)
    _record(actor, "cadres.copy_standards", draft, {**document, "starts_on": starts_on, "copied": set_id})
    return draft


@transaction.atomic
def describe_standards(
    *, actor: User, set_id: int, version: int, document: Document, starts_on: date | None = None
) -> StandardSet:
    """The draft's document and first day; a correction keeps the days of what it mends (`starts_on` None)."""
    draft = _locked_draft(actor, set_id, version)
    for name, value in _clean(document).items():
        setattr(draft, name, value)
    if draft.corrects_id is None and starts_on:
        draft.validity = from_day(starts_on)
    _save(draft)
    _record(actor, "cadres.describe_standards", draft, {**document, "starts_on": starts_on})
    return draft


@transaction.atomic
def set_standard(
    *, actor: User, set_id: int, version: int, limits: Limits, row_id: int | None = None
) -> StandardSet:
    """The draft with a row more, or (with `row_id`) with that row as it shall be."""
    draft = _locked_draft(actor, set_id, version)
    row = draft.standards.get(pk=row_id) if row_id else Standard(set=draft)
    for name, value in limits.items():
        setattr(row, name, nfc(value) if isinstance(value, str) else value)
    with refused_in_words(Standard, BESIDE_AGES):
        row.save()
    _save(draft)
    _record(actor, "cadres.set_standard", draft, limits)
    return draft


@transaction.atomic
def remove_standard(*, actor: User, set_id: int, version: int, row_id: int) -> StandardSet:
    """The draft without that row."""
    draft = _locked_draft(actor, set_id, version)
    draft.standards.get(pk=row_id).delete()
    _save(draft)
    _record(actor, "cadres.remove_standard", draft, {"row": row_id})
    return draft


@transaction.atomic
def discard_standards(*, actor: User, set_id: int, version: int) -> StandardSet:
    """A draft that never held is thrown away with its rows; the log keeps that it was there."""
    draft = _locked_draft(actor, set_id, version)
    draft.standards.all().delete()
    StandardSet.objects.filter(pk=draft.pk).delete()
    _record(actor, "cadres.discard_standards", draft, {"code": draft.code})
    return draft


@transaction.atomic
def put_in_force(*, actor: User, set_id: int, version: int) -> StandardSet:
    """The draft judges from its first day on; what held on that day ends the day before. Days before stay as judged.

    A correction takes the place of what it mends, for all its days as they are now.
    """
    draft = _locked_draft(actor, set_id, version, STALE_PREVIEW)
    _check_complete(draft)
    if draft.corrects_id:
        _take_over(draft)
    else:
        _end_before(draft)
    draft.is_published = True
    _save(draft)
    _record(actor, "cadres.put_in_force", draft, {"is_published": True, "validity": draft.validity})
    return draft


@transaction.atomic
def end_standards(
    *, actor: User, set_id: int, version: int, ends_on: date | None, end_reason: str
) -> StandardSet:
    """`ends_on`: the first day on which the set holds no more; None: its end is open again."""
    found = _locked_in_force(actor, set_id, version)
    if not nfc(end_reason):
        raise ValidationError({"end_reason": "Ghi căn cứ, hoặc lý do."})
    since = first_day(found.validity)
    if ends_on and ends_on <= since:
        raise ValidationError({"ends_on": f"Ngày hết hiệu lực phải sau ngày {written(since)}."})
    found.validity, found.end_reason = DateRange(since, ends_on), nfc(end_reason)
    _save(found)
    _record(actor, "cadres.end_standards", found, {"validity": found.validity, "end_reason": end_reason})
    return found


@transaction.atomic
def correct_standards(*, actor: User, set_id: int, version: int, reason: str) -> StandardSet:
    """A draft of the same document and days, in which typing errors are mended before it takes the set's place."""
    found = _locked_in_force(actor, set_id, version)
    if StandardSet.objects.filter(corrects=found).exists():
        raise ValidationError("Đã có một bản sửa của bộ này đang soạn: sửa tiếp ở bản ấy, hoặc bỏ bản ấy.")
    if not nfc(reason):
        raise ValidationError({"reason": "Ghi lý do sửa."})
    same = ("code", "short_name", "title", "issued_on", "issued_by", "note", "validity")
    kept: dict[str, Any] = {name: getattr(found, name) for name in same}
    draft = StandardSet(corrects=found, reason=nfc(reason), revision=found.revision + 1, **kept)
    _save(draft)
    _copy_rows(found, draft)
    _record(actor, "cadres.correct_standards", draft, {"corrects": found.pk, "reason": reason})
    return draft


def _locked(actor: User, set_id: int, version: int, stale: str) -> StandardSet:
    check_can_set_standards(actor)
    found = StandardSet.objects.select_for_update().get(pk=set_id)
    if found.version != version:
        raise Stale(stale)
    return found


def _locked_draft(actor: User, set_id: int, version: int, stale: str = STALE) -> StandardSet:
    draft = _locked(actor, set_id, version, stale)
    if not draft.is_draft:
        raise ValidationError(NO_DRAFT)
    return draft


def _locked_in_force(actor: User, set_id: int, version: int) -> StandardSet:
    found = _locked(actor, set_id, version, STALE)
    if not found.is_published:
        raise ValidationError(NOT_IN_FORCE)
    return found


def _check_complete(draft: StandardSet) -> None:
    if draft.issued_on is None or not draft.issued_by:
        raise ValidationError("Ghi ngày ban hành và cơ quan ban hành của văn bản trước khi áp dụng.")
    if not draft.standards.exists():
        raise ValidationError("Bản dự thảo chưa có dòng tiêu chuẩn nào.")


def _take_over(draft: StandardSet) -> None:
    mended = StandardSet.objects.select_for_update().get(correction=draft)
    mended.is_published, mended.is_corrected = False, True
    _save(mended)
    draft.validity, draft.end_reason = mended.validity, mended.end_reason


def _end_before(draft: StandardSet) -> None:
    """Half-open: what holds on the draft's first day ends with it. What begins later is in the way."""
    starts_on = first_day(draft.validity)
    for other in StandardSet.objects.published().select_for_update().order_by("pk"):
        since = first_day(other.validity)
        if since >= starts_on:
            raise ValidationError(f"Đã có {other} dùng từ ngày {written(since)}: chọn ngày sau đó.")
        if other.validity.upper is None or other.validity.upper > starts_on:
            other.validity, other.end_reason = DateRange(since, starts_on), f"Thay bằng {draft.code}"
            _save(other)


def _copy_rows(source: StandardSet, draft: StandardSet) -> None:
    rows = list(source.standards.all())
    for row in rows:
        row.pk, row.set = None, draft
    Standard.objects.bulk_create(rows)


def _save(found: StandardSet) -> None:
    """One more version; what another set forbids is refused in words."""
    found.version = found.version + 1 if found.pk else 1
    with refused_in_words(StandardSet, BESIDE):
        found.save()


def _record(actor: User, act: str, found: StandardSet, change: Mapping[str, Any]) -> None:
    record(actor=actor, act=act, subject=found, chain=SYSTEM_CHAIN, change=change)


def _clean(document: Document) -> dict[str, Any]:
    return {name: nfc(value) if isinstance(value, str) else value for name, value in document.items()}
