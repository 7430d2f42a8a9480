"""Targets that were assigned, and how a value stands against one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Subquery

from apps.core.vietnamese import number
from apps.indicators.enums import Direction, Judgement
from apps.indicators.models import JudgingRule, Target
from apps.indicators.queries.figures import Figure


def targets(unit_id: int, year: int) -> dict[int, Target]:
    """{indicator id: the last recorded target of that year}: the unit's own, else the one for all. One statement."""
    found = targets_of([unit_id], [year], date(year, 12, 31))
    return {indicator_id: target for (_, _, indicator_id), target in found.items()}


def targets_of(
    unit_ids: Sequence[int], years: Collection[int], day: date
) -> dict[tuple[int, int, int], Target]:
    """{(unit id, year, indicator id): target} for several units and years, in one statement.

    Each target carries `near`: the `near_percent` in force on `day`, None when there is none.
    """
    rule = JudgingRule.objects.filter(validity__contains=day).values("near_percent")[:1]
    rows = Target.objects.filter(Q(unit_id__in=unit_ids) | Q(unit=None), year__in=years)
    current = rows.current().select_related("indicator").annotate(near=Subquery(rule))
    found: dict[tuple[int, int, int], Target] = {}
    for target in sorted(current, key=lambda row: row.unit_id is not None):
        for unit_id in unit_ids if target.unit_id is None else [target.unit_id]:
            found[unit_id, target.year, target.indicator_id] = target
    return found


def near_percent(day: date) -> int:
    """How far off still counts as "cần chú ý", in percent of the target; 0 when no rule is in force."""
    rule = JudgingRule.objects.filter(validity__contains=day).first()
    return rule.near_percent if rule else 0


@dataclass(frozen=True)
class Standing:
    """A figure against its target: the judgement, and the distance in words."""

    figure: Figure
    target: Target
    judgement: Judgement | None
    distance: str

    @property
    def target_text(self) -> str:
        """85 %, ≤ 15 người"""
        sign = "≤ " if self.target.indicator.direction == Direction.DOWN and self.target.value else ""
        return f"{sign}{self.target_number} {self.figure.unit_of_measure}"

    @property
    def target_number(self) -> str:
        """85 or 62,5: no decimals where the target has none."""
        return number(self.target.value, self.figure.decimals if self.target.value % 1 else 0)

    @property
    def verdict(self) -> str:
        """còn 4,1 điểm tới mục tiêu, vượt mục tiêu 2,4 điểm, bằng mục tiêu"""
        word, _, rest = self.distance.partition(" ")
        return {"còn": f"còn {rest} tới mục tiêu", "vượt": f"vượt mục tiêu {rest}"}.get(word, self.distance)


def standing(figure: Figure, target: Target, near: int) -> Standing:
    """Met, near or missed; a missing value is judged by nobody. `near` in percent of the target."""
    if figure.rounded is None:
        return Standing(figure, target, None, "chưa có số liệu")
    gap = figure.rounded - target.value
    if target.indicator.direction == Direction.DOWN:
        gap = -gap
    return Standing(figure, target, judge(gap, target.value, near), distance(figure, gap))


def judge(gap: Decimal, target: Decimal, near: int) -> Judgement:
    """`gap` ≥ 0 means the target is met, whichever way is good."""
    if gap >= 0:
        return Judgement.MET
    return Judgement.NEAR if -gap * 100 <= abs(target) * near else Judgement.MISSED


def distance(figure: Figure, gap: Decimal) -> str:
    unit = "điểm" if figure.unit_of_measure == "%" else figure.unit_of_measure
    if gap == 0:
        return "bằng mục tiêu"
    return f"{'vượt' if gap > 0 else 'còn'} {number(abs(gap), figure.decimals)} {unit}"
