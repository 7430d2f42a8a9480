"""One assessment to read: three scores side by side, its evidence and minutes, its history and decisions."""

import json

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from apps.assessments.permissions import (
    check_can_appeal,
    check_can_appraise,
    check_can_assign,
    check_can_decide,
    check_can_score,
    check_can_take_back,
)
from apps.assessments.queries import paper as queries
from apps.assessments.views.door import assessment_or_404
from apps.core.clock import db_now
from apps.core.clock import today as local_today
from apps.core.exceptions import refusal
from apps.files.services import serve

RIGHTS = {
    "score": check_can_score,
    "assign": check_can_assign,
    "appraise": check_can_appraise,
    "take_back": check_can_take_back,
    "decide": check_can_decide,
    "appeal": check_can_appeal,
}


@require_GET
def paper(request: HttpRequest, assessment_id: int) -> HttpResponse:
    found = assessment_or_404(request.user, assessment_id, local_today())
    steps, decisions = queries.history(found)
    context = {
        "assessment": found,
        "paper": queries.paper(found, db_now()),
        "steps": steps,
        "decisions": decisions,
        "why_not": {name: refusal(check, request.user, found) for name, check in RIGHTS.items()},
    }
    return render(request, "assessments/paper.html", context)


@require_GET
def viewer(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Pictures as pictures, papers to be taken, criterion by criterion."""
    found = assessment_or_404(request.user, assessment_id, local_today())
    page = queries.evidence(found, request.GET.get("page"))
    return render(request, "assessments/viewer.html", {"assessment": found, "page": page})


@require_GET
def evidence(request: HttpRequest, assessment_id: int, evidence_id: int) -> HttpResponseBase:
    """A file of the assessment; the right is asked at every download."""
    found = assessment_or_404(request.user, assessment_id, local_today())
    row = get_object_or_404(found.evidence.shown().select_related("file"), pk=evidence_id)
    if row.file is None:
        raise Http404
    return serve(row.file)


@require_GET
def minutes(request: HttpRequest, assessment_id: int) -> HttpResponseBase:
    found = assessment_or_404(request.user, assessment_id, local_today())
    if found.minutes is None:
        raise Http404
    return serve(found.minutes)


@require_GET
def decision(request: HttpRequest, assessment_id: int, ordinal: int) -> HttpResponse:
    """A decision as it was frozen."""
    found = assessment_or_404(request.user, assessment_id, local_today())
    row = get_object_or_404(found.decisions.select_related("by"), ordinal=ordinal)
    context = {"assessment": found, "decision": row, "content": json.loads(row.content)}
    return render(request, "assessments/decision.html", context)
