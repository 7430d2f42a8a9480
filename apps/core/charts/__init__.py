"""Charts as SVG: pure functions, so the same figures give the same bytes on a page and in a document.

Colours stand twice: as attributes (light, for documents) and as CSS classes (`static/css/charts.css`, light and
dark). A missing value (`None`) breaks a line, draws no mark and prints "—"; it is never drawn as zero. Every value
is printed in the picture or in its `<desc>`.
"""

from apps.core.charts.bars import Bar, bar_chart
from apps.core.charts.dots import DotRow, dot_axis, dot_cell, dot_chart
from apps.core.charts.intervals import IntervalRow, interval_chart
from apps.core.charts.lanes import Mark, Passing, Span, lane_chart
from apps.core.charts.lines import Series, Target, line_chart, sparkline
from apps.core.charts.scale import MISSING, Formatter, Value
from apps.core.charts.tiles import Tile, tile_map
from apps.core.charts.timeline import Happening, TimelineRow, timeline_chart

__all__ = [
    "MISSING",
    "Bar",
    "DotRow",
    "Formatter",
    "Happening",
    "IntervalRow",
    "Mark",
    "Passing",
    "Series",
    "Span",
    "Target",
    "Tile",
    "TimelineRow",
    "Value",
    "bar_chart",
    "dot_axis",
    "dot_cell",
    "dot_chart",
    "interval_chart",
    "lane_chart",
    "line_chart",
    "sparkline",
    "tile_map",
    "timeline_chart",
]
