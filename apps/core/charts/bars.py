"""Bars from zero, lying down, so that long Vietnamese names stay readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from apps.core.charts import svg
from apps.core.charts.scale import Formatter, Scale, Value, known, shown, text_width


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its value, and whether the title speaks of it."""

    name: str
    value: Value
    is_subject: bool = True


def bar_chart(
    bars: Sequence[Bar],
    target: Value = None,
    *,
    formatter: Formatter,
    title: str,
    width: float = 816,
    row_height: float = 34,
) -> SafeString:
    """Bars that begin at zero, names at the left, values at their ends; the target is a tick through all rows."""
    given = [*known([bar.value for bar in bars]), *known([target]), 0.0]
    room = min(max((text_width(bar.name, 14) for bar in bars), default=0) + 16, width * 0.45)
    ends = max((text_width(shown(bar.value, formatter), 14) for bar in bars), default=0) + 14
    x = Scale(min(given), max(given) or 1.0, room, width - ends)
    height = row_height * len(bars) + 8
    edge = None if target is None else x(target)
    parts = []
    for position, bar in enumerate(bars):
        parts += _bar(bar, x, 4 + row_height * position, row_height, edge, formatter)
    parts.append(svg.line("chart-axis", x(0), 0, x(0), height))
    if target is not None:
        parts.append(svg.line("chart-target", x(target), 0, x(target), height))
    words = " ".join(f"{bar.name}: {shown(bar.value, formatter)}." for bar in bars)
    if target is not None:
        words += f" Mục tiêu {formatter(target)}."
    return svg.picture(parts, width=width, height=height, title=title, description=words)


def _bar(
    bar: Bar, x: Scale, top: float, row_height: float, edge: float | None, formatter: Formatter
) -> list[SafeString]:
    middle = top + row_height / 2 + 5
    name = svg.text(bar.name, 0, middle, css="chart-ink", size=14)
    if bar.value is None:
        return [name, svg.text(shown(None, formatter), x(0) + 8, middle, css="chart-faint", size=14)]
    start, end = sorted((x(0), x(bar.value)))
    css = "chart-bar" if bar.is_subject else "chart-bar--context"
    shape = svg.element(
        "rect", css, x=start, y=top + 7, width=max(end - start, 1), height=row_height - 14, rx=3
    )
    words = formatter(bar.value)
    left = end + 8
    if edge is not None and left - 4 <= edge <= left + text_width(words, 14):
        left = edge + 8
    value = svg.text(words, left, middle, css="chart-ink", size=14, weight=600)
    return [name, shape, value]
