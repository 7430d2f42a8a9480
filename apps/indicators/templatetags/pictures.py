"""Template tags that draw readings: sparkline, line chart, dots against the target, tile map."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core.charts import (
    DotRow,
    Formatter,
    Series,
    Target,
    Tile,
    dot_axis,
    dot_cell,
    dot_chart,
    line_chart,
    sparkline,
    tile_map,
)
from apps.core.vietnamese import MISSING, number
from apps.indicators.queries import ChildReading, Figure, Reading
from apps.indicators.templatetags.figures import PROVISIONAL, figure_url, state

register = template.Library()


def formatter(shown: Figure, *, unit: bool = False) -> Formatter:
    """Prints chart values as the figure itself is printed; with `unit` the percent sign follows."""
    suffix = " %" if unit and shown.unit_of_measure == "%" else ""
    return lambda value: number(Decimal(value), shown.decimals) + suffix


def axis_formatter(shown: Figure) -> Formatter:
    """Prints ticks: whole numbers without decimals."""
    suffix = " %" if shown.unit_of_measure == "%" else ""
    return lambda value: number(Decimal(value), 0 if float(value).is_integer() else 1) + suffix


def tile_formatter(shown: Figure) -> Formatter:
    """A tile's value as the figure is printed; the edges of the scale, which are no figures, as short as they are."""
    whole, exact = axis_formatter(replace(shown, unit_of_measure="")), formatter(shown)
    return lambda value: exact(value) if isinstance(value, Decimal) else whole(value)


def quarter(shown: Figure) -> str:
    """quý II/2021"""
    return shown.period_label[0].lower() + shown.period_label[1:]


def target_value(reading: Reading) -> float | None:
    return float(reading.standing.target.value) if reading.standing else None


@register.simple_tag
def spark(reading: Reading, width: int = 230, height: int = 44) -> SafeString | str:
    """The small line of a card or a table row; nothing when the indicator was never due."""
    if not reading.figure:
        return ""
    past = reading.series.figures
    return sparkline(
        [item.rounded for item in past],
        target_value(reading),
        labels=[quarter(item) for item in past],
        formatter=formatter(reading.figure),
        title=reading.indicator.short_name,
        width=width,
        height=height,
    )


@register.simple_tag
def lines(reading: Reading, name: str, width: int = 1060, height: int = 280) -> SafeString | str:
    """The value of one unit over the quarters, with its target."""
    if not reading.figure:
        return ""
    past = reading.series.figures
    target = target_value(reading)
    note = " (minh họa)" if reading.standing and reading.standing.target.is_illustrative else ""
    words = f"Mục tiêu {reading.standing.target_text}{note}" if reading.standing else ""
    return line_chart(
        [Series(name, [item.rounded for item in past], is_subject=True)],
        Target(target, words) if target is not None else None,
        labels=[quarter(item) for item in past],
        formatter=formatter(reading.figure, unit=True),
        axis_formatter=axis_formatter(reading.figure),
        title=reading.indicator.name,
        width=width,
        height=height,
    )


@register.simple_tag
def dots(children: Sequence[ChildReading], title: str, width: int = 1060) -> SafeString | str:
    """The units side by side, in the order of the tree: now, the quarter before, the target."""
    shown = next((child.reading.figure for child in children if child.reading.figure), None)
    if shown is None:
        return ""
    return dot_chart(
        [dot_row(child.name, child.reading) for child in children],
        formatter=formatter(shown),
        axis_formatter=axis_formatter(shown),
        title=title,
        width=width,
    )


def dot_row(name: str, reading: Reading) -> DotRow:
    now = reading.figure.rounded if reading.figure else None
    before = reading.change.since.rounded if reading.change else None
    return DotRow(name, now, before, target_value(reading))


@dataclass(frozen=True)
class Axis:
    """One scale for a column of dots: rates in percent, from a round number to 100 (further when a rate passes it)."""

    low: float
    high: float
    marks: tuple[float, ...]


@register.simple_tag
def axis(readings: Sequence[Reading]) -> Axis:
    """`{% axis readings as scale %}`: wide enough for values, values before and targets."""
    rows = [dot_row("", reading) for reading in readings]
    given = [float(value) for row in rows for value in (row.now, row.before, row.target) if value is not None]
    low = math.floor(min(given, default=0) / 20) * 20
    high = max(100, math.ceil(max(given, default=100) / 20) * 20)
    return Axis(low, high, tuple(range(low, high + 1, 20)))


def percent(value: float | int | Decimal) -> str:
    return f"{number(Decimal(value), 0)} %"


@register.simple_tag
def axis_cell(scale: Axis) -> SafeString:
    """The ticks over the column."""
    return dot_axis(scale.low, scale.high, scale.marks, formatter=percent)


@register.simple_tag
def dots_cell(scale: Axis, reading: Reading | None = None) -> SafeString:
    """One reading on the column's scale; without a reading the grid alone."""
    row = dot_row(reading.indicator.short_name, reading) if reading and reading.figure else None
    formats = formatter(reading.figure) if reading and reading.figure else percent
    height = 44 if reading else 34
    return dot_cell(row, scale.low, scale.high, scale.marks, formatter=formats, height=height)


@register.simple_tag
def tiles(
    lead: Reading, children: Sequence[ChildReading], places: Mapping[int, tuple[int, int, int]]
) -> SafeString:
    """The tile map of one indicator; `places`: {unit id: (column, row, span)}."""
    if not lead.figure:
        return format_html("")
    placed = [child for child in children if child.unit.pk in places]
    values = [
        float(figure.rounded) for child in placed if (figure := child.reading.figure) and figure.rounded
    ]
    return tile_map(
        [_tile(child, places[child.unit.pk]) for child in placed],
        thresholds=thresholds(values, target_value(lead)),
        formatter=tile_formatter(lead.figure),
        title=f"{lead.indicator.name} theo đơn vị",
    )


def _tile(child: ChildReading, place: tuple[int, int, int]) -> Tile:
    shown = child.reading.figure
    column, row, span = place
    return Tile(
        child.name,
        shown.rounded if shown else None,
        column,
        row,
        span=span,
        is_met=child.reading.is_met,
        href=figure_url(shown) if shown else "",
    )


def thresholds(values: Sequence[float], target: float | None) -> tuple[float, float, float]:
    """Three round edges: the upper one is the target (without one, near the highest value)."""
    low, high = min(values, default=0), max(values, default=100)
    top = math.floor(high) if target is None else target
    step = max(1, math.ceil((top - low) / 3))
    return top - 2 * step, top - step, top


@register.simple_tag
def card(reading: Reading) -> dict[str, object]:
    """What components/figure_card.html shows of a reading."""
    shown, standing, moved = reading.figure, reading.standing, reading.change
    if shown is None:
        return {"name": reading.indicator.short_name, "value": MISSING}
    past = reading.series.figures
    changed = moved is not None and moved.amount is not None
    return {
        "name": reading.indicator.short_name,
        "value": shown.text,
        "source_url": figure_url(shown),
        "unit": shown.unit_of_measure,
        "change": moved.text.replace("điểm phần trăm", "điểm") if moved and changed else "",
        "direction": {"▲": "up", "▼": "down"}.get(moved.arrow, "") if moved else "",
        "change_ref": f"so với {_since(moved.since, shown)}" if moved and changed else "",
        "spark": spark(reading),
        "first": quarter(past[0]),
        "last": quarter(shown),
        "state": PROVISIONAL if reading.is_provisional else state(standing),
        "note": _note(reading),
    }


def _since(before: Figure, now: Figure) -> str:
    """quý I, in the same year; quý IV/2020, of another"""
    name, _, year = quarter(before).partition("/")
    return name if year == quarter(now).partition("/")[2] else quarter(before)


def _note(reading: Reading) -> str:
    if reading.is_provisional and reading.figure:
        return f"Mới cộng {reading.figure.given}/{reading.figure.expected} đơn vị, chưa so với mục tiêu"
    standing = reading.standing
    if not standing:
        return "Chưa có mục tiêu"
    unit = reading.indicator.unit_of_measure
    target = standing.target_text if unit == "%" else standing.target_text.removesuffix(f" {unit}")
    return f"Mục tiêu {target} · {standing.distance}"
