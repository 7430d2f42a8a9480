"""Accounts are made by invitation: a link for one person, one role, one use, 72 hours."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.template.loader import render_to_string

from apps.accounts.models import User
from apps.audit.services import record
from apps.core.canonical import sha256
from apps.core.clock import local_day
from apps.core.exceptions import NotAllowed
from apps.core.vietnamese import nfc
from apps.units.enums import Role
from apps.units.models import Invitation, Membership, Unit
from apps.units.permissions import check_can_manage_people
from apps.units.queries import invitation_refusal
from apps.units.services.people import check_role_fits

VALID_FOR = timedelta(hours=72)


@transaction.atomic
def invite(
    *,
    actor: User,
    email: str,
    full_name: str,
    unit: Unit,
    role: Role,
    now: datetime,
    link_to: Callable[[str], str],
) -> str:
    """Writes the invitation, mails its link after the commit, and returns the link; only the token's hash is kept."""
    check_can_manage_people(actor)
    check_role_fits(role, unit, local_day(now))
    email = nfc(email).lower()
    check_can_be_invited(email, now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        full_name=nfc(full_name),
        unit=unit,
        role=role,
        token_hash=sha256(token),
        expires_at=now + VALID_FOR,
        invited_by=actor,
    )
    link = link_to(token)
    transaction.on_commit(lambda: mail_invitation(invitation, unit, link), robust=True)
    change = {"email": email, "role": role, "unit": unit.pk}
    record(actor=actor, act="units.invite", subject=invitation, chain=unit.pk, change=change)
    return link


def check_can_be_invited(email: str, now: datetime) -> None:
    if User.objects.signing_in_as(email).exists():
        raise NotAllowed("Địa chỉ thư này đã có tài khoản; đồng chí giao vai trò ở trang của tài khoản ấy.")
    if Invitation.objects.open(now).filter(email=email).exists():
        raise NotAllowed(
            "Địa chỉ thư này đang có lời mời còn hiệu lực; thu hồi lời mời ấy trước khi mời lại."
        )


def mail_invitation(invitation: Invitation, unit: Unit, link: str) -> None:
    """A mail that cannot be sent loses nothing: the administrator has seen the link."""
    context = {"invitation": invitation, "unit": unit, "link": link}
    text = render_to_string("units/people/invitation_mail.txt", context)
    send_mail("[Tỉnh đoàn Hưng Yên] Lời mời tham gia hệ thống", text, None, [invitation.email])


@transaction.atomic
def revoke_invitation(*, actor: User, invitation_id: int, now: datetime) -> None:
    """The link stops working. An invitation already accepted cannot be taken back; end the role instead."""
    check_can_manage_people(actor)
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    if invitation.accepted_at or invitation.revoked_at:
        raise NotAllowed("Lời mời này đã được nhận hoặc đã thu hồi.")
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    record(actor=actor, act="units.revoke_invitation", subject=invitation, chain=invitation.unit_id)


@transaction.atomic
def accept_invitation(*, token: str, username: str, password: str, now: datetime) -> User:
    """Makes the account and its role from today on. Raises NotAllowed for a used, expired, revoked or unknown link."""
    invitation = Invitation.objects.select_for_update().filter(token_hash=sha256(token)).first()
    if reason := invitation_refusal(invitation, now):
        raise NotAllowed(reason)
    assert invitation is not None
    user = new_account(invitation, username, password)
    Membership.objects.create(
        user=user,
        unit_id=invitation.unit_id,
        role=invitation.role,
        validity=DateRange(local_day(now), None),
    )
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record(actor=user, act="units.accept_invitation", subject=invitation, chain=invitation.unit_id)
    return user


def new_account(invitation: Invitation, username: str, password: str) -> User:
    """The account, or NotAllowed when name or address were taken while the person was typing."""
    try:
        with transaction.atomic():
            return User.objects.create_user(
                username=username, email=invitation.email, full_name=invitation.full_name, password=password
            )
    except IntegrityError:
        raise NotAllowed("Tên đăng nhập hoặc địa chỉ thư này vừa có tài khoản.") from None
