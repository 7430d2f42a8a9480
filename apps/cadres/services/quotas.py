"""Dated settings of the register: định biên, biên chế, how ages are counted. A new one ends the one before it."""

from datetime import date

from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import SYSTEM_CHAIN, record
from apps.cadres.models import AgeRule, Quota, StaffQuota
from apps.cadres.permissions import check_can_set_standards
from apps.core.ranges import begin
from apps.units.permissions import MANAGE_REFERENCE, check_anywhere


@transaction.atomic
def set_quota(*, actor: User, quota: Quota, starts_on: date) -> None:
    """How many holders of a position a unit should have from that day on. Raises NotAllowed or ValidationError."""
    check_anywhere(MANAGE_REFERENCE, actor)
    begin(quota, Quota.objects.filter(unit=quota.unit, position=quota.position), starts_on)
    change = {"position": quota.position_id, "seats": quota.seats, "starts_on": starts_on}
    record(actor=actor, act="cadres.set_quota", subject=quota, chain=quota.unit_id, change=change)


@transaction.atomic
def set_staff_quota(*, actor: User, quota: StaffQuota, starts_on: date) -> None:
    """How many full-time posts a unit has from that day on. Raises NotAllowed or ValidationError."""
    check_anywhere(MANAGE_REFERENCE, actor)
    begin(quota, StaffQuota.objects.filter(unit=quota.unit), starts_on)
    change = {"posts": quota.posts, "starts_on": starts_on}
    record(actor=actor, act="cadres.set_staff_quota", subject=quota, chain=quota.unit_id, change=change)


@transaction.atomic
def set_age_rule(*, actor: User, rule: AgeRule, starts_on: date) -> None:
    """How "không quá N tuổi" is counted from that day on. Raises NotAllowed or ValidationError."""
    check_can_set_standards(actor)
    begin(rule, AgeRule.objects.all(), starts_on)
    change = {"counting": rule.counting, "starts_on": starts_on}
    record(actor=actor, act="cadres.set_age_rule", subject=rule, chain=SYSTEM_CHAIN, change=change)
