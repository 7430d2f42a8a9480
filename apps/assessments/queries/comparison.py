"""Comparing units honestly: intervals for shares of few, no place for too few, ties, places that hang on a weight.

Wilson's score interval (E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of
the American Statistical Association 22, 1927) is used because it stays within 0 … 1 and is honest for small numbers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from apps.assessments.queries.scoring import ranks

Z95 = 1.959963984540054  # the 97.5th percentile of the standard normal distribution
FEWEST = 5  # rated branches that a unit needs for a place
SHIFT = Fraction(1, 10)  # of itself, up and down, for each weight in turn


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


def wilson(hits: int, count: int, z: float = Z95) -> Interval | None:
    """The interval of the share hits/count that 95 of 100 such intervals cover; None of nothing."""
    if count == 0:
        return None
    share, spread = hits / count, z * z / count
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / count + spread / (4 * count))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


@dataclass(frozen=True)
class Standing:
    """A unit among its neighbours. `place` None: too few rated. `lowest`, `highest`: its places under other weights."""

    place: int | None
    is_shared: bool
    best: int | None
    worst: int | None

    @property
    def hangs_on_weights(self) -> bool:
        """Whether the place becomes another when one weight moves by a tenth of itself."""
        return (self.best, self.worst) != (self.place, self.place)


def standings(
    degrees: Mapping[int, Mapping[str, Fraction]], weights: Mapping[str, Decimal], counts: Mapping[int, int]
) -> dict[int, Standing]:
    """By unit, its place by mean points.

    `degrees`: by unit and criterion the mean share of the full points that its rated branches reached, 0 … 1;
    `weights`: full points by criterion; `counts`: rated branches by unit. Exact, so that equal is equal.
    """
    ranked = {unit: degrees[unit] for unit, count in counts.items() if count >= FEWEST}
    given = {code: Fraction(weight) for code, weight in weights.items()}
    parts = {
        unit: {code: given[code] * share for code, share in shares.items()} for unit, shares in ranked.items()
    }
    wholes = {unit: sum(each.values(), Fraction(0)) for unit, each in parts.items()}
    main = _places(wholes)
    others = [_places(moved) for moved in _moved(wholes, parts, given)]
    found = {unit: Standing(None, False, None, None) for unit in counts}
    for unit, place in main.items():
        seen = [place, *(places[unit] for places in others)]
        is_shared = sum(other == place for other in main.values()) > 1
        found[unit] = Standing(place, is_shared, min(seen), max(seen))
    return found


def _places(points: Mapping[int, Fraction]) -> dict[int, int]:
    return dict(zip(points, ranks(list(points.values())), strict=True))


def _moved(
    wholes: Mapping[int, Fraction],
    parts: Mapping[int, Mapping[str, Fraction]],
    weights: Mapping[str, Fraction],
) -> Iterator[dict[int, Fraction]]:
    """Everybody's points with each weight a tenth up and a tenth down, the rest rescaled so that the sum stays."""
    sum_of_weights = sum(weights.values(), Fraction(0))
    for code, weight in weights.items():
        if weight == sum_of_weights:
            continue
        for factor in (1 + SHIFT, 1 - SHIFT):
            scale = (sum_of_weights - weight * factor) / (sum_of_weights - weight)
            yield {
                unit: factor * parts[unit][code] + scale * (whole - parts[unit][code])
                for unit, whole in wholes.items()
            }
