"""One file of the tests: how it is called, what it holds, and why it is refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from apps.files.gate import Refusal


@dataclass(frozen=True)
class Case:
    label: str
    name: str
    make: Callable[[], bytes]
    reason: Refusal | None = None
    is_slow: bool = False  # takes over a second to make or to read

    def __str__(self) -> str:
        return f"{self.name}: {self.label}"


def each(cases: Sequence[Case]) -> pytest.MarkDecorator:
    """`case` is one after the other."""
    params = [
        pytest.param(case, marks=[pytest.mark.slow] if case.is_slow else [], id=str(case)) for case in cases
    ]
    return pytest.mark.parametrize("case", params)
