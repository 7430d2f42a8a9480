"""What cadres may ask of their own data: the request is recorded, answered, finished; what was handed out is logged.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 and Nghị định 356/2025/NĐ-CP want an answer within 2 working days and an end
within 10 to 20 days (docs/facts.md): the shorter day is kept. Raises NotAllowed or ValidationError.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import record
from apps.cadres.models import Cadre, DataRequest
from apps.cadres.permissions import PRIVATE, check_can_answer_requests
from apps.cadres.services.people import MERGED, clean
from apps.core.clock import working_days_after
from apps.core.constraints import refused_in_words

ANSWER_WORKING_DAYS = 2
FINISH_DAYS = 10
SHOWN_AT = {
    "cadres_datarequest_after_receipt": "finished_on",
    "cadres_datarequest_finished_with_outcome": "outcome",
}


@transaction.atomic
def record_data_request(
    *, actor: User, cadre_id: int, kind: str, received_on: date, reason: str, today: date
) -> DataRequest:
    """The person asked that day; until when to answer and to finish is reckoned from it."""
    cadre = _locked(actor, cadre_id, today)
    if received_on > today:
        raise ValidationError({"received_on": "Ngày nhận không thể sau hôm nay."})
    asked = DataRequest(
        cadre=cadre,
        kind=kind,
        received_on=received_on,
        reason=clean(reason),
        answer_by=working_days_after(received_on, ANSWER_WORKING_DAYS),
        finish_by=received_on + timedelta(days=FINISH_DAYS),
        recorded_by=actor,
    )
    asked.full_clean(exclude={"cadre", "recorded_by"}, validate_constraints=False)
    asked.save()
    change = {"kind": kind, "received_on": received_on, "reason": reason}
    record(actor=actor, act="cadres.record_request", subject=asked, chain=cadre.unit_id, change=change)
    return asked


@transaction.atomic
def settle_data_request(
    *,
    actor: User,
    request_id: int,
    answered_on: date | None,
    finished_on: date | None,
    outcome: str,
    today: date,
) -> DataRequest:
    """When it was answered and finished, and with what outcome. What is finished stays as it is."""
    cadre = _locked(actor, DataRequest.objects.get(pk=request_id).cadre_id, today)
    asked = DataRequest.objects.select_for_update().get(pk=request_id)
    if asked.finished_on:
        raise ValidationError("Yêu cầu này đã hoàn thành.")
    change = {"answered_on": answered_on, "finished_on": finished_on, "outcome": clean(outcome)}
    for name in ("answered_on", "finished_on"):
        if (day := change[name]) and day > today:  # type: ignore[operator]
            raise ValidationError({name: "Ngày này không thể sau hôm nay."})
    for name, value in change.items():
        setattr(asked, name, value)
    asked.full_clean(exclude={"cadre", "recorded_by"}, validate_constraints=False)
    with refused_in_words(DataRequest, SHOWN_AT):
        asked.save(update_fields=list(change))
    record(actor=actor, act="cadres.settle_request", subject=asked, chain=cadre.unit_id, change=change)
    return asked


def log_export(*, actor: User, asked: DataRequest, cadre: Cadre) -> None:
    """Everything held about the person was written into one file, for that request."""
    change = dict.fromkeys(PRIVATE)
    record(actor=actor, act="cadres.export_person", subject=asked, chain=cadre.unit_id, change=change)


def _locked(actor: User, cadre_id: int, today: date) -> Cadre:
    """The person's file; an anonymous one too: what was asked before is still to be finished."""
    Cadre.objects.select_for_update().get(pk=cadre_id)
    cadre = Cadre.objects.with_lineage(today).get(pk=cadre_id)
    check_can_answer_requests(actor, cadre)
    if cadre.merged_into_id:
        raise ValidationError(MERGED)
    return cadre
