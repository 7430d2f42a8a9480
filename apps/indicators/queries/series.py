"""Indicators of units over quarters, from the roll-ups: fixed number of statements whatever the number of cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.directives.models import Period
from apps.indicators import arrays
from apps.indicators.models import Indicator
from apps.indicators.queries.catalogue import Formula, formulas
from apps.indicators.queries.figures import Figure

Parts = tuple[Decimal | None, Decimal | None, int]


@dataclass(frozen=True)
class Series:
    """One indicator of one unit: a figure for each quarter in which it is due, in order of time."""

    formula: Formula
    unit_id: int
    figures: tuple[Figure, ...]

    @property
    def indicator(self) -> Indicator:
        return self.formula.indicator

    @property
    def last(self) -> Figure | None:
        return self.figures[-1] if self.figures else None

    @property
    def has_values(self) -> bool:
        return any(figure.value is not None for figure in self.figures)

    def at(self, period: Period) -> Figure | None:
        return next((figure for figure in self.figures if figure.period_id == period.pk), None)


def series(
    unit_ids: Sequence[int], indicators: Sequence[Indicator], periods: Sequence[Period]
) -> dict[tuple[int, int], Series]:
    """{(unit id, indicator id): series} over the due quarters among `periods`; five statements."""
    return series_of(unit_ids, formulas(indicators), periods)


def series_of(
    unit_ids: Sequence[int], book: Mapping[int, Formula], periods: Sequence[Period]
) -> dict[tuple[int, int], Series]:
    """The same for formulas that were read before; three statements."""
    period_ids = [period.pk for period in periods]
    cells: dict[tuple[int, int, int], Parts] = {
        (unit, period, indicator): (numerator, denominator, matched)
        for unit, period, indicator, numerator, denominator, matched in arrays.read(
            unit_ids, period_ids, list(book)
        )
    }
    expected = expected_by_kind(unit_ids, period_ids)
    return {
        (unit_id, pk): Series(
            formula,
            unit_id,
            tuple(
                figure(formula, unit_id, period, cells.get((unit_id, period.pk, pk)), expected)
                for period in periods
                if formula.is_due(period)
            ),
        )
        for unit_id in unit_ids
        for pk, formula in book.items()
    }


def expected_by_kind(
    unit_ids: Sequence[int], period_ids: Sequence[int]
) -> dict[tuple[int, int], dict[str, int]]:
    """{(unit id, period id): {unit kind: number of units at or below}}"""
    expected: dict[tuple[int, int], dict[str, int]] = {}
    for unit, period, kind, count in arrays.expected_counts(unit_ids, period_ids):
        expected.setdefault((unit, period), {})[kind] = count
    return expected


def figure(
    formula: Formula,
    unit_id: int,
    period: Period,
    parts: Parts | None,
    expected: dict[tuple[int, int], dict[str, int]],
) -> Figure:
    numerator, denominator, matched = parts or (None, None, 0)
    indicator = formula.indicator
    below = expected.get((unit_id, period.pk), {})
    return Figure(
        code=indicator.code,
        label=indicator.short_name,
        unit_of_measure=indicator.unit_of_measure,
        decimals=indicator.decimals,
        factor=indicator.factor,
        is_rate=formula.is_rate,
        unit_id=unit_id,
        period_id=period.pk,
        period_slug=period.slug,
        period_label=period.label,
        tree_on=period.end_on,
        numerator=numerator,
        denominator=denominator,
        given=matched,
        expected=sum(below.get(kind, 0) for kind in formula.unit_kinds(period.end_on)),
    )


def indicator_series(
    unit_id: int, indicators: Sequence[Indicator], periods: Sequence[Period]
) -> dict[int, Series]:
    """{indicator id: series} of one unit."""
    return {pk: found for (_, pk), found in series([unit_id], indicators, periods).items()}
