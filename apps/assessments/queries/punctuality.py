"""How punctual a commune is towards the unit above: reports are a floor above, which says so when it is ready."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

Punctual = Mapping[int, tuple[int, int]]
Supply = Callable[[Collection[int], int, datetime], Punctual]
_supplies: list[Supply] = []


def supply_punctuality(supply: Supply) -> None:
    """`supply(unit_ids, year, now)`: by commune (handed over in time, due by now), of those that hand over at all."""
    _supplies.append(supply)


def handed_over_in_time(unit_ids: Collection[int], year: int, now: datetime) -> dict[int, tuple[int, int]]:
    return {unit: counts for supply in _supplies for unit, counts in supply(unit_ids, year, now).items()}
