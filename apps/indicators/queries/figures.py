"""`Figure`: every reported or computed number on a page or in a document, with where it came from."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from apps.core.vietnamese import number


@dataclass(frozen=True)
class Figure:
    """One number of one unit in one period.

    A rate is `factor × numerator / denominator` over the facts that gave both parts; a total is the numerator alone.
    `given`/`expected` count the units that gave it and that should have. None is missing, never zero.
    """

    code: str
    label: str
    unit_of_measure: str
    decimals: int
    factor: int
    is_rate: bool
    unit_id: int
    period_id: int
    period_slug: str
    period_label: str
    tree_on: date
    numerator: Decimal | None
    denominator: Decimal | None
    given: int
    expected: int

    @property
    def value(self) -> Decimal | None:
        if not self.is_rate or self.numerator is None:
            return self.numerator
        return self.factor * self.numerator / self.denominator if self.denominator else None

    @property
    def rounded(self) -> Decimal | None:
        """As it is printed: half away from zero at `decimals`."""
        return None if self.value is None else rounded(self.value, self.decimals)

    @property
    def text(self) -> str:
        """The number alone: "81,8", "1.234", "—"."""
        return number(self.rounded, self.decimals)

    @property
    def full_text(self) -> str:
        """With its unit of measure: "81,8 %", "27 người", "—"."""
        return self.text if self.value is None else f"{self.text} {self.unit_of_measure}"

    @property
    def is_complete(self) -> bool:
        return self.expected > 0 and self.given == self.expected


def rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
