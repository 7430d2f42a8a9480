"""Inviting people, and the page behind the link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.core.clock import db_now, local_day
from apps.core.exceptions import NotAllowed
from apps.units import queries, services
from apps.units.enums import Role
from apps.units.forms.people import AcceptForm, InviteForm
from apps.units.models import Invitation
from apps.units.views.people import ROWS, administrator


@require_GET
def invitations(request: HttpRequest) -> HttpResponse:
    administrator(request)
    now, found = db_now(), queries.invitations()
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    rows = queries.invitation_rows(list(page.object_list), now)
    context = {"page": page, "rows": rows, "open_count": found.open(now).count()}
    return render(request, "units/people/invitations.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """The answer to a good form is the page that shows the link, this once: only its hash is kept."""
    actor, now = administrator(request), db_now()
    form = InviteForm(request.POST or None, actor=actor, today=local_day(now))
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("email", "full_name", "unit")}
        role = Role(form.cleaned_data["role"])
        try:
            link = services.invite(
                actor=actor,
                **given,
                role=role,
                now=now,
                link_to=lambda token: request.build_absolute_uri(reverse("units:invitation", args=[token])),
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.reason)
        else:
            return render(request, "units/people/invited.html", {**given, "role": role.label, "link": link})
    return render(request, "units/people/invite.html", {"form": form})


@require_POST
def revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    actor = administrator(request)
    invitation = get_object_or_404(Invitation, pk=invitation_id)
    services.revoke_invitation(actor=actor, invitation_id=invitation_id, now=db_now())
    messages.success(request, f"Đã thu hồi lời mời gửi {invitation.full_name}.")
    return redirect("units:invitations")


@login_not_required
@sensitive_post_parameters("password1", "password2")
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Open to whoever holds the link: reading it changes nothing, a good form makes the account."""
    now, found = db_now(), queries.invitation_of(token)
    if found is None or queries.invitation_refusal(found, now):
        reason = queries.invitation_refusal(found, now)
        return render(request, "units/people/invitation_over.html", {"reason": reason}, status=410)
    form = AcceptForm(request.POST or None, invitation=found)
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["username"], form.cleaned_data["password1"]
        try:
            services.accept_invitation(token=token, username=name, password=password, now=now)
        except NotAllowed as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Tài khoản “{name}” đã sẵn sàng. Mời đồng chí đăng nhập.")
            return redirect("account_login")
    context = {"invitation": found, "role": Role(found.role).label, "form": form}
    return render(request, "units/people/invitation.html", context)
