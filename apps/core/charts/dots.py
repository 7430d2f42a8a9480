"""Dots against the target: filled = now, hollow = last quarter, tick = target, a thin line for the distance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from apps.core.charts import svg
from apps.core.charts.scale import NARROW, Formatter, Scale, Value, known, shown, text_width, ticks


@dataclass(frozen=True)
class DotRow:
    """One row: its name, the value now, the value of the quarter before, the target."""

    name: str
    now: Value
    before: Value = None
    target: Value = None


def _given(rows: Sequence[DotRow]) -> list[float]:
    return known([value for row in rows for value in (row.now, row.before, row.target)]) or [0.0, 1.0]


def _bounds(rows: Sequence[DotRow]) -> list[float]:
    given = _given(rows)
    return ticks(min(given), max(given), 3)


def _marks(row: DotRow, x: Scale, y: float) -> list[SafeString]:
    parts = []
    if row.now is not None and row.target is not None and float(row.now) != float(row.target):
        parts.append(svg.line("chart-gap", x(row.now), y, x(row.target), y))
    if row.before is not None:
        parts.append(svg.dot("chart-ring", x(row.before), y, 5))
    if row.now is not None:
        parts.append(svg.dot("chart-dot", x(row.now), y, 7))
    if row.target is not None:
        parts.append(svg.line("chart-target", x(row.target), y - 11, x(row.target), y + 11))
    return parts


def _words(row: DotRow, formatter: Formatter) -> str:
    now, before, target = (shown(value, formatter) for value in (row.now, row.before, row.target))
    return f"{row.name}: {now}, quý trước {before}, mục tiêu {target}."


def name_lines(name: str, room: float) -> list[str]:
    """The name, in two even lines where it is wider than the room for it; no line begins with a dash."""
    words = name.replace(" –", "\u00a0–").split(" ")
    if text_width(name, 14) <= room or len(words) < 2:
        return [name]
    halves = [[" ".join(words[:cut]), " ".join(words[cut:])] for cut in range(1, len(words))]
    return min(halves, key=lambda pair: max(text_width(line, 14) for line in pair))


def dot_axis(
    low: float, high: float, marks: Sequence[float], *, formatter: Formatter, width: float = 288
) -> SafeString:
    """The ticks over a column of `dot_cell`s with the same bounds and width."""
    x = Scale(low, high, 14, width - 18)
    parts = [svg.text(formatter(mark), x(mark), 18, css="chart-faint", anchor="middle") for mark in marks]
    words = f"Trục từ {formatter(low)} đến {formatter(high)}"
    return svg.picture(parts, width=width, height=30, title=words, description=words)


def dot_cell(
    row: DotRow | None,
    low: float,
    high: float,
    marks: Sequence[float],
    *,
    formatter: Formatter,
    width: float = 288,
    height: float = 44,
) -> SafeString:
    """One table cell of dots; the grid reaches its edges and so runs through the column. `None`: grid only."""
    x = Scale(low, high, 14, width - 18)
    parts = [svg.line("chart-grid", x(mark), 0, x(mark), height) for mark in marks]
    if row is None:
        return svg.picture(
            parts, width=width, height=height, title="Lưới", description="Không có số liệu ở dòng này."
        )
    parts += _marks(row, x, height / 2)
    return svg.picture(parts, width=width, height=height, title=row.name, description=_words(row, formatter))


def dot_chart(
    rows: Sequence[DotRow],
    *,
    formatter: Formatter,
    title: str,
    axis_formatter: Formatter | None = None,
    width: float = 816,
    row_height: float = 40,
) -> SafeString:
    """All rows in one picture: names at the left, dots, the value now at the right ("—" when missing)."""
    marks = _bounds(rows)
    is_narrow = width < NARROW
    names = [name_lines(row.name, width * (0.34 if is_narrow else 0.45)) for row in rows]
    room = max((text_width(line, 14) for lines in names for line in lines), default=0) + 16
    x = Scale(marks[0], max(*_given(rows), marks[-1]), room + 14, width - (58 if is_narrow else 84))
    height = 34 + row_height * len(rows)
    axis = axis_formatter or formatter
    parts = [svg.line("chart-grid", x(mark), 26, x(mark), height) for mark in marks]
    parts += [svg.text(axis(mark), x(mark), 18, css="chart-faint", anchor="middle") for mark in marks]
    for position, (row, lines) in enumerate(zip(rows, names, strict=True)):
        y = 34 + row_height * (position + 0.5)
        top = y + 14 - 9 * len(lines)
        parts += [
            svg.text(line, 0, top + 18 * step, css="chart-ink", size=14) for step, line in enumerate(lines)
        ]
        parts += _marks(row, x, y)
        parts.append(
            svg.text(
                shown(row.now, formatter), width, y + 5, css="chart-ink", size=14, weight=600, anchor="end"
            )
        )
    words = " ".join(_words(row, formatter) for row in rows)
    if marks[0]:
        words += f" Trục bắt đầu từ {axis(marks[0])}."
        parts.append(svg.text(f"Trục từ {axis(marks[0])}", 0, 18, css="chart-faint"))
    return svg.picture(parts, width=width, height=height, title=title, description=words)
