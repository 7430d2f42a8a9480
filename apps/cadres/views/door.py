"""The door to a file: outside what one may see there is nothing; inside, every act says why it is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from apps.accounts.models import User
from apps.cadres.models import Appointment, AppointmentFile, Cadre, DataRequest
from apps.cadres.permissions import (
    check_can_answer_requests,
    check_can_edit,
    check_can_view,
    check_can_view_private,
    reach,
    sees_private,
)
from apps.cadres.services import log_file_read
from apps.core.exceptions import NotAllowed
from apps.units.models import Unit
from apps.units.permissions import Act, check, check_anywhere


def cadre_or_404(user: Any, cadre_id: int, today: date) -> Cadre:
    """A file that the user may see, with `lineage` and `keeper`."""
    seen = Cadre.objects.visible_to(user, today).with_lineage(today).with_keeper()
    cadre = get_object_or_404(seen, pk=cadre_id)
    check_can_view(user, cadre)
    return cadre


def kept_or_404(user: Any, cadre_id: int, today: date) -> Cadre:
    """A file that the user may also change."""
    cadre = cadre_or_404(user, cadre_id, today)
    check_can_edit(user, cadre)
    return cadre


def appointment_or_404(user: Any, cadre_id: int, appointment_id: int, today: date) -> Appointment:
    """A position of a file that the user may change."""
    cadre = kept_or_404(user, cadre_id, today)
    return get_object_or_404(Appointment.objects.select_related("position"), cadre=cadre, pk=appointment_id)


def paper_or_404(
    user: Any, cadre_id: int, paper_id: int, today: date, *, to_change: bool = False
) -> AppointmentFile:
    """A decision of a file whose private data the user may read, or (`to_change`) that the user may change."""
    cadre = cadre_or_404(user, cadre_id, today)
    (check_can_edit if to_change else check_can_view_private)(user, cadre)
    papers = AppointmentFile.objects.attached().select_related(
        "file", "appointment__position", "appointment__cadre"
    )
    return get_object_or_404(papers, appointment__cadre=cadre, pk=paper_id)


def data_request_or_404(user: Any, cadre_id: int, request_id: int, today: date) -> DataRequest:
    """A request of a person whose requests the user answers; its `cadre` is the one of the door, with `lineage`."""
    cadre = cadre_or_404(user, cadre_id, today)
    check_can_answer_requests(user, cadre)
    asked = get_object_or_404(DataRequest, cadre=cadre, pk=request_id)
    asked.cadre = cadre
    return asked


def unit_or_404(user: Any, unit_id: int | None, today: date, act: Act) -> Unit:
    """A unit (the person's own when none is asked for) whose cadres one may do this with; named, with `lineage`."""
    if not unit_id:
        check_anywhere(act, user)
    own, below = reach(act, user)
    units = Unit.objects.visible_to(user, today).with_lineage(today).named(today)
    unit = get_object_or_404(units, pk=unit_id or (own or below)[0])
    check(act, user, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]
    return unit


def read_private(user: Any, cadre: Cadre) -> bool:
    """Whether private data are shown; if so, that they were read is logged."""
    if not sees_private(user, cadre):
        return False
    log_file_read(actor=user, cadre=cadre)
    return True


def why_not(check: Callable[..., None], *given: Any) -> str:
    """The reason of a refusal; empty when there is none."""
    try:
        check(*given)
    except NotAllowed as refused:
        return refused.reason
    return ""


def actor_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
