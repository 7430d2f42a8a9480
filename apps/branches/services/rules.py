"""What the client may set about branches, from a day on."""

from datetime import date

from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import SYSTEM_CHAIN, record
from apps.branches.models import BranchRule
from apps.core.ranges import begin
from apps.units.permissions import MANAGE_REFERENCE, check_anywhere


@transaction.atomic
def set_rule(*, actor: User, rule: BranchRule, starts_on: date) -> None:
    """In force from that day on; what held so far ends there. Raises NotAllowed or ValidationError."""
    check_anywhere(MANAGE_REFERENCE, actor)
    begin(rule, BranchRule.objects.all(), starts_on)
    change = {"due_day": rule.due_day, "small_below": rule.small_below, "starts_on": starts_on}
    record(actor=actor, act="branches.set_rule", subject=rule, chain=SYSTEM_CHAIN, change=change)
