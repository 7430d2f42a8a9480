"""Reads of indicators: figures with their provenance, series, ranges, targets, sources."""

from apps.indicators.queries.catalogue import Formula, formulas
from apps.indicators.queries.figures import Figure, rounded
from apps.indicators.queries.ranges import Change, change, over, since_previous, since_year_ago, year_to_date
from apps.indicators.queries.series import Series, indicator_series, series
from apps.indicators.queries.source import Part, Source, source
from apps.indicators.queries.targets import Standing, judge, near_percent, standing, targets

__all__ = [
    "Change",
    "Figure",
    "Formula",
    "Part",
    "Series",
    "Source",
    "Standing",
    "change",
    "formulas",
    "indicator_series",
    "judge",
    "near_percent",
    "over",
    "rounded",
    "series",
    "since_previous",
    "since_year_ago",
    "source",
    "standing",
    "targets",
    "year_to_date",
]
