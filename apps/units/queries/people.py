"""Accounts with their roles, and invitations, as the people pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from apps.accounts.models import User
from apps.core.canonical import sha256
from apps.core.vietnamese import day, fold, nfc
from apps.units.enums import Role
from apps.units.models import (
    Invitation,
    InvitationQuerySet,
    Membership,
    MembershipQuerySet,
    Unaccent,
    latest_name_of,
)

STATES: dict[str, dict[str, bool]] = {
    "active": {"is_active": True},
    "locked": {"is_active": False},
    "idle": {"has_role": False},
}


@dataclass(frozen=True)
class HeldRole:
    """One role of a person, as a line of the page: which, where, from when to when, and whether it holds today."""

    id: int
    role: str
    unit: str
    starts_on: date
    ends_on: date | None
    is_current: bool

    @property
    def days(self) -> str:
        if self.ends_on is None:
            return f"từ {day(self.starts_on)}"
        return f"từ {day(self.starts_on)} đến hết {day(self.ends_on - timedelta(days=1))}"

    @property
    def is_over(self) -> bool:
        return not self.is_current and self.ends_on is not None


def held_role(membership: Membership, today: date) -> HeldRole:
    starts_on, ends_on = membership.validity.lower or date.min, membership.validity.upper
    return HeldRole(
        id=membership.pk,
        role=Role(membership.role).label,
        unit=membership.unit_name,  # type: ignore[attr-defined]
        starts_on=starts_on,
        ends_on=ends_on,
        is_current=starts_on <= today and (ends_on is None or ends_on > today),
    )


def named_memberships() -> MembershipQuerySet:
    """Memberships with `unit_name`, the latest first."""
    return Membership.objects.annotate(unit_name=latest_name_of("unit_id")).order_by("-validity", "pk")


def roles_of(user: User, today: date) -> list[HeldRole]:
    """All roles a person ever had or will have."""
    return [held_role(row, today) for row in named_memberships().filter(user=user)]


def role_line(membership_id: int, today: date) -> HeldRole:
    return held_role(named_memberships().get(pk=membership_id), today)


@dataclass(frozen=True)
class PersonRow:
    user: User
    roles: list[HeldRole]


def people(*, q: str, role: str, state: str, today: date) -> QuerySet[User]:
    """Accounts in the order of their names, for one page of a list; turn them into rows with `person_rows`.

    `q` is looked for, without accents, in name, user name, e-mail and the names of the units of today's roles.
    `state`: "active", "locked", "idle" (no role today) or "".
    """
    held = Membership.objects.current(today).filter(user=OuterRef("pk"))
    found = User.objects.annotate(has_role=Exists(held), sort_name=Unaccent(F("full_name")))
    if role:
        found = found.filter(Exists(held.filter(role=role)))
    if state:
        found = found.filter(**STATES[state])
    if text := fold(nfc(q)):
        text_of = Concat("full_name", Value(" "), "username", Value(" "), "email", output_field=TextField())
        at_unit = Exists(held.filter(unit__names__search_key__contains=text))
        found = found.annotate(words=Unaccent(text_of)).filter(Q(words__contains=text) | at_unit)
    return found.order_by("sort_name", "pk")


def person_rows(users: Sequence[User], today: date) -> list[PersonRow]:
    """The accounts with their roles of today and those to come; one statement, however many accounts."""
    by_user: dict[int, list[HeldRole]] = {user.pk: [] for user in users}
    for row in named_memberships().filter(user__in=by_user):
        if not (role := held_role(row, today)).is_over:
            by_user[row.user_id].append(role)
    return [PersonRow(user=user, roles=by_user[user.pk]) for user in users]


def account_counts() -> dict[str, int]:
    """How many accounts are active, and how many are locked."""
    return User.objects.aggregate(
        active=Count("pk", filter=Q(is_active=True)), locked=Count("pk", filter=Q(is_active=False))
    )


def invitations() -> InvitationQuerySet:
    """All invitations, the latest first, with `unit_name`."""
    return (
        Invitation.objects.annotate(unit_name=latest_name_of("unit_id"))
        .select_related("invited_by")
        .order_by("-pk")
    )


@dataclass(frozen=True)
class InvitationRow:
    invitation: Invitation
    role: str
    state: dict[str, str]
    is_open: bool


def invitation_rows(found: Sequence[Invitation], now: datetime) -> list[InvitationRow]:
    """The invitations with their state in words, icon and tone."""
    return [
        InvitationRow(
            invitation=invitation,
            role=Role(invitation.role).label,
            state=invitation_state(invitation, now),
            is_open=not invitation_refusal(invitation, now),
        )
        for invitation in found
    ]


def invitation_state(invitation: Invitation, now: datetime) -> dict[str, str]:
    if invitation.accepted_at:
        return {"icon": "check-circle-fill", "label": "Đã nhận", "tone": "ok"}
    if invitation.revoked_at:
        return {"icon": "x-circle-fill", "label": "Đã thu hồi", "tone": "neutral"}
    if invitation.expires_at <= now:
        return {"icon": "dash-circle", "label": "Hết hạn", "tone": "neutral"}
    return {"icon": "clock-fill", "label": "Chờ nhận", "tone": "info"}


def invitation_of(token: str) -> Invitation | None:
    """The invitation behind a link, with `unit_name`."""
    return invitations().filter(token_hash=sha256(token)).first()


def invitation_refusal(invitation: Invitation | None, now: datetime) -> str:
    """Why this link does not work any more, in a sentence; empty when it does."""
    if invitation is None:
        return "Liên kết mời không đúng, hoặc đã bị cắt mất một phần."
    if invitation.accepted_at:
        return "Lời mời này đã được nhận; đồng chí đăng nhập bằng tài khoản đã lập."
    if invitation.revoked_at:
        return "Lời mời này đã được thu hồi."
    return "Lời mời này đã quá 72 giờ nên hết hạn." if invitation.expires_at <= now else ""


def demo_names(today: date) -> list[dict[str, str]]:
    """One sign-in name for each role, with its unit, in the order of the roles."""
    held = named_memberships().filter(user__is_active=True, validity__contains=today)
    rows = held.order_by("role", "user_id").distinct("role").select_related("user")
    first = {row.role: row for row in rows}
    return [
        {"username": first[role].user.username, "role": role.label, "unit": first[role].unit_name}  # type: ignore[attr-defined]
        for role in Role
        if role in first
    ]
