"""The appraiser's pages: self, measured and own score side by side; returns by criterion; finishing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from apps.assessments import services
from apps.assessments.forms.scores import (
    AppraiseGateForm,
    FollowerForm,
    PointsForm,
    ReasonForm,
    ReturnForm,
    SendBackForm,
    VersionForm,
)
from apps.assessments.models import Assessment
from apps.assessments.permissions import check_can_appraise, check_can_assign, check_can_take_back
from apps.assessments.queries import paper as queries
from apps.assessments.queries.people import followers
from apps.assessments.views.acts import Page, Place, act_page, acted
from apps.assessments.views.door import actor_of, assessment_or_404
from apps.core.clock import db_now
from apps.core.clock import today as local_today
from apps.core.forms import attempt

ASSIGN = Page(
    "Phân công theo dõi",
    "Cán bộ theo dõi, giúp đơn vị thực hiện các tiêu chí đã đăng ký; sau đó đơn vị tự chấm.",
    "Phân công",
    "Đã phân công cán bộ theo dõi.",
)
TAKE_BACK = Page(
    "Mở lại thẩm định",
    "Bản đánh giá trở về bước chờ thẩm định; điểm thẩm định đã chấm vẫn còn để sửa.",
    "Mở lại",
    "Đã mở lại thẩm định.",
)


@require_GET
def form(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return show(request, appraised_or_404(request.user, assessment_id))


def appraised_or_404(user: Any, assessment_id: int) -> Assessment:
    """An assessment that the person may appraise now."""
    found = assessment_or_404(user, assessment_id, local_today())
    check_can_appraise(user, found)
    return found


def show(request: HttpRequest, found: Assessment, status: int = 200, **more: Any) -> HttpResponse:
    context = {"assessment": found, "paper": queries.paper(found, db_now())}
    return render(request, "assessments/appraise.html", context | more, status=status)


@require_POST
def score(request: HttpRequest, assessment_id: int, criterion_id: int) -> HttpResponse:
    given = PointsForm(request.POST)
    return saved(
        request,
        assessment_id,
        given,
        services.appraise_score,
        f"muc-{criterion_id}",
        criterion_id=criterion_id,
    )


@require_POST
def mark(request: HttpRequest, assessment_id: int, criterion_id: int) -> HttpResponse:
    given = ReturnForm(request.POST)
    return saved(
        request, assessment_id, given, services.mark_return, f"muc-{criterion_id}", criterion_id=criterion_id
    )


@require_POST
def gate(request: HttpRequest, assessment_id: int, gate_id: int) -> HttpResponse:
    given = AppraiseGateForm(request.POST)
    return saved(
        request, assessment_id, given, services.appraise_gate, f"dieu-kien-{gate_id}", gate_id=gate_id
    )


@require_POST
def accept(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return saved(request, assessment_id, VersionForm(request.POST), services.accept_rest, "thanh")


@require_POST
def send_back(request: HttpRequest, assessment_id: int) -> HttpResponse:
    given = SendBackForm(request.POST)
    return finished(request, assessment_id, given, services.send_back, "Đã trả lại để sửa.")


@require_POST
def finish(request: HttpRequest, assessment_id: int) -> HttpResponse:
    given = VersionForm(request.POST)
    return finished(request, assessment_id, given, services.appraise, "Đã thẩm định xong.")


@act_page
def take_back(request: HttpRequest, assessment_id: int) -> HttpResponse:
    found = assessment_or_404(request.user, assessment_id, local_today())
    check_can_take_back(request.user, found)
    given = ReasonForm(request.POST or None, initial={"version": found.version})
    act = {"assessment_id": found.pk, "today": local_today()}
    return acted(request, TAKE_BACK, given, place_of(found), services.take_back, **act)


@act_page
def assign(request: HttpRequest, assessment_id: int) -> HttpResponse:
    today = local_today()
    found = assessment_or_404(request.user, assessment_id, today)
    check_can_assign(request.user, found)
    people = followers(request.user, found, today)
    given = FollowerForm(request.POST or None, people=people, initial={"version": found.version})
    act = {"assessment_id": found.pk, "today": today}
    return acted(request, ASSIGN, given, place_of(found), services.assign, **act)


def saved(
    request: HttpRequest, assessment_id: int, given: Any, act: Callable[..., Any], anchor: str, **more: Any
) -> HttpResponse:
    """One small save; a refusal stands in its row with what was typed."""
    found = appraised_or_404(request.user, assessment_id)
    if done(request, found, given, act, **more):
        return redirect(f"{reverse('assessments:appraise_form', args=[found.pk])}#{anchor}")
    status = 409 if getattr(given, "is_stale", False) else 422
    again = appraised_or_404(request.user, assessment_id)
    return show(request, again, status, refused=given, anchor=anchor, act=act.__name__)


def finished(
    request: HttpRequest, assessment_id: int, given: Any, act: Callable[..., Any], words: str
) -> HttpResponse:
    """A step of the workflow, then back to the assessment."""
    found = appraised_or_404(request.user, assessment_id)
    if done(request, found, given, act):
        messages.success(request, words)
        return redirect("assessments:paper", found.pk)
    return show(request, appraised_or_404(request.user, assessment_id), 422, unsent=given)


def done(request: HttpRequest, found: Assessment, given: Any, act: Callable[..., Any], **more: Any) -> bool:
    told: dict[str, Any] = {"actor": actor_of(request), "assessment_id": found.pk, "today": local_today()}
    return given.is_valid() and attempt(given, act, **told, **more, **given.given()) is not None


def place_of(found: Assessment) -> Place:
    within = found.round
    crumbs = [
        {"label": "Đánh giá, xếp loại", "url": reverse("assessments:index")},
        {"label": within.title, "url": reverse("assessments:round", args=[within.pk])},
        {"label": found.unit_name, "url": reverse("assessments:paper", args=[found.pk])},
    ]
    return Place(found.unit_name, crumbs[-1]["url"], crumbs, found.version)
