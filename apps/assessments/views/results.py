"""The results of a round: distribution, honest comparison, movement between years."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from apps.assessments.models import AssessmentRound
from apps.assessments.permissions import check_can_view_any
from apps.assessments.queries.results_page import results_page
from apps.assessments.views.door import round_or_404, scope_or_404


@require_GET
def latest_results(request: HttpRequest) -> HttpResponse:
    """The last round that has a result, else the last round."""
    check_can_view_any(request.user)
    rounds = AssessmentRound.objects.order_by("-year", "set__code")
    found = rounds.filter(assessments__state="decided").first() or rounds.first()
    if found is None:
        raise Http404
    return redirect("assessments:results", found.pk)


@require_GET
def results(request: HttpRequest, round_id: int) -> HttpResponse:
    within = round_or_404(request.user, round_id)
    unit = scope_or_404(request.user, request.GET.get("don-vi", ""))
    context = {
        "unit": unit,
        "round": within,
        "rounds": AssessmentRound.objects.select_related("set"),
        "page": results_page(unit, within, request.GET.get("page")),
    }
    return render(request, "assessments/results.html", context)
