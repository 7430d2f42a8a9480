"""Signing in by user name or e-mail, and how failures are counted. Rights are answered elsewhere.

django-axes counts failures alone, per account and per address, in the database. Ten failures lock one account from
one address for a quarter of an hour. Many failures of one address, or of one account from anywhere, lock nobody by
themselves: from then on the third failure locks. So an office behind one address is never locked out as a whole,
nobody can lock a colleague out from elsewhere, and guessing stays slow.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from axes.attempts import get_cool_off_threshold
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from apps.accounts.models import User

ORDINARY_LIMIT, STRICT_LIMIT = 10, 3
MANY_OF_ACCOUNT, MANY_OF_ADDRESS = 30, 100


class SignInBackend(AuthenticationBackend):
    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False


def account_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The account meant, by user name or e-mail.

    Of a name that nobody has only a keyed digest is kept: it may be a password typed into the wrong field.
    """
    given = credentials or {}
    typed = str(given.get("username") or given.get("email") or request.POST.get("login", ""))
    if (account := User.objects.signing_in_as(typed).first()) is not None:
        return account.username
    return "?" + salted_hmac("accounts.unknown", typed.lower(), algorithm="sha256").hexdigest()


def client_address(request: HttpRequest) -> str | None:
    """The client's address: the connection's, or the one that the trusted proxies in front of us wrote down."""
    proxies = settings.TRUSTED_PROXY_COUNT
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies] or None
    return request.META.get("REMOTE_ADDR") or None


def failure_limit(request: HttpRequest, credentials: dict[str, Any] | None) -> int:
    """How many failures of this account from this address lock it: fewer when the account or the address had many."""
    recent = AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request))
    account = _failures(recent.filter(username=account_name(request, credentials)))
    address = _failures(recent.filter(ip_address=client_address(request)))
    return STRICT_LIMIT if account >= MANY_OF_ACCOUNT or address >= MANY_OF_ADDRESS else ORDINARY_LIMIT


def _failures(attempts: Any) -> int:
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
