"""Ẩn danh: in one act, and for ever, a file tells no person any more; what was counted stays countable (ADR 0016)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from apps.accounts.models import User
from apps.audit.services import record
from apps.cadres.enums import DataRequestKind
from apps.cadres.models import Cadre, DataRequest, name_key
from apps.cadres.permissions import check_can_anonymise
from apps.cadres.queries.personal import GOES, NOTES, pseudonym
from apps.cadres.queries.rights import Rows, files_of, is_needed_by_name, rows_about
from apps.cadres.queries.traces import Known, Trace, hidden, known_of, traces
from apps.cadres.services.exports import withdraw_exports
from apps.cadres.services.importing import discard_lists_naming
from apps.cadres.services.people import check_version, clean, locked_cadre
from apps.core.vietnamese import fold
from apps.files.models import StoredFile
from apps.files.services import erase

IN_OFFICE = (
    "Đồng chí ấy còn giữ chức danh hoặc còn trong quy hoạch: "
    "ghi thôi giữ chức, đưa ra khỏi quy hoạch trước khi ẩn danh."
)


@dataclass(frozen=True)
class Anonymised:
    """The file as it is now, and where the person is still named outside of it."""

    cadre: Cadre
    left: list[Trace]


@transaction.atomic
def anonymise(
    *, actor: User, request_id: int, typed_name: str, version: int, today: date, now: datetime
) -> Anonymised:
    """The file, those merged into it, their history and scans; notes of ours that name the person, too; and every
    list that was taken out of the register, or names the person and waits to be recorded.

    What cannot be changed (approved reports, texts of a review) or may mean somebody of the same name comes back in
    `left` and stays with the request, as places alone. `typed_name`: the name, typed as the confirmation.
    Raises NotAllowed, Stale or ValidationError.
    """
    cadre = locked_cadre(DataRequest.objects.get(pk=request_id).cadre_id, today)
    asked = DataRequest.objects.select_for_update().get(pk=request_id)
    check_can_anonymise(actor, cadre)
    check_version(cadre, version)
    _check(cadre, asked, typed_name, today)
    ids = files_of(cadre)
    known, rows = known_of(ids), rows_about(ids)
    _strip(rows, now)
    _strip_history(rows)
    erase(files=rows.get(StoredFile, []), now=now)
    _strip_notes(cadre, known)
    withdraw_exports()
    discard_lists_naming(actor=actor, known=known, now=now)
    left = traces(known)
    _settle(asked, left, today)
    cadre.refresh_from_db()
    change = {"full_name": cadre.full_name, **dict.fromkeys(GOES[Cadre]), "places": len(left)}
    record(actor=actor, act="cadres.anonymise", subject=cadre, chain=cadre.unit_id, change=change)
    return Anonymised(cadre, left)


def _check(cadre: Cadre, asked: DataRequest, typed_name: str, today: date) -> None:
    if asked.kind != DataRequestKind.ANONYMISING or asked.finished_on:
        raise ValidationError("Chỉ ẩn danh theo một yêu cầu ẩn danh chưa hoàn thành.")
    if clean(typed_name) != cadre.full_name:
        raise ValidationError({"typed_name": "Gõ đúng họ và tên ghi trong hồ sơ để xác nhận."})
    if is_needed_by_name(cadre, today):
        raise ValidationError(IN_OFFICE)


def _strip(rows: Rows, now: datetime) -> None:
    for file in rows[Cadre]:
        name = pseudonym(file)
        Cadre.objects.filter(pk=file.pk).update(
            full_name=name,
            sort_key=name_key(name),
            anonymised_at=now,
            version=file.version + 1,
            **GOES[Cadre],
        )
    for model, values in GOES.items():
        if model is not Cadre:
            keys = [row.pk for row in rows.get(model, [])]
            model._base_manager.filter(pk__in=keys).update(**values)


def _strip_history(rows: Rows) -> None:
    """Also the events that the stripping itself left, and those of rows that are gone."""
    for file in rows[Cadre]:
        for model, values in GOES.items():
            if history := getattr(model, "pgh_event_model", None):
                owner = {"pgh_obj_id": file.pk} if model is Cadre else {"cadre_id": file.pk}
                named = {"full_name": pseudonym(file)} if model is Cadre else {}
                history.objects.filter(**owner).update(**values, **named)


def _strip_notes(cadre: Cadre, known: Known) -> None:
    """Our own notes about others and about plans; left alone when they may mean somebody else of the same name."""
    if _has_namesake(known):
        return
    columns = {(model._meta.db_table, field): model for model, field in _notes()}
    for trace in traces(known):
        if model := columns.get((trace.table, trace.column)):
            row: Any = model._base_manager.get(pk=trace.row)
            longest = model._meta.get_field(trace.column).max_length  # type: ignore[union-attr]
            words = hidden(getattr(row, trace.column), known, pseudonym(cadre))
            setattr(row, trace.column, words[:longest])
            row.save(update_fields=[trace.column])


def _has_namesake(known: Known) -> bool:
    """Whether somebody else in the register has a name that the person has or had."""
    names = [fold(name) for name in known.names]
    return Cadre.objects.filter(anonymised_at=None, search_key__in=names).exists()


def _notes() -> Iterable[tuple[type[Model], str]]:
    return ((apps.get_model(model), field) for model, field in NOTES)


def _settle(asked: DataRequest, left: list[Trace], today: date) -> None:
    """Done at once when the person is named nowhere else; otherwise the places wait for somebody's hand."""
    asked.refresh_from_db()
    asked.answered_on = asked.answered_on or today
    asked.places = sorted({(trace.table, trace.column, trace.row) for trace in left})
    if not left:
        asked.finished_on, asked.outcome = today, "Đã ẩn danh hồ sơ."
    asked.save(update_fields=["answered_on", "places", "finished_on", "outcome"])
