"""The page "Quyền hạn": which role may do what, readable by a secretary."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.dashboard.queries import permissions as queries
from apps.units.enums import Role
from apps.units.queries import roles


@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    """Open to everybody signed in; the list of addresses is for whoever manages accounts."""
    sections = queries.sections()
    held = roles(request.user)
    context = {
        "sections": sections,
        "roles": [{"label": role.label, "is_mine": role in held} for role in Role],
        "act_count": sum(len(section.rows) for section in sections),
        "routes": queries.routes() if request.user.has_perm("accounts.manage") else [],
    }
    return render(request, "dashboard/permissions.html", context)
