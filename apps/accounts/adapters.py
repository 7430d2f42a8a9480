"""How allauth is bent to this house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from apps.accounts import services
from apps.accounts.backends import client_address
from apps.accounts.middleware import open_session
from apps.accounts.models import User


class HouseAdapter(DefaultAccountAdapter):
    """Sign-up is closed, a session knows when it began, and every new password is recorded."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        open_session(request)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "0.0.0.0"  # noqa: S104 (an unknown address, nothing listens on it)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Always to the address of the account; there is no second list of addresses here."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def set_password(self, user: User, password: str) -> None:
        services.set_password(user=user, password=password)
