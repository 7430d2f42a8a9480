"""Shares of few with how sure they are: a dot for the share, a line for its interval, from nothing to all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from apps.core.charts import svg
from apps.core.charts.dots import name_lines
from apps.core.charts.scale import NARROW, Formatter, Scale, Value, shown, text_width

MARKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class IntervalRow:
    """`share`, `low` and `high` from 0 to 1, all None without anything counted; `note`: of how many."""

    name: str
    share: Value
    low: Value
    high: Value
    note: str


def interval_chart(
    rows: Sequence[IntervalRow],
    *,
    formatter: Formatter,
    title: str,
    width: float = 816,
    row_height: float = 36,
) -> SafeString:
    """Names at the left, shares on one scale, each share and its count at the right."""
    is_narrow = width < NARROW
    names = [name_lines(row.name, width * (0.32 if is_narrow else 0.4)) for row in rows]
    room = max((text_width(line, 14) for lines in names for line in lines), default=0) + 16
    ends = max((text_width(_end(row, formatter, is_narrow), 14) for row in rows), default=0) + 16
    x = Scale(0, 1, room + 8, width - ends - 8)
    height = 30 + row_height * len(rows)
    marks = (MARKS[0], MARKS[2], MARKS[4]) if is_narrow else MARKS
    parts = [svg.line("chart-grid", x(mark), 26, x(mark), height) for mark in marks]
    parts += [svg.text(formatter(mark), x(mark), 18, css="chart-faint", anchor="middle") for mark in marks]
    for position, (row, lines) in enumerate(zip(rows, names, strict=True)):
        y = 30 + row_height * (position + 0.5)
        top = y + 14 - 9 * len(lines)
        parts += [svg.text(line, 0, top + 18 * n, css="chart-ink", size=14) for n, line in enumerate(lines)]
        parts += _marks(row, x, y)
        end = _end(row, formatter, is_narrow)
        parts.append(svg.text(end, width, y + 5, css="chart-ink", size=14, weight=600, anchor="end"))
    words = " ".join(_words(row, formatter) for row in rows)
    return svg.picture(parts, width=width, height=height, title=title, description=words)


def _end(row: IntervalRow, formatter: Formatter, is_narrow: bool) -> str:
    return shown(row.share, formatter) if is_narrow else f"{shown(row.share, formatter)} ({row.note})"


def _marks(row: IntervalRow, x: Scale, y: float) -> list[SafeString]:
    if row.share is None or row.low is None or row.high is None:
        return []
    ends = [svg.line("chart-line", x(end), y - 5, x(end), y + 5) for end in (row.low, row.high)]
    return [
        svg.line("chart-line", x(row.low), y, x(row.high), y),
        *ends,
        svg.dot("chart-dot", x(row.share), y, 6),
    ]


def _words(row: IntervalRow, formatter: Formatter) -> str:
    if row.share is None or row.low is None or row.high is None:
        return f"{row.name}: chưa có ({row.note})."
    between = f"từ {formatter(row.low)} đến {formatter(row.high)}"
    return f"{row.name}: {formatter(row.share)} ({row.note}), khoảng tin cậy {between}."
