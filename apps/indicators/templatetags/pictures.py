"""Template tags that draw readings: sparkline, line chart, dots against the target."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from apps.core.charts import DotRow, Formatter, Series, Target, dot_chart, line_chart, sparkline
from apps.core.vietnamese import number
from apps.indicators.queries import ChildReading, Figure, Reading

register = template.Library()


def formatter(shown: Figure, *, unit: bool = False) -> Formatter:
    """Prints chart values as the figure itself is printed; with `unit` the percent sign follows."""
    suffix = " %" if unit and shown.unit_of_measure == "%" else ""
    return lambda value: number(Decimal(value), shown.decimals) + suffix


def axis_formatter(shown: Figure) -> Formatter:
    """Prints ticks: whole numbers without decimals."""
    suffix = " %" if shown.unit_of_measure == "%" else ""
    return lambda value: number(Decimal(value), 0 if float(value).is_integer() else 1) + suffix


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
