"""The arithmetic of scores, in one place: points of a criterion, total, class, gates, the cap on the top class.

Exact decimals; points are rounded half up to two places. What is unanswered is None and makes every sum unknown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from apps.assessments.enums import ClassCode, Method
from apps.assessments.models import Criterion, Gate, RatingClass

CENT = Decimal("0.01")
ONE = Decimal(1)
BEST_FIRST = [ClassCode(code) for code in ClassCode.values]


def rounded(points: Decimal) -> Decimal:
    return points.quantize(CENT, ROUND_HALF_UP)


def points_of_ratio(ratio: Decimal, max_points: Decimal) -> Decimal:
    """More than all counts as all."""
    return rounded(min(ratio, ONE) * max_points)


def measured_points(criterion: Criterion, measured: Decimal | None) -> Decimal | None:
    """What the measure gives by the criterion's own rule (its grades loaded); None where it decides nothing."""
    if measured is None or not criterion.measure:
        return None
    if criterion.method == Method.RATIO:
        return points_of_ratio(measured, criterion.max_points)
    if criterion.method == Method.YES_NO:
        return criterion.max_points if measured >= ONE else Decimal(0)
    reached = [
        grade.points
        for grade in criterion.grades.all()
        if grade.at_least is not None and measured >= grade.at_least
    ]
    return max(reached, default=None)


def total(points: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; None as soon as one of them is unanswered."""
    listed = list(points)
    return None if None in listed else rounded(sum((each for each in listed if each is not None), Decimal(0)))


def class_by_points(points: Decimal, classes: Sequence[RatingClass]) -> RatingClass:
    """The best class whose threshold is reached; below all thresholds the last one."""
    ordered = sorted(classes, key=lambda each: -each.min_points)
    return next((each for each in ordered if points >= each.min_points), ordered[-1])


def final_class(points: Decimal, classes: Sequence[RatingClass], gates: Iterable[Gate]) -> str:
    """The class by points, lowered by the gates that hold; '' for a set without classes (recognition)."""
    if not classes:
        return ""
    found = class_by_points(points, classes)
    barred = max((_place(gate.highest_class) for gate in gates), default=0)
    if _place(found.code) >= barred:
        return found.code
    left = [each for each in classes if _place(each.code) >= barred]
    return min(left, key=lambda each: _place(each.code), default=found).code


def _place(code: str) -> int:
    """0 is the best."""
    return BEST_FIRST.index(ClassCode(code))


def is_recognised(points: Iterable[tuple[Decimal | None, Decimal]], gates: Sequence[Gate] = ()) -> bool:
    """All criteria at once, each in full, and no gate that holds; (points, maximum) of each."""
    return all(each == most for each, most in points) and not gates


@dataclass(frozen=True)
class Cap:
    """The top class of one deciding unit: `top` of `decided`, where `allowed` may have it; None: no cap."""

    top: int
    decided: int
    allowed: int | None

    @property
    def is_over(self) -> bool:
        return self.allowed is not None and self.top > self.allowed


def top_cap(percent: int | None, top: int, decided: int) -> Cap:
    """Whole units only: 20 % of 9 is 1."""
    return Cap(top, decided, None if percent is None else decided * percent // 100)


def ranks(points: Sequence[Decimal | Fraction]) -> list[int]:
    """1, 2, 2, 4: equal points share a place; in the order given."""
    ordered = sorted(points, reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(ordered, start=1)))}
    return [first[each] for each in points]
