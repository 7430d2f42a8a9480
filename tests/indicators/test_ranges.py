"""Range arithmetic (docs/architecture.md §4) on hand-made series."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from apps.indicators.enums import ElementKind, Judgement
from apps.indicators.queries import (
    Figure,
    Series,
    change,
    judge,
    over,
    since_previous,
    since_year_ago,
    year_to_date,
)  # fmt: skip

Parts = tuple[int | None, int | None]


def figure(slug: str, parts: Parts, *, is_rate: bool, given: int = 3) -> Figure:
    top, bottom = (None if part is None else Decimal(part) for part in parts)
    return Figure(
        code="X", label="x", unit_of_measure="%" if is_rate else "người", decimals=1 if is_rate else 0,
        factor=100 if is_rate else 1, is_rate=is_rate, unit_id=1, period_id=int(slug.replace("-q", "")),
        period_slug=slug, period_label=slug, tree_on=date(2021, 9, 30), numerator=top, denominator=bottom,
        given=0 if top is None else given, expected=3,
    )  # fmt: skip


def a_series(kind: ElementKind, cells: dict[str, Parts], *, is_rate: bool = False) -> Series:
    formula: Any = SimpleNamespace(kind=kind)
    return Series(formula, 1, tuple(figure(slug, parts, is_rate=is_rate) for slug, parts in cells.items()))


def test_a_flow_adds_up_and_counts_unit_quarters() -> None:
    found = over(
        a_series(ElementKind.FLOW, {"2021-q1": (5, None), "2021-q2": (None, None), "2021-q3": (7, None)})
    )
    assert found is not None
    assert (found.value, found.given, found.expected) == (12, 6, 9)


def test_a_rate_over_a_range_is_the_ratio_of_sums_not_the_mean_of_rates() -> None:
    cells: dict[str, Parts] = {"2021-q1": (1, 2), "2021-q2": (9, 10)}
    found = over(a_series(ElementKind.FLOW, cells, is_rate=True))
    assert found is not None
    assert found.text == "83,3"


@pytest.mark.parametrize("kind", [ElementKind.STOCK, ElementKind.DISTINCT])
def test_stocks_and_distinct_persons_are_never_added_over_time(kind: ElementKind) -> None:
    found = over(a_series(kind, {"2021-q1": (5, None), "2021-q2": (8, None)}))
    assert found is not None
    assert found.value == 8
    missing = over(a_series(kind, {"2021-q1": (5, None), "2021-q2": (None, None)}))
    assert missing is not None
    assert missing.value is None


def test_nothing_given_is_missing_not_zero() -> None:
    found = over(a_series(ElementKind.FLOW, {"2021-q1": (None, None), "2021-q2": (None, None)}))
    assert found is not None
    assert (found.value, found.text) == (None, "—")


def test_changes_of_rates_are_points_between_printed_values() -> None:
    cells: dict[str, Parts] = {"2020-q3": (70, 100), "2021-q2": (2, 3), "2021-q3": (81, 100)}
    found = a_series(ElementKind.STOCK, cells, is_rate=True)
    previous, a_year = since_previous(found), since_year_ago(found)
    assert previous is not None
    assert a_year is not None
    assert previous.text == "tăng 14,3 điểm phần trăm"  # 81,0 − 66,7
    assert (a_year.amount, a_year.signed) == (Decimal("11.0"), "+11,0")


def test_year_to_date_compares_the_same_quarters() -> None:
    cells: dict[str, Parts] = {
        "2020-q1": (1, None), "2020-q2": (2, None), "2020-q3": (4, None), "2020-q4": (100, None),
        "2021-q1": (2, None), "2021-q2": (3, None),
    }  # fmt: skip
    found = year_to_date(a_series(ElementKind.FLOW, cells))
    assert found is not None
    assert found.amount == 5 - 3


def test_year_to_date_without_the_year_before_says_nothing() -> None:
    assert year_to_date(a_series(ElementKind.FLOW, {"2021-q1": (2, None), "2021-q2": (3, None)})) is None
    assert year_to_date(a_series(ElementKind.STOCK, {"2020-q1": (2, None), "2021-q1": (3, None)})) is None


def test_a_change_against_a_missing_value_is_missing() -> None:
    now, before = (
        figure(slug, parts, is_rate=False)
        for slug, parts in (("2021-q2", (4, None)), ("2021-q1", (None, None)))
    )
    assert change(now, before).amount is None
    assert change(now, before).text == "—"


@pytest.mark.parametrize(
    ("gap", "target", "said"),
    [
        (0, 85, "MET"),
        (3, 85, "MET"),
        (-4, 85, "NEAR"),
        (Decimal("-8.5"), 85, "NEAR"),
        (-9, 85, "MISSED"),
        (-1, 0, "MISSED"),
    ],
)
def test_judgement_by_the_distance_to_the_target(gap: Decimal, target: int, said: str) -> None:
    assert judge(Decimal(gap), Decimal(target), 10) == Judgement[said]
