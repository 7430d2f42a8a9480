from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.canonical import canonical, plain, sha256


@given(st.dictionaries(st.text(max_size=5), st.integers()))
def test_the_order_of_keys_does_not_matter(content: dict[str, int]) -> None:
    turned = dict(reversed(list(content.items())))
    assert canonical(content) == canonical(turned)
    assert sha256(canonical(content)) == sha256(canonical(turned))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_equal_decimals_are_written_alike_and_exactly(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
    assert plain(value) == plain(value * Decimal("1.0000"))


def test_floats_that_are_not_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"v": float("nan")})
