"""The door of the administration pages leads through the one sign-in page."""

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from apps.core.exceptions import NotAllowed


@login_not_required
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Stands where Django's admin has a sign-in page of its own; whoever is signed in and comes here may not go in."""
    if request.user.is_authenticated:
        raise NotAllowed("Tài khoản của đồng chí không có quyền mở trang quản trị này.")
    return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME, reverse("admin:index")))
