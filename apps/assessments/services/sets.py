"""Acts on sets of criteria: a draft is copied, written, published; what is published stays as it is (trigger too).

Ban Tổ chức – Kiểm tra alone acts. Raises NotAllowed, ValidationError (a reason per field) or Stale.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from apps.accounts.models import User
from apps.assessments.enums import Method, Purpose, SetState
from apps.assessments.models import CriteriaSet, Criterion, Gate, Grade, RatingClass
from apps.assessments.permissions import check_can_manage
from apps.audit.services import SYSTEM_CHAIN, record
from apps.core.constraints import refused_in_words
from apps.core.exceptions import Stale
from apps.core.vietnamese import nfc

STALE = "Người khác vừa sửa bộ tiêu chí này; điều đồng chí đã ghi vẫn còn bên dưới."
STALE_PREVIEW = "Bản dự thảo vừa được sửa; phần xem trước đã tính lại, đồng chí xem rồi bấm ban hành lần nữa."
PUBLISHED = "Bộ đã ban hành thì không sửa nữa: chép thành bản mới."
BESIDE = {"assessments_set_top_cap_possible": "top_cap_percent", "assessments_set_named": "title"}
BESIDE_CRITERION = {
    "assessments_criterion_code_once": "code",
    "assessments_criterion_max_points_positive": "max_points",
}
BESIDE_CLASS = {"assessments_class_min_points_once": "min_points", "assessments_class_named": "name"}
BESIDE_GATE = {"assessments_gate_code_once": "code", "assessments_gate_measure_with_limit": "at_least"}


class Heading(TypedDict):
    """What a set is called, by which document, from which year, and its cap on the top class."""

    title: str
    document: str
    source: str
    starts_on_year: int
    is_proposed: bool
    top_cap_percent: int | None
    top_cap_mode: str


class CriterionRow(TypedDict):
    """One criterion as it shall be."""

    code: str
    section: str
    text: str
    max_points: Decimal
    method: str
    measure: str
    needs_evidence: bool
    evidence: str


class GradeRow(TypedDict):
    text: str
    points: Decimal
    at_least: Decimal | None


class GateRow(TypedDict):
    code: str
    text: str
    measure: str
    at_least: Decimal | None
    highest_class: str
    source: str


@transaction.atomic
def copy_set(*, actor: User, set_id: int) -> CriteriaSet:
    """A draft of the next edition with all rows of another one."""
    check_can_manage(actor)
    source = CriteriaSet.objects.get(pk=set_id)
    last = CriteriaSet.objects.select_for_update().filter(code=source.code)
    draft = CriteriaSet.objects.get(pk=set_id)
    draft.pk, draft.state, draft.copied_from, draft.revision = None, SetState.DRAFT, source, 0
    draft.version = max(last.values_list("version", flat=True)) + 1
    _save(draft)
    _copy_rows(source, draft)
    _record(actor, "copy_set", draft, {"copied": set_id})
    return draft


@transaction.atomic
def describe_set(*, actor: User, set_id: int, version: int, heading: Heading) -> CriteriaSet:
    """`version` here and below: the draft's revision as the person saw it."""
    draft = _locked_draft(actor, set_id, version)
    for name, value in heading.items():
        setattr(draft, name, nfc(value) if isinstance(value, str) else value)
    _save(draft)
    _record(actor, "describe_set", draft, heading)
    return draft


@transaction.atomic
def set_criterion(
    *,
    actor: User,
    set_id: int,
    version: int,
    row: CriterionRow,
    grades: Sequence[GradeRow],
    row_id: int | None = None,
) -> CriteriaSet:
    """A criterion more, or (with `row_id`) as it shall be, with its grades in the order given."""
    draft = _locked_draft(actor, set_id, version)
    last = draft.criteria.aggregate(last=Max("rank"))["last"] or 0
    criterion = draft.criteria.get(pk=row_id) if row_id else Criterion(set=draft, rank=last + 10)
    _write(criterion, row, BESIDE_CRITERION)
    criterion.grades.all().delete()
    Grade.objects.bulk_create(
        Grade(criterion=criterion, rank=10 * place, **{**grade, "text": nfc(grade["text"])})
        for place, grade in enumerate(grades, 1)
    )
    _save(draft)
    _record(actor, "set_criterion", draft, {**row, "grades": len(grades)})
    return draft


@transaction.atomic
def remove_criterion(*, actor: User, set_id: int, version: int, row_id: int) -> CriteriaSet:
    draft = _locked_draft(actor, set_id, version)
    criterion = draft.criteria.get(pk=row_id)
    criterion.grades.all().delete()
    criterion.delete()
    _save(draft)
    _record(actor, "remove_criterion", draft, {"criterion": criterion.code})
    return draft


@transaction.atomic
def set_class(
    *, actor: User, set_id: int, version: int, row_id: int, name: str, min_points: Decimal
) -> CriteriaSet:
    """What a class is called and from how many points."""
    draft = _locked_draft(actor, set_id, version)
    _write(draft.classes.get(pk=row_id), {"name": name, "min_points": min_points}, BESIDE_CLASS)
    _check_order(draft)
    _save(draft)
    _record(actor, "set_class", draft, {"name": name, "min_points": min_points})
    return draft


@transaction.atomic
def set_gate(
    *, actor: User, set_id: int, version: int, row: GateRow, row_id: int | None = None
) -> CriteriaSet:
    draft = _locked_draft(actor, set_id, version)
    _write(draft.gates.get(pk=row_id) if row_id else Gate(set=draft), row, BESIDE_GATE)
    _save(draft)
    _record(actor, "set_gate", draft, row)
    return draft


@transaction.atomic
def remove_gate(*, actor: User, set_id: int, version: int, row_id: int) -> CriteriaSet:
    draft = _locked_draft(actor, set_id, version)
    draft.gates.get(pk=row_id).delete()
    _save(draft)
    _record(actor, "remove_gate", draft, {"gate": row_id})
    return draft


@transaction.atomic
def discard_set(*, actor: User, set_id: int, version: int) -> CriteriaSet:
    """A draft is thrown away with its rows; the log keeps that it was there."""
    draft = _locked_draft(actor, set_id, version)
    Grade.objects.filter(criterion__set=draft).delete()
    for rows in (draft.criteria, draft.gates, draft.classes):
        rows.all().delete()
    CriteriaSet.objects.filter(pk=draft.pk).delete()
    _record(actor, "discard_set", draft, {"code": draft.code, "version": draft.version})
    return draft


@transaction.atomic
def publish_set(*, actor: User, set_id: int, version: int) -> CriteriaSet:
    """From now on rounds may use it, and nobody changes it. Rounds that are there keep their own set."""
    draft = _locked_draft(actor, set_id, version, STALE_PREVIEW)
    _check_complete(draft)
    draft.state = SetState.PUBLISHED
    _save(draft)
    _record(actor, "publish_set", draft, {"state": draft.state})
    return draft


def _locked_draft(actor: User, set_id: int, version: int, stale: str = STALE) -> CriteriaSet:
    check_can_manage(actor)
    found = CriteriaSet.objects.select_for_update().get(pk=set_id)
    if found.revision != version:
        raise Stale(stale)
    if found.state != SetState.DRAFT:
        raise ValidationError(PUBLISHED)
    return found


def _check_complete(draft: CriteriaSet) -> None:
    criteria = list(draft.criteria.prefetch_related("grades"))
    if not criteria:
        raise ValidationError("Bản dự thảo chưa có tiêu chí nào.")
    bad = [each.code for each in criteria if each.method == Method.GRADED and not _is_graded(each)]
    if bad:
        raise ValidationError(f"Các mức phải đi từ điểm tối đa xuống, không trùng điểm: {', '.join(bad)}.")
    if draft.purpose == Purpose.RATING and not draft.classes.exists():
        raise ValidationError("Bộ xếp loại phải có các hạng.")
    _check_order(draft)


def _is_graded(criterion: Criterion) -> bool:
    points = [grade.points for grade in criterion.grades.all()]
    return bool(points) and points[0] == criterion.max_points and points == sorted(set(points), reverse=True)


def _check_order(draft: CriteriaSet) -> None:
    """A better class asks for more points."""
    points = list(draft.classes.order_by("rank").values_list("min_points", flat=True))
    if points != sorted(points, reverse=True):
        raise ValidationError({"min_points": "Hạng cao hơn phải từ số điểm cao hơn."})


def _copy_rows(source: CriteriaSet, draft: CriteriaSet) -> None:
    for rows in (source.classes.all(), source.gates.all()):
        for row in rows:
            row.pk, row.set = None, draft
            row.save()
    for criterion in source.criteria.prefetch_related("grades"):
        grades = list(criterion.grades.all())
        criterion.pk, criterion.set = None, draft
        criterion.save()
        for grade in grades:
            grade.pk, grade.criterion = None, criterion
        Grade.objects.bulk_create(grades)


def _write(row: Criterion | RatingClass | Gate, values: Mapping[str, Any], beside: Mapping[str, str]) -> None:
    for name, value in values.items():
        setattr(row, name, nfc(value) if isinstance(value, str) else value)
    with refused_in_words(type(row), beside):
        row.save()


def _save(found: CriteriaSet) -> None:
    """One more revision."""
    found.revision += 1
    with refused_in_words(CriteriaSet, BESIDE):
        found.save()


def _record(actor: User, act: str, found: CriteriaSet, change: Mapping[str, Any]) -> None:
    record(actor=actor, act=f"assessments.{act}", subject=found, chain=SYSTEM_CHAIN, change=change)
