"""Arithmetic over a range of quarters and between quarters (docs/architecture.md §4): pure functions over figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from apps.core.vietnamese import number
from apps.indicators.enums import ElementKind
from apps.indicators.queries.figures import Figure, rounded
from apps.indicators.queries.series import Series


@dataclass(frozen=True)
class Change:
    """The difference of two figures as printed; of a rate in percentage points. None: one of them is missing."""

    amount: Decimal | None
    unit_of_measure: str
    decimals: int
    since: Figure

    @property
    def word(self) -> str:
        if self.amount is None:
            return ""
        return "tăng" if self.amount > 0 else "giảm" if self.amount < 0 else "không đổi"

    @property
    def arrow(self) -> str:
        return {"tăng": "▲", "giảm": "▼"}.get(self.word, "")

    @property
    def text(self) -> str:
        """tăng 1,3 điểm phần trăm, giảm 4 người, không đổi, —"""
        if not self.amount:
            return self.word or number(None)
        return f"{self.word} {number(abs(self.amount), self.decimals)} {self.unit_of_measure}"

    @property
    def signed(self) -> str:
        """+1,3 or −4: for tables."""
        if self.amount is None:
            return number(None)
        return ("+" if self.amount > 0 else "") + number(self.amount, self.decimals)


def change(now: Figure, before: Figure) -> Change:
    """Taken between the rounded values, so that the page adds up."""
    known = now.rounded is not None and before.rounded is not None
    amount = now.rounded - before.rounded if known else None  # type: ignore[operator]
    points = now.is_rate and now.unit_of_measure == "%"
    return Change(amount, "điểm phần trăm" if points else now.unit_of_measure, now.decimals, before)


def since_previous(series: Series) -> Change | None:
    """The last due quarter against the due one before."""
    return change(series.figures[-1], series.figures[-2]) if len(series.figures) > 1 else None


def since_year_ago(series: Series) -> Change | None:
    """The last due quarter against the same quarter a year ago."""
    if not series.last:
        return None
    wanted = year_before(series.last)
    found = next((figure for figure in series.figures if figure.period_slug == wanted), None)
    return change(series.last, found) if found else None


def year_before(figure: Figure) -> str:
    year, _, rest = figure.period_slug.partition("-")
    return f"{int(year) - 1}-{rest}"


def over(series: Series, figures: Sequence[Figure] | None = None) -> Figure | None:
    """The value of a range: FLOW adds the quarters up; STOCK and DISTINCT are those of the last due quarter.

    Coverage of a sum is counted in unit-quarters. A STOCK missing at the last due cut-off is missing.
    """
    chosen = series.figures if figures is None else figures
    if not chosen:
        return None
    if series.formula.kind != ElementKind.FLOW or len(chosen) == 1:
        return chosen[-1]
    return replace(
        chosen[-1],
        numerator=_sum([figure.numerator for figure in chosen]),
        denominator=_sum([figure.denominator for figure in chosen]),
        given=sum(figure.given for figure in chosen),
        expected=sum(figure.expected for figure in chosen),
        period_label=_span(chosen),
    )


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _span(figures: Sequence[Figure]) -> str:
    first, last = figures[0].period_label, figures[-1].period_label
    return f"{first} – {last}"


def year_to_date(series: Series) -> Change | None:
    """A FLOW from January to the last quarter, against the same quarters of the year before; None for the others."""
    if series.formula.kind != ElementKind.FLOW or not series.last:
        return None
    year = series.last.period_slug[:4]
    this_year = [figure for figure in series.figures if figure.period_slug.startswith(year)]
    slugs = {year_before(figure) for figure in this_year}
    last_year = [figure for figure in series.figures if figure.period_slug in slugs]
    now, before = over(series, this_year), over(series, last_year)
    return change(now, before) if now and before and len(last_year) == len(this_year) else None


def best_first(
    compared: Sequence[Figure], key: Callable[[Figure], Decimal | None], *, descending: bool
) -> list[Figure]:
    """Sorted by value, the missing ones last."""
    known = [figure for figure in compared if key(figure) is not None]
    missing = [figure for figure in compared if key(figure) is None]
    return sorted(known, key=lambda figure: key(figure) or Decimal(0), reverse=descending) + missing


__all__ = [
    "Change",
    "best_first",
    "change",
    "over",
    "rounded",
    "since_previous",
    "since_year_ago",
    "year_to_date",
]
