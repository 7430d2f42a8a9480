"""Pages that only show: the board of a quarter, receipts, history, frozen versions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from apps.core.clock import db_now
from apps.directives.models import Period
from apps.reports.permissions import INDEX
from apps.reports.queries.board import period_board
from apps.reports.queries.frozen import frozen_page
from apps.reports.queries.periods import current_period, period_options
from apps.reports.queries.story import story
from apps.reports.queries.wording import crumbs
from apps.reports.views.door import whole_or_404
from apps.units.permissions import check_anywhere


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    check_anywhere(INDEX, request.user)
    return redirect("reports:period", current_period().slug)


@require_GET
def period(request: HttpRequest, period: str) -> HttpResponse:
    """Who has reported, who is late, what waits for approval. A district with one report goes straight to it."""
    check_anywhere(INDEX, request.user)
    found = get_object_or_404(Period.objects.quarters(), slug=period)
    context = {"board": period_board(found, request.user, db_now()), "options": period_options(found)}
    return render(request, "reports/period.html", context)


@require_GET
def receipt(request: HttpRequest, period: str, unit_id: int, number: int) -> HttpResponse:
    report = whole_or_404(request, period, unit_id, db_now())
    found = get_object_or_404(report.submissions.select_related("submitted_by"), number=number)
    context = {
        "report": report,
        "receipt": found,
        "title": f"Đã nộp báo cáo {report.period.short_label}",
        "crumbs": crumbs(report, f"Biên nhận lần {found.number}"),
    }
    return render(request, "reports/receipt.html", context)


@require_GET
def history(request: HttpRequest, period: str, unit_id: int) -> HttpResponse:
    report = whole_or_404(request, period, unit_id, db_now())
    context = {
        "report": report,
        "events": story(report),
        "receipts": report.submissions.select_related("submitted_by"),
        "versions": report.versions.select_related("approved_by"),
        "title": f"{report.unit_name}, {report.period.short_label}: {report.get_state_display()}",
        "crumbs": crumbs(report, "Lịch sử"),
    }
    return render(request, "reports/history.html", context)


@require_GET
def version(request: HttpRequest, period: str, unit_id: int, number: int) -> HttpResponse:
    report = whole_or_404(request, period, unit_id, db_now())
    found = get_object_or_404(report.versions.select_related("approved_by"), number=number)
    page = frozen_page(found)
    context = {
        "report": report,
        "page": page,
        "stamp": page.stamp,
        "title": f"{report.unit_name}, {report.period.short_label}: bản đã duyệt",
        "crumbs": crumbs(report, f"Bản {found.number}"),
    }
    return render(request, "reports/version.html", context)
