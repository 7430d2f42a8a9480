"""From values to places: scales, round ticks, unbroken runs, and the words for a missing value."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

Value = float | int | Decimal | None
Formatter = Callable[[float | int | Decimal], str]

MISSING = "—"
NARROW = 480


def shown(value: Value, formatter: Formatter) -> str:
    """The value as printed; a missing one is an em dash."""
    return MISSING if value is None else formatter(value)


def known(values: Iterable[Value]) -> list[float]:
    """The given values alone, as floats."""
    return [float(value) for value in values if value is not None]


@dataclass(frozen=True)
class Scale:
    """A straight line from [low, high] to [start, end]; a span of nothing maps to the middle."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float | int | Decimal) -> float:
        if self.high == self.low:
            return (self.start + self.end) / 2
        share = (float(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def round_step(span: float, count: int) -> float:
    """The round step (1, 2, 5 × 10ⁿ) that cuts `span` into about `count` parts."""
    raw = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(raw)) if raw > 0 else 1.0
    return next((factor * power for factor in (1, 2, 5) if factor * power >= raw), 10 * power)


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Round numbers from at or below `low` to near `high`; a small rest above the last tick gets none of its own."""
    if low == high:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    step = round_step(high - low, count)
    first, last = math.floor(low / step), math.ceil(high / step - 0.4)
    return [round(index * step, 10) for index in range(first, last + 1)]


def runs(values: Sequence[Value]) -> list[list[tuple[int, float]]]:
    """Unbroken stretches of (position, value): a missing value ends one."""
    stretches: list[list[tuple[int, float]]] = [[]]
    for position, value in enumerate(values):
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append((position, float(value)))
    return [stretch for stretch in stretches if stretch]


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels apart to at least `gap`, keeping their order and, where there is room, the band [low, high]."""
    order = sorted(range(len(places)), key=lambda index: (places[index], index))
    moved = [max(low, min(high, place)) for place in places]
    for before, after in itertools.pairwise(order):
        moved[after] = max(moved[after], moved[before] + gap)
    ceiling = high
    for index in reversed(order):
        moved[index] = min(moved[index], ceiling)
        ceiling = moved[index] - gap
    return moved


def text_width(text: str, size: float = 13) -> float:
    """A rough width in pixels, generous enough to keep labels apart."""
    return len(text) * size * 0.56
