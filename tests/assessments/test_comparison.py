"""Intervals, places, ties and places that hang on one weight: against hand-made cases and independent arithmetic."""

from decimal import Decimal
from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.assessments.queries.comparison import Z95, Standing, standings, wilson


# From Newcombe (Statistics in Medicine 17, 1998), table I, method 3 (score, without continuity correction).
@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_intervals(hits: int, count: int, low: float, high: float) -> None:
    found = wilson(hits, count)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 400).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
def test_its_ends_solve_the_equation_that_defines_it(pair: tuple[int, int]) -> None:
    """At either end p the observed share is exactly z standard errors away: (share − p)² = z²·p(1 − p)/n."""
    hits, count = pair
    found = wilson(hits, count)
    assert found is not None
    assert 0 <= found.low <= hits / count + 1e-12
    assert hits / count - 1e-12 <= found.high <= 1
    for end in (found.low, found.high):
        if 1e-9 < end < 1 - 1e-9:
            distance = abs(hits / count - end)
            assert isclose(distance, Z95 * sqrt(end * (1 - end) / count), rel_tol=1e-6, abs_tol=1e-9)


def test_nothing_rated_has_no_interval() -> None:
    assert wilson(0, 0) is None


HALF, FULL, NONE = Fraction(1, 2), Fraction(1), Fraction(0)
WEIGHTS = {"A": Decimal(60), "B": Decimal(40)}


def test_few_have_no_place_and_equal_share_one() -> None:
    degrees = {
        1: {"A": FULL, "B": FULL},
        2: {"A": HALF, "B": HALF},
        3: {"A": HALF, "B": HALF},
        4: {"A": NONE, "B": NONE},
        5: {"A": FULL, "B": FULL},
    }
    found = standings(degrees, WEIGHTS, {1: 5, 2: 8, 3: 9, 4: 20, 5: 4})
    assert found == {
        1: Standing(1, False, 1, 1),
        2: Standing(2, True, 2, 2),
        3: Standing(2, True, 2, 2),
        4: Standing(4, False, 4, 4),
        5: Standing(None, False, None, None),
    }


def test_a_place_that_flips_with_one_weight_says_so() -> None:
    """60·0,5 + 40·0,8 = 62 against 60·0,72 + 40·0,45 = 61,2; with A at 66 and B at 34: 60,2 against 62,82."""
    degrees = {
        1: {"A": Fraction(50, 100), "B": Fraction(80, 100)},
        2: {"A": Fraction(72, 100), "B": Fraction(45, 100)},
        3: {"A": NONE, "B": NONE},
    }
    found = standings(degrees, WEIGHTS, dict.fromkeys(degrees, 6))
    assert [(found[unit].place, found[unit].hangs_on_weights) for unit in (1, 2, 3)] == [
        (1, True),
        (2, True),
        (3, False),
    ]
    assert (found[1].best, found[1].worst) == (1, 2)


def test_a_lead_too_great_for_a_tenth_of_a_weight_stands() -> None:
    degrees = {1: {"A": Fraction(9, 10), "B": HALF}, 2: {"A": HALF, "B": Fraction(6, 10)}}
    found = standings(degrees, WEIGHTS, {1: 5, 2: 5})
    assert not found[1].hangs_on_weights
    assert not found[2].hangs_on_weights


SHARES = st.integers(0, 20).map(lambda part: Fraction(part, 20))


@given(
    st.lists(st.tuples(SHARES, SHARES, SHARES), min_size=2, max_size=6),
    st.tuples(*[st.integers(5, 60)] * 3),
)
def test_places_are_those_of_plain_sums(rows: list[tuple[Fraction, ...]], weights: tuple[int, ...]) -> None:
    codes = "ABC"
    degrees = {unit: dict(zip(codes, row, strict=True)) for unit, row in enumerate(rows)}
    given_weights = {code: Decimal(weight) for code, weight in zip(codes, weights, strict=True)}
    found = standings(degrees, given_weights, dict.fromkeys(degrees, 7))

    def place(unit: int, by: list[Fraction]) -> int:
        def points(each: int) -> Fraction:
            return sum(weight * share for weight, share in zip(by, rows[each], strict=True))

        return 1 + sum(points(other) > points(unit) for other in degrees)

    turned = []
    whole = sum(weights)
    for moving in range(3):
        for factor in (Fraction(11, 10), Fraction(9, 10)):
            moved = weights[moving] * factor
            scale = Fraction(whole - moved) / (whole - weights[moving])
            turned.append([moved if n == moving else weights[n] * scale for n in range(3)])
    for unit in degrees:
        places = [place(unit, by) for by in turned]
        now = place(unit, [Fraction(weight) for weight in weights])
        assert found[unit].place == now
        assert (found[unit].best, found[unit].worst) == (min([now, *places]), max([now, *places]))
