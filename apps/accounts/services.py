"""Acts on an account: a new password, an end to its sessions, a way back in; and what of sign-ins is not kept."""

from datetime import datetime, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.audit.services import SYSTEM_CHAIN, record

SIGN_INS_KEPT = timedelta(days=90)  # docs/operations.md


@transaction.atomic
def set_password(*, user: User, password: str) -> None:
    """Sets the password, which ends the sessions opened with the old one, and forgets failed attempts."""
    user.set_password(password)
    user.save(update_fields=["password"])
    forget_failures(user=user)
    record(actor=user, act="accounts.set_password", subject=user, chain=SYSTEM_CHAIN)


def end_sessions(*, user: User, now: datetime) -> None:
    """Every session of the account opened until `now` (the database's clock) is over at its next request."""
    User.objects.filter(pk=user.pk).update(sessions_end_before=now)
    user.sessions_end_before = now


def forget_failures(*, user: User) -> None:
    """Lifts a lock that failed attempts brought on."""
    AccessAttempt.objects.filter(username=user.username).delete()


def password_reset_path(*, user: User) -> str:
    """The path of a page where this person sets a new password, once; valid for settings.PASSWORD_RESET_TIMEOUT."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


def purge_sessions(*, now: datetime) -> int:
    """Deletes the sessions that are over by their age; returns how many."""
    count, _ = Session.objects.filter(expire_date__lte=now).delete()
    return count


@transaction.atomic
def purge_sign_ins(*, now: datetime) -> int:
    """Deletes who signed in or failed to, from which address, more than 90 days ago; returns how many rows."""
    found = (
        model.objects.filter(attempt_time__lt=now - SIGN_INS_KEPT) for model in (AccessLog, AccessAttempt)
    )
    return sum(rows.delete()[0] for rows in found)
