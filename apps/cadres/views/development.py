"""One page per record of a person: lớp bồi dưỡng, ngày đi cơ sở, xếp loại, phương án bố trí."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from apps.accounts.models import User
from apps.cadres import services
from apps.cadres.forms.development import (
    AdvanceForm,
    PlacementForm,
    RatingForm,
    TrainingForm,
    VisitForm,
    years_before,
)
from apps.cadres.models import Cadre, Training
from apps.cadres.queries.development import courses_to_join, field_days, open_placement
from apps.cadres.views.door import kept_or_404
from apps.cadres.views.posts import Page, act_page, acted, shown
from apps.core.clock import today as local_today

TRAINING = Page(
    TrainingForm,
    "Ghi lớp bồi dưỡng",
    "Số liệu tính cho đơn vị nơi đồng chí ấy giữ chức khi lớp bắt đầu.",
    "Ghi lớp",
    "Đã ghi lớp bồi dưỡng.",
)
VISIT = Page(
    VisitForm,
    "Ghi ngày đi cơ sở",
    "Ghi sau khi đi; ngày tính cho năm bắt đầu.",
    "Ghi ngày đi cơ sở",
    "Đã ghi ngày đi cơ sở.",
)
RATING = Page(
    RatingForm,
    "Ghi xếp loại",
    "Mỗi năm một lần, theo hướng dẫn của năm ấy.",
    "Ghi xếp loại",
    "Đã ghi xếp loại.",
)
PLACEMENT = Page(
    PlacementForm,
    "Lập phương án bố trí",
    "Hướng bố trí công tác cho cán bộ quá tuổi, sắp quá tuổi.",
    "Ghi phương án",
    "Đã ghi phương án bố trí.",
)
ADVANCE = Page(AdvanceForm, "Cập nhật phương án bố trí", "", "Ghi bước này", "Đã cập nhật phương án bố trí.")


@act_page
def training_new(request: HttpRequest, cadre_id: int) -> HttpResponse:
    today = local_today()
    cadre = kept_or_404(request.user, cadre_id, today)
    courses = courses_to_join(cadre)
    initial = {"unit_id": str(cadre.unit_id)}
    form = TrainingForm(request.POST or None, courses=courses, cadre_id=cadre.pk, initial=initial)
    return answered(request, TRAINING, form, take_part, {}, cadre, today)


@act_page
def visit_new(request: HttpRequest, cadre_id: int) -> HttpResponse:
    """Says what of this year's days is done."""
    today = local_today()
    cadre = kept_or_404(request.user, cadre_id, today)
    (days,) = field_days([cadre.pk], [today.year])
    page = replace(VISIT, lede=f"Năm {today.year}: {days.words}. {VISIT.lede}")
    return answered(
        request, page, VisitForm(request.POST or None), services.record_visit, of(cadre), cadre, today
    )


@act_page
def rating_new(request: HttpRequest, cadre_id: int) -> HttpResponse:
    today = local_today()
    cadre = kept_or_404(request.user, cadre_id, today)
    form = RatingForm(request.POST or None, initial=years_before(today))
    return answered(request, RATING, form, services.rate, of(cadre), cadre, today)


@act_page
def placement_new(request: HttpRequest, cadre_id: int) -> HttpResponse:
    """A plan; while one is on its way, its next step."""
    today = local_today()
    cadre = kept_or_404(request.user, cadre_id, today)
    placement = open_placement(cadre.pk)
    if placement is None:
        form = PlacementForm(request.POST or None)
        return answered(request, PLACEMENT, form, services.plan_placement, of(cadre), cadre, today)
    page = replace(ADVANCE, lede=f"{placement.proposal}: {placement.get_state_display()}.")
    step, given = AdvanceForm(request.POST or None, placement=placement), {"placement_id": placement.pk}
    return answered(request, page, step, services.advance_placement, given, cadre, today)


def of(cadre: Cadre) -> dict[str, int]:
    return {"cadre_id": cadre.pk}


def take_part(
    *,
    actor: User,
    training: Training | None,
    course: services.Course,
    participants: Sequence[tuple[int, str]],
    today: date,
) -> Training:
    """Into the course that was chosen, else into the new one."""
    who: dict[str, Any] = {"actor": actor, "participants": participants, "today": today}
    if training:
        return services.add_participants(training_id=training.pk, **who)
    return services.record_training(course=course, **who)


def answered(
    request: HttpRequest, page: Page, form: Any, act: Any, given: dict[str, Any], cadre: Cadre, today: date
) -> HttpResponse:
    given = given | {"today": today}
    return acted(request, page, form, act, given, cadre) or shown(request, page, form, cadre)
