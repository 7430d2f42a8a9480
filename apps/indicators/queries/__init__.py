"""Reads of indicators: figures with their provenance, series, ranges, targets, sources, pages."""

from apps.indicators.arrays import NARROW_FACTS, compare_rollups, lost_facts
from apps.indicators.queries.catalogue import Formula, formulas, headline_formulas
from apps.indicators.queries.coverage import Coverage, chosen, coverage, last_full, switch
from apps.indicators.queries.figures import Figure, rounded
from apps.indicators.queries.pages import ChildReading, Detail, Place, detail, overview, place
from apps.indicators.queries.ranges import Change, change, over, since_previous, since_year_ago, year_to_date
from apps.indicators.queries.readings import Reading, Score, readings, score
from apps.indicators.queries.series import Series, indicator_series, series, series_of
from apps.indicators.queries.source import Part, Source, source
from apps.indicators.queries.targets import Standing, judge, near_percent, standing, targets, targets_of

__all__ = [
    "NARROW_FACTS",
    "Change",
    "ChildReading",
    "Coverage",
    "Detail",
    "Figure",
    "Formula",
    "Part",
    "Place",
    "Reading",
    "Score",
    "Series",
    "Source",
    "Standing",
    "change",
    "chosen",
    "compare_rollups",
    "coverage",
    "detail",
    "formulas",
    "headline_formulas",
    "indicator_series",
    "judge",
    "last_full",
    "lost_facts",
    "near_percent",
    "over",
    "overview",
    "place",
    "readings",
    "rounded",
    "score",
    "series",
    "series_of",
    "since_previous",
    "since_year_ago",
    "source",
    "standing",
    "switch",
    "targets",
    "targets_of",
    "year_to_date",
]
