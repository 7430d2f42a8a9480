"""Rounds: the list with what waits for oneself, one round with its progress and queue, the province's acts on it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from apps.assessments import services
from apps.assessments.forms.rounds import CALENDAR, QueueForm, RoundEditForm, RoundForm
from apps.assessments.forms.scores import VersionForm
from apps.assessments.models import AssessmentRound
from apps.assessments.permissions import (
    check_can_manage,
    check_can_register,
    check_can_score_any,
    check_can_view_any,
)
from apps.assessments.queries import rounds as queries
from apps.assessments.views.acts import Page, Place, act_page, acted
from apps.assessments.views.door import actor_of, round_or_404
from apps.branches.queries import moment_of
from apps.core.clock import today as local_today
from apps.core.exceptions import refusal
from apps.units.models import Unit

NEW = Page(
    "Mở đợt đánh giá",
    "Đợt xếp loại có ngay một bản đánh giá cho mỗi đơn vị thuộc loại (và khối) của bộ tiêu chí đang hoạt động ngày mở; "
    "đợt công nhận danh hiệu chờ đơn vị đăng ký.",
    "Mở đợt",
    "Đã mở đợt đánh giá.",
)
EDIT = Page(
    "Sửa tên và thời hạn",
    "Bộ tiêu chí và năm của đợt không đổi.",
    "Lưu",
    "Đã lưu tên và thời hạn.",
)
ADD = Page(
    "Bổ sung đơn vị",
    "Thêm vào đợt những đơn vị thành lập sau ngày mở; đơn vị đã có trong đợt không đổi.",
    "Bổ sung đơn vị",
    "Đã bổ sung đơn vị mới thành lập.",
)
CLOSE = Page(
    "Đóng đợt đánh giá",
    "Bản chưa quyết định dừng ở bước đang có, không được xếp loại. Kết quả đã quyết định vẫn có thể xem xét lại.",
    "Đóng đợt",
    "Đã đóng đợt đánh giá.",
)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    check_can_view_any(request.user)
    page = queries.round_rows(request.user, local_today(), request.GET.get("page"))
    context = {
        "page": page,
        "now": moment_of(request.user).now,
        "why_not": refusal(check_can_manage, request.user),
        "titles": queries.titles_to_ask_for(request.user, local_today()),
    }
    return render(request, "assessments/index.html", context)


@require_GET
def board(request: HttpRequest, round_id: int) -> HttpResponse:
    within, today = round_or_404(request.user, round_id), local_today()
    form = QueueForm(request.GET)
    asked = form.asked()
    context = {
        "round": within,
        "now": moment_of(request.user).now,
        "form": form,
        "asked": asked,
        "queue": queries.queue(request.user, within, asked, today, request.GET.get("page")),
        "progress": [] if asked.below else queries.progress(request.user, within, today),
        "below": queries.seen_name(request.user, asked.below, today),
        "why_not": refusal(check_can_manage, request.user),
        "may_score": not refusal(check_can_score_any, request.user),
        "class_names": {each.code: each.name for each in within.set.classes.all()},
    }
    return render(request, "assessments/round.html", context)


@act_page
def round_new(request: HttpRequest) -> HttpResponse:
    check_can_manage(request.user)
    form = RoundForm(request.POST or None, initial={"opens_on": local_today()})
    place = Place("", reverse("assessments:index"), crumbs())
    return acted(request, NEW, form, place, services.open_round)


@act_page
def round_edit(request: HttpRequest, round_id: int) -> HttpResponse:
    within = kept_round(request.user, round_id)
    shown: dict[str, Any] = {name: getattr(within, name) for name in CALENDAR}
    form = RoundEditForm(request.POST or None, initial=shown | {"version": within.version})
    return acted(request, EDIT, form, place_of(within), services.set_calendar, round_id=round_id)


@act_page
def round_add(request: HttpRequest, round_id: int) -> HttpResponse:
    within = kept_round(request.user, round_id)
    form = VersionForm(request.POST or None, initial={"version": within.version})
    given = {"round_id": round_id, "today": local_today()}
    return acted(request, ADD, form, place_of(within), services.add_units, **given)


@act_page
def round_close(request: HttpRequest, round_id: int) -> HttpResponse:
    within = kept_round(request.user, round_id)
    form = VersionForm(request.POST or None, initial={"version": within.version})
    return acted(request, CLOSE, form, place_of(within), services.close_round, round_id=round_id)


@require_POST
def register(request: HttpRequest, round_id: int, unit_id: int) -> HttpResponse:
    """A unit asks for the title of the round."""
    today = local_today()
    unit = get_object_or_404(Unit.objects.visible_to(request.user, today).with_lineage(today), pk=unit_id)
    within = round_or_404(request.user, round_id)
    check_can_register(request.user, unit, within)
    try:
        services.register(actor=actor_of(request), round_id=round_id, unit_id=unit_id, today=today)
        messages.success(request, "Đã đăng ký; đoàn cấp trên sẽ phân công cán bộ theo dõi.")
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("assessments:index")


def kept_round(user: Any, round_id: int) -> AssessmentRound:
    """A round that the person may also act on."""
    within = round_or_404(user, round_id)
    check_can_manage(user)
    return within


def place_of(within: AssessmentRound) -> Place:
    back = reverse("assessments:round", args=[within.pk])
    return Place(within.title, back, [*crumbs(), {"label": within.title, "url": back}], within.version)


def crumbs() -> list[dict[str, str]]:
    return [{"label": "Đánh giá, xếp loại", "url": reverse("assessments:index")}]
