"""Acts on people: roles from a day to a day, locked accounts, one-use links. Each ends the person's open sessions."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.accounts.models import User
from apps.accounts.services import end_sessions, forget_failures, password_reset_path
from apps.audit.services import SYSTEM_CHAIN, record
from apps.core.clock import local_day
from apps.core.exceptions import NotAllowed
from apps.units.enums import KINDS_OF_ROLE, Role
from apps.units.models import Membership, MembershipQuerySet, Unit
from apps.units.permissions import check_can_manage_people


def check_role_fits(role: Role, unit: Unit, day: date) -> None:
    """A role belongs to certain kinds of units, and the unit must not be closed on that day."""
    if unit.closed_on and unit.closed_on <= day:
        raise NotAllowed("Đơn vị này đã kết thúc hoạt động trước ngày ấy.")
    if unit.kind_id not in KINDS_OF_ROLE.get(role, {unit.kind_id}):
        raise NotAllowed(f"Vai trò “{role.label}” không giao ở loại đơn vị “{unit.kind.name}”.")


@transaction.atomic
def grant_role(
    *, actor: User, user_id: int, unit: Unit, role: Role, starts_on: date, now: datetime
) -> Membership:
    """Gives the role from `starts_on` on, without an end. Refused while the person holds it already."""
    check_can_manage_people(actor)
    check_role_fits(role, unit, starts_on)
    user = locked(user_id)
    validity = DateRange(starts_on, None)
    if Membership.objects.filter(user=user, unit=unit, role=role, validity__overlap=validity).exists():
        raise NotAllowed("Đồng chí ấy đã giữ vai trò này ở đơn vị trong thời gian đó.")
    membership = Membership.objects.create(user=user, unit=unit, role=role, validity=validity)
    end_sessions(user=user, now=now)
    record(
        actor=actor,
        act="units.grant_role",
        subject=membership,
        chain=unit.pk,
        change={"user": user.pk, "role": role, "starts_on": starts_on},
    )
    return membership


@transaction.atomic
def end_role(*, actor: User, membership_id: int, ends_on: date, now: datetime) -> None:
    """Ends the role: `ends_on` is the first day without it, today at the earliest.

    A role that would end on the day it begins was never held for a day and is taken back.
    """
    check_can_manage_people(actor)
    user = locked(Membership.objects.values_list("user_id", flat=True).get(pk=membership_id))
    membership = Membership.objects.get(pk=membership_id)
    check_can_end(actor, membership, ends_on, local_day(now))
    starts_on = membership.validity.lower or date.min
    if ends_on <= starts_on:
        Membership.objects.filter(pk=membership.pk).delete()
    else:
        ended = DateRange(starts_on, ends_on)
        Membership.objects.filter(pk=membership.pk).update(validity=ended)
    end_sessions(user=user, now=now)
    record(
        actor=actor,
        act="units.end_role",
        subject=membership,
        chain=membership.unit_id,
        change={"user": user.pk, "role": membership.role, "ends_on": ends_on},
    )


def check_can_end(actor: User, membership: Membership, ends_on: date, today: date) -> None:
    until = membership.validity.upper
    if ends_on < today:
        raise NotAllowed("Ngày kết thúc sớm nhất là hôm nay.")
    if until and until <= max(today, ends_on):
        raise NotAllowed("Vai trò này đã kết thúc, hoặc kết thúc sớm hơn ngày ấy.")
    if membership.role == Role.ADMINISTRATOR:
        check_not_oneself(actor, membership.user_id, "tự bỏ vai trò quản trị hệ thống của mình")
        check_administrator_remains(without=membership.user_id, day=today)


@transaction.atomic
def lock_account(*, actor: User, user_id: int, now: datetime) -> None:
    """The account cannot sign in any more, and its open sessions are over."""
    check_can_manage_people(actor)
    check_not_oneself(actor, user_id, "tự khóa tài khoản của mình")
    user = locked(user_id)
    check_administrator_remains(without=user_id, day=local_day(now))
    User.objects.filter(pk=user_id).update(is_active=False)
    end_sessions(user=user, now=now)
    record(actor=actor, act="units.lock_account", subject=user, chain=SYSTEM_CHAIN)


@transaction.atomic
def unlock_account(*, actor: User, user_id: int) -> None:
    """The account may sign in again; failed attempts are forgotten."""
    check_can_manage_people(actor)
    user = locked(user_id)
    User.objects.filter(pk=user_id).update(is_active=True)
    forget_failures(user=user)
    record(actor=actor, act="units.unlock_account", subject=user, chain=SYSTEM_CHAIN)


@transaction.atomic
def create_reset_link(*, actor: User, user_id: int) -> str:
    """The path of a one-use page where this person sets a new password; told to the administrator once."""
    check_can_manage_people(actor)
    user = locked(user_id)
    if not user.is_active:
        raise NotAllowed("Tài khoản đang khóa: mở tài khoản trước khi tạo liên kết.")
    record(actor=actor, act="units.create_reset_link", subject=user, chain=SYSTEM_CHAIN)
    return password_reset_path(user=user)


@transaction.atomic
def found_administrator(*, username: str, email: str, full_name: str, now: datetime) -> str:
    """The first administrator of a new installation: an account without a password, and the path that sets one.

    Refused as soon as somebody administers the system: from then on accounts are made by invitation.
    """
    day = local_day(now)
    if administrators(day).exists():
        raise NotAllowed("Hệ thống đã có quản trị; tài khoản mới được lập bằng lời mời.")
    unit = Unit.objects.open_on(day).get(kind_id="PROVINCE")
    user = User(username=username, email=email, full_name=full_name)
    user.full_clean(exclude=["password"])
    user = User.objects.create_user(username=username, email=email, full_name=full_name)
    Membership.objects.create(user=user, unit=unit, role=Role.ADMINISTRATOR, validity=DateRange(day, None))
    record(actor=None, act="units.found_administrator", subject=user, chain=SYSTEM_CHAIN)
    return password_reset_path(user=user)


def locked(user_id: int) -> User:
    """The account, locked until the end of the transaction: acts on one person follow one another.

    The weaker lock leaves room for the audit rows that this person writes as an actor meanwhile.
    """
    return User.objects.select_for_update(no_key=True).get(pk=user_id)


def check_not_oneself(actor: User, user_id: int, what: str) -> None:
    if actor.pk == user_id:
        raise NotAllowed(f"Đồng chí không thể {what}; nhờ một quản trị hệ thống khác.")


def check_administrator_remains(*, without: int, day: date) -> None:
    """Somebody else must administer the system, from now on and without an end. Locks those rows."""
    held = list(administrators(day).select_for_update(of=("self",)).order_by("pk"))
    if {row.user_id for row in held} == {without}:
        raise NotAllowed("Đây là quản trị hệ thống cuối cùng; hãy giao vai trò ấy cho đồng chí khác trước.")


def administrators(day: date) -> MembershipQuerySet:
    return Membership.objects.current(day).filter(
        role=Role.ADMINISTRATOR, user__is_active=True, validity__upper_inf=True
    )
