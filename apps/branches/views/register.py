"""The board of a unit, the list of branches, the page of one branch, the villages of a commune."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from apps.branches import queries
from apps.branches.enums import BRANCH_KINDS, COMMUNE_KIND
from apps.branches.forms.register import FilterForm
from apps.branches.permissions import ENTER, KEEP
from apps.branches.queries import moment_of
from apps.branches.views.door import branch_or_404, own_unit_id, quarter_or_404, unit_or_404, why_not
from apps.units.models import Unit


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Of the person's own unit: its board, or the page of the own branch."""
    unit_id = own_unit_id(request.user)
    is_branch = Unit.objects.filter(pk=unit_id, kind_id__in=BRANCH_KINDS).exists()
    return redirect("branches:branch" if is_branch else "branches:board", unit_id)


@require_GET
def board(request: HttpRequest, unit_id: int) -> HttpResponse:
    moment = moment_of(request.user)
    unit = unit_or_404(request.user, unit_id, moment.day)
    asked = quarter_or_404(moment, request.GET.get("quy", ""))
    context = {
        "unit": unit,
        "moment": moment,
        "asked": asked,
        "board": queries.board_of(request.user, unit.pk, moment.day, asked, request.GET.get("page")),
        "periods": list(queries.begun(moment.day)[:8]),
        "may_enter": not why_not(request.user, ENTER, unit),
        **keeping(request.user, unit),
    }
    return render(request, "branches/board.html", context)


@require_GET
def branch_list(request: HttpRequest, unit_id: int) -> HttpResponse:
    moment = moment_of(request.user)
    unit = unit_or_404(request.user, unit_id, moment.day)
    asked = quarter_or_404(moment, request.GET.get("quy", ""))
    form = FilterForm(request.GET)
    filters = form.read(unit.pk)
    found = queries.branch_list(request.user, filters, moment.day, asked, request.GET.get("page"))
    context = {"unit": unit, "moment": moment, "asked": asked, "form": form, "page": found}
    return render(request, "branches/list.html", context | keeping(request.user, unit))


@require_GET
def branch(request: HttpRequest, branch_id: int) -> HttpResponse:
    moment = moment_of(request.user)
    unit = branch_or_404(request.user, branch_id, moment.day)
    asked = quarter_or_404(moment)
    card = queries.branch_card(unit, moment.day, asked)
    context = {
        "card": card,
        "unit": unit,
        "moment": moment,
        "asked": asked,
        "commune": above(request.user, unit, moment.day),
        "page": {"entry": queries.activity(unit, card.last_told) if card.last_told else None},
        "why_not_enter": why_not(request.user, ENTER, unit),
        **keeping(request.user, unit),
    }
    return render(request, "branches/branch.html", context)


@require_GET
def villages(request: HttpRequest, unit_id: int) -> HttpResponse:
    moment = moment_of(request.user)
    unit = unit_or_404(request.user, unit_id, moment.day)
    context = {
        "unit": unit,
        "moment": moment,
        "page": queries.village_page(unit.pk, moment.day, request.GET.get("page")),
        "counts": queries.counts_below(request.user, [unit.pk], moment.day, None)[unit.pk],
        "former": queries.former_villages(unit.pk, moment.day),
        **keeping(request.user, unit),
    }
    return render(request, "branches/villages.html", context)


def keeping(user: Any, unit: Unit) -> dict[str, Any]:
    """Whether the person keeps this unit's register; branches and villages stand in communes alone."""
    return {
        "why_not_keep": why_not(user, KEEP, unit),
        "is_commune": unit.kind_id == COMMUNE_KIND,
    }


def above(user: Any, unit: Unit, day: Any) -> Unit | None:
    """The unit above, as far as the person sees it."""
    seen = Unit.objects.visible_to(user, day).named(day)
    return seen.filter(pk__in=unit.parents.filter(validity__contains=day).values("parent_id")).first()
