"""Which branches were rated weak. Ratings belong to a floor above, which says how they are read when it is ready."""

from collections.abc import Callable, Mapping
from datetime import date

Supply = Callable[[date], Mapping[int, date]]
_supplies: list[Supply] = []


def supply_ratings(supply: Supply) -> None:
    """`supply(day)`: the branches whose last rating decided by that day is the lowest, each with its decision's day."""
    _supplies.append(supply)


def rated_weak(day: date) -> dict[int, date]:
    return {branch: on for supply in _supplies for branch, on in supply(day).items()}
