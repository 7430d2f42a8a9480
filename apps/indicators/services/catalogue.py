"""Acts on the catalogue by the officer: elements, indicators, targets, the judging rule. Each is audited."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from apps.accounts.models import User
from apps.audit.services import SYSTEM_CHAIN, record
from apps.core.ranges import take_effect
from apps.core.vietnamese import nfc
from apps.directives.models import Period
from apps.indicators.models import Fact, Indicator, JudgingRule, Layout, Target
from apps.indicators.services.facts import rebuild_rollups
from apps.indicators.services.reference import lay_out_all
from apps.units.models import Unit
from apps.units.permissions import MANAGE_REFERENCE, check_anywhere
from apps.units.services import keep_entry


def keep_in_catalogue(
    *, actor: User, entry: Model, rows: Sequence[Model], changed: Mapping[str, Any]
) -> None:
    """Saves an element or indicator; a new one gets its slot, and the sums of past periods a place for it."""
    then = _give_places if entry._state.adding else lambda: None
    keep_entry(actor=actor, entry=entry, rows=rows, changed=changed, then=then)


def _give_places() -> None:
    lay_out_all()
    for layout in Layout.objects.filter(pk__in=Fact.objects.values("layout_id")):
        periods = Period.objects.filter(pk__in=Fact.objects.filter(layout=layout).values("period_id"))
        rebuild_rollups(layout=layout, periods=list(periods))


@transaction.atomic
def set_target(
    *,
    actor: User,
    indicator: Indicator,
    unit: Unit | None,
    year: int,
    value: Decimal,
    source: str,
    reason: str = "",
) -> Target:
    """A target as a new row; the last one counts. A change of an earlier one needs its reason (ValidationError)."""
    check_anywhere(MANAGE_REFERENCE, actor)
    is_change = Target.objects.filter(indicator=indicator, unit=unit, year=year).exists()
    if is_change and not nfc(reason):
        raise ValidationError({"reason": "Đã có chỉ tiêu giao cho năm này: nêu lý do thay đổi."})
    target = Target.objects.create(
        indicator=indicator,
        unit=unit,
        year=year,
        value=value,
        source=nfc(source),
        reason=nfc(reason),
        recorded_by=actor,
    )
    record(
        actor=actor,
        act="indicators.set_target",
        subject=target,
        chain=unit.pk if unit else SYSTEM_CHAIN,
        change={"year": year, "value": value, "source": source},
    )
    return target


@transaction.atomic
def set_judging_rule(*, actor: User, rule: JudgingRule, starts_on: date) -> None:
    """How near a target counts as "cần chú ý" from a day on; the rule before ends there."""
    check_anywhere(MANAGE_REFERENCE, actor)
    take_effect(rule, starts_on)
    change = {"starts_on": starts_on, "near_percent": rule.near_percent}
    record(actor=actor, act="indicators.set_judging_rule", subject=rule, chain=SYSTEM_CHAIN, change=change)
