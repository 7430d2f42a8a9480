"""Gộp hồ sơ: two files of one person become one, and nothing that either of them held is lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from apps.accounts.models import User
from apps.audit.services import record
from apps.cadres.models import (
    Appointment,
    AppointmentFile,
    Cadre,
    CadreRating,
    Qualification,
    TrainingParticipant,
)
from apps.cadres.permissions import check_can_edit
from apps.cadres.services.appointments import follow_main
from apps.cadres.services.people import FACTS, check_version, locked_cadre
from apps.core.constraints import refused_in_words
from apps.core.ranges import in_words


@dataclass(frozen=True)
class Conflict:
    """What the kept file could not take over as it was, and why. It stays in the merged file."""

    what: str
    reason: str


@dataclass(frozen=True)
class Merged:
    """The kept file, how many rows moved to it, and what did not fit."""

    kept: Cadre
    moved: int
    conflicts: tuple[Conflict, ...]


@transaction.atomic
def merge_cadres(*, actor: User, kept_id: int, merged_id: int, version: int, today: date) -> Merged:
    """Moves everything of the merged file to the kept one, in one audited act.

    What a constraint refuses (the same level, a rating of the same year, the same appointment) stays with the merged
    file, which is kept and points to the other one. A main position that overlaps another moves as a further one.
    """
    kept, merged = _both(kept_id, merged_id, today)
    for cadre in (kept, merged):
        check_can_edit(actor, cadre)
    check_version(kept, version)
    filled, conflicts = _facts(kept, merged)
    moved = 0
    for row, field in rows_of(merged):
        conflict = _take(row, field, kept)
        conflicts += [conflict] if conflict else []
        moved += row.__dict__[f"{field}_id"] == kept.pk
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    kept.version += 1
    kept.save()
    follow_main(kept, today)
    change = {**filled, "merged": merged.pk, "rows": moved}
    record(actor=actor, act="cadres.merge", subject=kept, chain=kept.unit_id, change=change)
    return Merged(kept, moved, tuple(conflicts))


def preview_merge(**given: Any) -> Merged:
    """What the merge would do. It really runs, then everything is rolled back."""
    with transaction.atomic():
        merged = merge_cadres(**given)
        transaction.set_rollback(True)
    return merged


def rows_of(cadre: Cadre) -> Iterator[tuple[Model, str]]:
    """Every row that points to the file, whatever its model, with the name of the field that does."""
    for relation in Cadre._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        if relation.auto_created and relation.one_to_many and not _is_history(model):
            name = relation.field.name  # type: ignore[union-attr]
            for row in model._base_manager.filter(**{name: cadre}).order_by("pk"):
                yield row, name


def _is_history(model: Any) -> bool:
    """Events tell what a file was: they stay with it."""
    return any(field.name == "pgh_id" for field in model._meta.fields)


def named(row: Model) -> str:
    """việc giữ chức: Bí thư, từ 01/01/2019"""
    match row:
        case Appointment():
            detail = f"{row.position}, {in_words(row.validity)}"
        case Qualification():
            detail = f"{row.get_kind_display()} {row.level_label}"
        case CadreRating():
            detail = f"năm {row.year}: {row.get_rating_display()}"
        case TrainingParticipant():
            detail = str(row.training)
        case _:
            detail = ""
    return f"{row._meta.verbose_name}: {detail}" if detail else str(row._meta.verbose_name)


def _both(kept_id: int, merged_id: int, today: date) -> tuple[Cadre, Cadre]:
    """Both files, locked in one order, so that two merges at once cannot wait for each other."""
    if kept_id == merged_id:
        raise ValidationError("Không gộp một hồ sơ vào chính nó.")
    locked = {pk: locked_cadre(pk, today) for pk in sorted((kept_id, merged_id))}
    return locked[kept_id], locked[merged_id]


def _facts(kept: Cadre, merged: Cadre) -> tuple[dict[str, Any], list[Conflict]]:
    """Fills what the kept file lacks; a fact that both have and that differs stays in the merged file."""
    filled: dict[str, Any] = {}
    conflicts = []
    for name in FACTS:
        ours, theirs = getattr(kept, name), getattr(merged, name)
        if theirs and not ours:
            filled[name] = theirs
            setattr(kept, name, theirs)
        elif theirs and theirs != ours:
            label = str(Cadre._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            conflicts.append(Conflict(label, f"giữ “{_text(ours)}”, hồ sơ gộp ghi “{_text(theirs)}”"))
    return filled, conflicts


def _text(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _take(row: Model, field: str, kept: Cadre) -> Conflict | None:
    """Points the row to the kept file; why not, or not as it was, when a constraint refuses."""
    reason = _point(row, field, kept)
    if reason and isinstance(row, Appointment) and row.is_main:
        row.is_main = False
        if not _point(row, field, kept, "is_main"):
            return Conflict(named(row), f"{reason} Chuyển thành chức danh không chính.")
        row.is_main = True
    if reason and isinstance(row, Appointment):
        _hand_over_papers(row, kept)
    return Conflict(named(row), reason) if reason else None


def _hand_over_papers(row: Appointment, kept: Cadre) -> None:
    """An appointment that both files have stays behind; its decisions go to the one that counts."""
    same = Appointment.objects.filter(cadre=kept, unit=row.unit_id, position=row.position_id)
    if twin := same.filter(validity__overlap=row.validity).order_by("validity").first():
        AppointmentFile.objects.filter(appointment=row).update(appointment=twin)


def _point(row: Model, field: str, kept: Cadre, *more: str) -> str:
    before = row.__dict__[f"{field}_id"]
    setattr(row, field, kept)
    try:
        with refused_in_words(type(row)):
            row.save(update_fields=[field, *more])
    except ValidationError as refused:
        setattr(row, f"{field}_id", before)
        return " ".join(refused.messages)
    return ""
