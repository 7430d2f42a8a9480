"""The reader of the log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.core.clock import today
from apps.dashboard.forms import AuditFilterForm
from apps.dashboard.permissions import check_can_read_audit
from apps.dashboard.queries.audit import audit_page


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    check_can_read_audit(request.user)
    form = AuditFilterForm(request.GET)
    page = audit_page(request.user, today(), **form.wanted())
    return render(request, "dashboard/audit.html", {"page": page, "form": form})
