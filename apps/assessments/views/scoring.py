"""The unit's own score: one criterion a card, saved as one goes; evidence; sending it to the appraiser."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from apps.assessments import services
from apps.assessments.forms.scores import EvidenceForm, GateForm, MinutesForm, ScoreForm, VersionForm
from apps.assessments.models import Assessment
from apps.assessments.permissions import check_can_score
from apps.assessments.queries import paper as queries
from apps.assessments.views.door import actor_of, assessment_or_404
from apps.core.clock import db_now
from apps.core.clock import today as local_today
from apps.core.forms import attempt
from apps.core.offline import keep_offline
from apps.jobs.services import delivered
from apps.units.queries import acting


@require_GET
def form(request: HttpRequest, assessment_id: int) -> HttpResponse:
    found = own_or_404(request.user, assessment_id)
    response = show(request, found)
    return keep_offline(request, response) if is_own(request.user, found) else response


def is_own(user: Any, found: Assessment) -> bool:
    """Whether the person scores for the unit itself, not for one below."""
    return any(unit_id == found.unit_id for unit_id, _ in acting(user))


def own_or_404(user: Any, assessment_id: int) -> Assessment:
    """An assessment that the person may score now."""
    found = assessment_or_404(user, assessment_id, local_today())
    check_can_score(user, found)
    return found


def show(request: HttpRequest, found: Assessment, status: int = 200, **more: Any) -> HttpResponse:
    """The whole form; `refused` and `anchor`: the form that was refused, and of which card."""
    records = not is_own(request.user, found)
    context = {"assessment": found, "paper": queries.paper(found, db_now()), "records": records}
    return render(request, "assessments/score.html", context | more, status=status)


@require_POST
def score(request: HttpRequest, assessment_id: int, criterion_id: int) -> HttpResponse:
    return saved(
        request, assessment_id, ScoreForm(request.POST), services.score, f"muc-{criterion_id}",
        criterion_id=criterion_id,
    )  # fmt: skip


@require_POST
def gate(request: HttpRequest, assessment_id: int, gate_id: int) -> HttpResponse:
    return saved(
        request, assessment_id, GateForm(request.POST), services.answer_gate, f"dieu-kien-{gate_id}",
        gate_id=gate_id,
    )  # fmt: skip


@require_POST
def attach(request: HttpRequest, assessment_id: int) -> HttpResponse:
    given = EvidenceForm(request.POST, request.FILES)
    of = request.POST.get("criterion_id", "")
    anchor = f"muc-{of}" if of.isascii() and of.isdigit() else "minh-chung"
    return saved(request, assessment_id, given, services.attach_evidence, anchor, now=db_now())


@require_POST
def withdraw(request: HttpRequest, assessment_id: int, evidence_id: int) -> HttpResponse:
    found = own_or_404(request.user, assessment_id)
    row = found.evidence.shown().filter(pk=evidence_id).first()
    if row:
        services.withdraw_evidence(
            actor=actor_of(request), evidence_id=row.pk, now=db_now(), today=local_today()
        )
    anchor = f"muc-{row.criterion_id}" if row and row.criterion_id else "minh-chung"
    return redirect(address(found, anchor))


@require_POST
def attach_minutes(request: HttpRequest, assessment_id: int) -> HttpResponse:
    given = MinutesForm(request.POST, request.FILES)
    return saved(request, assessment_id, given, services.attach_minutes, "bien-ban", now=db_now())


@require_POST
def submit(request: HttpRequest, assessment_id: int) -> HttpResponse:
    found = own_or_404(request.user, assessment_id)
    given = VersionForm(request.POST)
    if given.is_valid():
        act: dict[str, Any] = {"actor": actor_of(request), "assessment_id": found.pk, "today": local_today()}
        if attempt(given, services.submit, now=db_now(), **act, **given.given()):
            messages.success(request, "Đã gửi thẩm định.")
            return redirect("assessments:paper", found.pk)
    return show(request, own_or_404(request.user, assessment_id), 422, unsent=given)


def saved(
    request: HttpRequest, assessment_id: int, given: Any, act: Callable[..., Any], anchor: str, **more: Any
) -> HttpResponse:
    """One small save, then on to what is still missing; a refusal stands in its card with what was typed."""
    found = own_or_404(request.user, assessment_id)
    told: dict[str, Any] = {"actor": actor_of(request), "assessment_id": found.pk, "today": local_today()}
    if given.is_valid() and delivered(
        actor=request.user,
        path=request.path,
        post=request.POST,
        files=request.FILES,
        act=lambda: bool(attempt(given, act, **told, **more, **given.given())),
    ):
        return redirect(address(found, next_anchor(found, anchor)))
    status = 409 if getattr(given, "is_stale", False) else 422
    return show(request, own_or_404(request.user, assessment_id), status, refused=given, anchor=anchor)


def next_anchor(found: Assessment, anchor: str) -> str:
    """The card itself while something is missing in it, else the next one where something is."""
    left = [mark.anchor for mark in queries.paper(found, db_now()).marks if mark.gap]
    return anchor if anchor in left or not left or not anchor.startswith("muc-") else left[0]


def address(found: Assessment, anchor: str) -> str:
    return f"{reverse('assessments:score_form', args=[found.pk])}#{anchor}"
