"""What is read: the review, its quarters, and the tree below its scope on each quarter's last day."""

from dataclasses import dataclass
from functools import cached_property

from apps.directives.models import Period
from apps.reviews.models import Review
from apps.units.models import Unit, UnitAncestry, UnitParent

Tree = dict[int, int | None]


@dataclass(frozen=True)
class Reading:
    """`trees`: {period slug: {unit id: parent id, None for the scope}}."""

    review: Review
    periods: tuple[Period, ...]
    trees: dict[str, Tree]

    @cached_property
    def kinds(self) -> dict[int, str]:
        """{unit id: its kind} of every unit that ever stood in the tree."""
        every = {unit for tree in self.trees.values() for unit in tree}
        return dict(Unit.objects.filter(pk__in=every).values_list("pk", "kind_id"))

    @property
    def last_tree(self) -> Tree:
        return self.trees[self.review.to_period.slug]

    @property
    def children(self) -> list[int]:
        """Direct children of the scope on the last day covered."""
        return sorted(unit for unit, parent in self.last_tree.items() if parent == self.review.scope_id)


def reading(review: Review) -> Reading:
    periods = _periods(review)
    return Reading(review, periods, {period.slug: _tree(review.scope_id, period) for period in periods})


def _periods(review: Review) -> tuple[Period, ...]:
    """The quarters of the range, and those back to two years before its last year, for comparisons."""
    earliest = review.to_period.start_on.replace(year=review.to_period.year - 2, month=1, day=1)
    first = min(review.from_period.start_on, earliest)
    quarters = Period.objects.quarters().filter(start_on__gte=first, end_on__lte=review.to_period.end_on)
    return tuple(quarters.order_by("start_on"))


def _tree(scope_id: int, period: Period) -> Tree:
    below = UnitAncestry.objects.filter(ancestor_id=scope_id, validity__contains=period.end_on)
    inside = Unit.objects.open_on(period.end_on).filter(pk__in=below.values("descendant_id"))
    edges = UnitParent.objects.filter(unit__in=inside, validity__contains=period.end_on)
    return {scope_id: None} | {
        unit: parent for unit, parent in edges.values_list("unit_id", "parent_id") if unit != scope_id
    }
