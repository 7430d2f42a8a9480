"""Lines for time: the sparkline of a card and the labelled line chart of a block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from apps.core.charts import svg
from apps.core.charts.scale import (
    NARROW,
    Formatter,
    Scale,
    Value,
    known,
    runs,
    shown,
    spread,
    text_width,
    ticks,
)


@dataclass(frozen=True)
class Series:
    """One line: its name, one value a period (`None` = missing), and whether the title speaks of it."""

    name: str
    values: Sequence[Value]
    is_subject: bool = False


@dataclass(frozen=True)
class Target:
    """A dashed line across the chart and the words on it, e.g. "Mục tiêu 85 % (đề xuất)"."""

    value: float
    label: str


@dataclass(frozen=True)
class _Frame:
    """Where things stand: the two scales and the edges of the plot."""

    x: Scale
    y: Scale
    marks: list[float]
    width: float
    height: float

    def points(self, run: Sequence[tuple[int, float]]) -> list[tuple[float, float]]:
        return [(self.x(position), self.y(value)) for position, value in run]


def described(name: str, labels: Sequence[str], values: Sequence[Value], formatter: Formatter) -> str:
    """One series in words: every period with its value, "—" where it is missing."""
    pairs = (f"{label} {shown(value, formatter)}" for label, value in zip(labels, values, strict=True))
    return f"{name}: " + "; ".join(pairs) + "."


def _stroke(frame: _Frame, css: str, dot_css: str, values: Sequence[Value]) -> list[SafeString]:
    """A stroke for each unbroken run; a value alone between two gaps is a dot."""
    parts = []
    for run in runs(values):
        points = frame.points(run)
        parts.append(svg.path(css, points) if len(points) > 1 else svg.dot(dot_css, *points[0], 2.5))
    return parts


def sparkline(
    values: Sequence[Value],
    target: Value = None,
    *,
    labels: Sequence[str],
    formatter: Formatter,
    title: str,
    width: float = 230,
    height: float = 44,
) -> SafeString:
    """The small line of a card: values over time, the dot is the last period, the dashes are the target.

    A last period without a value has no dot. `labels` name the periods for those who hear the picture.
    """
    given = known([*values, target])
    low, high = (min(given), max(given)) if given else (0.0, 1.0)
    frame = _Frame(
        Scale(0, max(len(values) - 1, 1), 3, width - 6), Scale(low, high, height - 5, 5), [], width, height
    )
    parts = []
    if target is not None:
        parts.append(svg.line("chart-target--dashed", 2, frame.y(target), width, frame.y(target)))
    parts += _stroke(frame, "chart-line chart-line--thin", "chart-dot", values)
    if values and values[-1] is not None:
        parts.append(svg.dot("chart-dot", frame.x(len(values) - 1), frame.y(values[-1]), 4))
    words = described(title, labels, values, formatter)
    if target is not None:
        words += f" Mục tiêu {formatter(target)}."
    return svg.picture(parts, width=width, height=height, title=title, description=words)


def line_chart(
    series: Sequence[Series],
    target: Target | None = None,
    *,
    labels: Sequence[str],
    formatter: Formatter,
    title: str,
    from_zero: bool = False,
    axis_formatter: Formatter | None = None,
    width: float = 816,
    height: float = 260,
) -> SafeString:
    """Lines over time with their names at their ends; an axis that does not begin at zero says so.

    At a width under 480 (phone) the name stands above its value. `axis_formatter` prints the ticks
    (default: `formatter`).
    """
    frame = _frame(series, target, from_zero, width, height, formatter)
    ordered = sorted(series, key=lambda item: item.is_subject)
    parts = _grid(frame, axis_formatter or formatter) + _periods(frame, labels)
    if target is not None:
        parts += _target(frame, target)
    for item in ordered:
        parts += _line(frame, item, formatter)
    parts += _names(frame, series, formatter) + _origin(frame, axis_formatter or formatter)
    words = " ".join(described(item.name, labels, item.values, formatter) for item in series)
    if target is not None:
        words += f" {target.label}: {formatter(target.value)}."
    return svg.picture(parts, width=width, height=height, title=title, description=words)


def _frame(
    series: Sequence[Series],
    target: Target | None,
    from_zero: bool,
    width: float,
    height: float,
    formatter: Formatter,
) -> _Frame:
    given = known([value for item in series for value in item.values] + ([target.value] if target else []))
    if from_zero or not given:
        given = [*given, 0.0]
    marks = ticks(min(given), max(given))
    count = max((len(item.values) for item in series), default=1)
    right = width - _label_room(series, width, formatter)
    return _Frame(
        Scale(0, max(count - 1, 1), 46, right),
        Scale(marks[0], max(*given, marks[-1]), height - 30, 12),
        marks,
        width,
        height,
    )


def _label_room(series: Sequence[Series], width: float, formatter: Formatter) -> float:
    lasts = [(item.name, shown(item.values[-1] if item.values else None, formatter)) for item in series]
    if width < NARROW:
        return 14 + max((text_width(word) for pair in lasts for word in pair), default=0)
    return 18 + max((text_width(f"{name} {value}", 14) for name, value in lasts), default=0)


def _grid(frame: _Frame, formatter: Formatter) -> list[SafeString]:
    parts = []
    for mark in frame.marks:
        y = frame.y(mark)
        css = "chart-axis" if mark == frame.marks[0] else "chart-grid"
        parts.append(svg.line(css, frame.x.start, y, frame.x.end, y))
        parts.append(svg.text(formatter(mark), frame.x.start - 8, y + 4, css="chart-faint", anchor="end"))
    return parts


def _periods(frame: _Frame, labels: Sequence[str]) -> list[SafeString]:
    """Names of periods under the axis: the last, the first, and as many between as stand free of each other."""
    parts: list[SafeString] = []
    base = frame.y.start
    taken: list[tuple[float, float]] = []
    for position in _by_importance(len(labels)):
        x, half = frame.x(position), text_width(labels[position]) / 2 + 8
        if all(x + half <= start or x - half >= end for start, end in taken):
            taken.append((x - half, x + half))
            parts.append(svg.line("chart-tick", x, base, x, base + 5))
            parts.append(svg.text(labels[position], x, base + 21, css="chart-faint", anchor="middle"))
    return parts


def _by_importance(count: int) -> list[int]:
    """Positions in the order in which their labels are wanted: ends first, then one a year (all, if few)."""
    ends = [count - 1, 0] if count > 1 else list(range(count))
    years = [position for position in range(count) if position % 4 == 0]
    return list(dict.fromkeys([*ends, *years] if count > 8 else [*ends, *range(count)]))


def _target(frame: _Frame, target: Target) -> list[SafeString]:
    y = frame.y(target.value)
    label = svg.text(target.label, frame.x.start + 6, y - 7, css="chart-ink")
    return [svg.line("chart-target--dashed", frame.x.start, y, frame.x.end, y), label]


def _line(frame: _Frame, item: Series, formatter: Formatter) -> list[SafeString]:
    kind = "" if item.is_subject else "--context"
    parts = _stroke(frame, f"chart-line{kind}", f"chart-dot{kind}", item.values)
    last = item.values[-1] if item.values else None
    if last is not None:
        parts.append(svg.dot(f"chart-dot{kind}", frame.x(len(item.values) - 1), frame.y(last), 4.5))
    if item.is_subject and len(item.values) > 1 and item.values[0] is not None:
        x, y = frame.x(0), frame.y(item.values[0])
        parts.append(svg.dot("chart-dot", x, y, 4))
        place = _beside_start(frame, item.values, y)
        parts.append(svg.text(formatter(item.values[0]), x + 7, place, css="chart-subject-text", weight=600))
    return parts


def _beside_start(frame: _Frame, values: Sequence[Value], y: float) -> float:
    """Under the first point where the line rises from it, so that the line does not run through the value."""
    first, second = values[0], values[1]
    is_rising = first is not None and second is not None and second > first
    return y + 19 if is_rising and y + 24 < frame.y.start else y - 8


def _names(frame: _Frame, series: Sequence[Series], formatter: Formatter) -> list[SafeString]:
    """Each line's name and last value at its end, moved apart where they would touch."""
    is_narrow = frame.width < NARROW
    ends = [frame.y(known(item.values)[-1]) if known(item.values) else frame.y.start for item in series]
    places = spread(ends, 36 if is_narrow else 19, 8, frame.y.start - (34 if is_narrow else 16))
    parts = []
    for item, y in zip(series, places, strict=True):
        css, weight = ("chart-subject-text", 600) if item.is_subject else ("", 500)
        value = shown(item.values[-1] if item.values else None, formatter)
        words = [item.name, value] if is_narrow else [f"{item.name} {value}"]
        for row, word in enumerate(words):
            size = 13 if is_narrow else 14
            parts.append(
                svg.text(word, frame.x.end + 12, y + 5 + row * 16, css=css, size=size, weight=weight)
            )
    return parts


def _origin(frame: _Frame, formatter: Formatter) -> list[SafeString]:
    if frame.marks[0] == 0:
        return []
    words = f"Trục từ {formatter(frame.marks[0])}"
    return [svg.text(words, frame.x.end + 12, frame.y.start + 4, css="chart-faint")]
