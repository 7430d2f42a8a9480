"""People pages, for administrators: accounts, roles with their days, locks and one-use links."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.models import User
from apps.core.clock import db_now, local_day
from apps.core.clock import today as local_today
from apps.core.exceptions import NotAllowed
from apps.units import queries, services
from apps.units.enums import Role
from apps.units.forms.people import EndRoleForm, GrantRoleForm, PeopleFilterForm
from apps.units.models import Membership
from apps.units.permissions import check_can_manage_people

ROWS = 50


def administrator(request: HttpRequest) -> User:
    """The door of all these pages: whoever may manage people, else NotAllowed."""
    check_can_manage_people(request.user)
    assert isinstance(request.user, User)
    return request.user


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    administrator(request)
    today, form = local_today(), PeopleFilterForm(request.GET)
    found = queries.people(**form.values(), today=today)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.person_rows(list(page.object_list), today),
        "counts": queries.account_counts(),
        "open_invitations": queries.invitations().open(db_now()).count(),
        "is_filtered": any(form.values().values()),
    }
    return render(request, "units/people/people.html", context)


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account; a POST gives it a role."""
    actor, account, now = administrator(request), get_object_or_404(User, pk=user_id), db_now()
    today = local_day(now)
    form = GrantRoleForm(request.POST or None, actor=actor, today=today, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("unit", "starts_on")}
        role = Role(form.cleaned_data["role"])
        try:
            services.grant_role(actor=actor, user_id=user_id, role=role, now=now, **given)
        except NotAllowed as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Đã giao vai trò “{role.label}” cho đồng chí {account}.")
            return redirect("units:person", user_id)
    roles = queries.roles_of(account, today)
    held_count = sum(role.is_current for role in roles)
    context = {"account": account, "form": form, "roles": roles, "held_count": held_count}
    return render(request, "units/people/person.html", context)


@require_http_methods(["GET", "POST"])
def role_end(request: HttpRequest, membership_id: int) -> HttpResponse:
    actor = administrator(request)
    membership, now = get_object_or_404(Membership.objects.select_related("user"), pk=membership_id), db_now()
    form = EndRoleForm(request.POST or None, initial={"ends_on": local_day(now)})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_role(
                actor=actor, membership_id=membership_id, ends_on=form.cleaned_data["ends_on"], now=now
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(
                request, "Đã ghi ngày kết thúc vai trò; phiên đang mở của đồng chí ấy đã hết hiệu lực."
            )
            return redirect("units:person", membership.user_id)
    role = queries.role_line(membership_id, local_day(now))
    return render(
        request, "units/people/role_end.html", {"account": membership.user, "role": role, "form": form}
    )


@require_POST
def account_lock(request: HttpRequest, user_id: int) -> HttpResponse:
    actor, account = administrator(request), get_object_or_404(User, pk=user_id)
    services.lock_account(actor=actor, user_id=user_id, now=db_now())
    messages.success(request, f"Đã khóa tài khoản của đồng chí {account}.")
    return redirect("units:person", user_id)


@require_POST
def account_unlock(request: HttpRequest, user_id: int) -> HttpResponse:
    actor, account = administrator(request), get_object_or_404(User, pk=user_id)
    services.unlock_account(actor=actor, user_id=user_id)
    messages.success(request, f"Đã mở tài khoản của đồng chí {account}.")
    return redirect("units:person", user_id)


@require_POST
@never_cache
def account_reset_link(request: HttpRequest, user_id: int) -> HttpResponse:
    """Answers with the page that shows the link, this once: it is kept nowhere."""
    actor, account = administrator(request), get_object_or_404(User, pk=user_id)
    path = services.create_reset_link(actor=actor, user_id=user_id)
    context = {"account": account, "link": request.build_absolute_uri(path)}
    return render(request, "units/people/reset_link.html", context)
