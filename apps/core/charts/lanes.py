"""Spans of days in lanes under a scale of marks, with the day on which a limit is passed: a career, a row of terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from apps.core.charts import svg
from apps.core.charts.scale import Scale, text_width

NARROW = 480
ROW, PAD, HEAD, FOOT, STRIP = 42, 10, 34, 28, 44


@dataclass(frozen=True)
class Span:
    """What lasted from `start` to before `end` in one lane: its name and a second line. `words`: read aloud.

    `is_limited`: of this one the days past the limit are marked.
    """

    lane: int
    name: str
    note: str
    start: date
    end: date
    words: str
    is_now: bool = False
    is_limited: bool = False


@dataclass(frozen=True)
class Mark:
    """A day of the upper scale and its words, such as "30 tuổi"."""

    on: date
    label: str
    is_strong: bool = False


@dataclass(frozen=True)
class Passing:
    """The first day past a limit, and two lines of words."""

    on: date
    label: str
    note: str


@dataclass(frozen=True)
class _Frame:
    """Scale of days, top of each lane, and the row of each span within its lane."""

    x: Scale
    tops: list[float]
    rows: dict[Span, int]
    top: float
    bottom: float
    width: float

    def at(self, day: date) -> float:
        return max(self.x.start, min(self.x.end, self.x(day.toordinal())))


def lane_chart(
    lanes: Sequence[str],
    spans: Sequence[Span],
    *,
    first: date,
    last: date,
    marks: Sequence[Mark] = (),
    passing: Passing | None = None,
    title: str,
    width: float = 1040,
) -> SafeString:
    """Lanes from top to bottom, days from left to right; what lies past the limit is tinted, the crossing is a line.

    At a width under 480 (phone) the name of a lane stands above it.
    """
    frame = _frame(lanes, spans, first, last, width)
    height = frame.bottom + (STRIP if passing else 0) + FOOT
    parts = _past(frame, passing) + _years(frame, first, last, height - FOOT) + _marks(frame, marks)
    parts += [part for place, name in enumerate(lanes) for part in _lane(frame, place, name)]
    used: dict[tuple[int, int], float] = {}
    for span in sorted(spans, key=lambda one: one.start):
        parts += _span(frame, span, spans, used)
    parts += _crossing(frame, passing, spans)
    words = " ".join(f"{span.words}." for span in spans)
    if passing:
        words += f" {passing.label}, {passing.note}."
    return svg.picture(parts, width=width, height=height, title=title, description=words)


def _frame(lanes: Sequence[str], spans: Sequence[Span], first: date, last: date, width: float) -> _Frame:
    is_narrow = width < NARROW
    left = 0 if is_narrow else max((text_width(name, 14) for name in lanes), default=0) + 20
    rows = _stacked(spans)
    tops, top = [], float(HEAD)
    for place, _ in enumerate(lanes):
        top += 22 if is_narrow else 0
        tops.append(top)
        top += max((rows[span] + 1 for span in spans if span.lane == place), default=1) * (ROW + PAD) + PAD
    x = Scale(first.toordinal(), last.toordinal(), left, width)
    return _Frame(x, tops, rows, HEAD, top, width)


def _stacked(spans: Sequence[Span]) -> dict[Span, int]:
    """The first row of its lane in which a span meets no other one."""
    rows: dict[Span, int] = {}
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        taken = {
            row for other, row in rows.items()
            if other.lane == span.lane and other.start < span.end and span.start < other.end
        }  # fmt: skip
        rows[span] = next(row for row in range(len(spans)) if row not in taken)
    return rows


def _years(frame: _Frame, first: date, last: date, base: float) -> list[SafeString]:
    room = 60 if frame.width < NARROW else 90
    count = max(int((frame.x.end - frame.x.start) / room), 1)
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (last.year - first.year) / step <= count)
    parts = [svg.line("chart-axis", frame.x.start, frame.top, frame.x.end, frame.top)]
    parts.append(svg.line("chart-axis", frame.x.start, base, frame.x.end, base))
    for year in range(first.year, last.year + 1):
        day = date(year, 1, 1)
        if year % step or not first <= day <= last:
            continue
        x = frame.at(day)
        parts.append(svg.line("chart-grid", x, frame.top, x, base))
        anchor = "start" if x - frame.x.start < 18 else "end" if frame.x.end - x < 18 else "middle"
        parts.append(svg.text(str(year), x, base + 20, css="chart-faint", anchor=anchor))
    return parts


def _marks(frame: _Frame, marks: Sequence[Mark]) -> list[SafeString]:
    parts = []
    for mark in marks:
        x, css, weight = (
            frame.at(mark.on),
            "chart-ink" if mark.is_strong else "",
            600 if mark.is_strong else 400,
        )
        half = text_width(mark.label) / 2
        x_text = max(frame.x.start + half, min(frame.x.end - half, x))
        parts.append(svg.line("chart-tick", x, frame.top - 9, x, frame.top))
        parts.append(svg.text(mark.label, x_text, frame.top - 15, css=css, weight=weight, anchor="middle"))
    return parts


def _lane(frame: _Frame, place: int, name: str) -> list[SafeString]:
    if frame.width < NARROW:
        return [svg.text(name, 0, frame.tops[place] + 2, css="chart-faint")]
    return [svg.text(name, 0, frame.tops[place] + PAD + ROW / 2 + 5, size=14)]


def _past(frame: _Frame, passing: Passing | None) -> list[SafeString]:
    if passing is None:
        return []
    x = frame.at(passing.on)
    height = frame.bottom + STRIP - frame.top
    return [svg.element("rect", "chart-past", x=x, y=frame.top, width=frame.x.end - x, height=height)]


def _crossing(frame: _Frame, passing: Passing | None, spans: Sequence[Span]) -> list[SafeString]:
    """The line of the limit, what is still held beyond it, and the words left of it (right, where there is no room)."""
    if passing is None:
        return []
    x, parts = frame.at(passing.on), []
    for span in spans:
        end = frame.at(span.end)
        if span.is_limited and end > x:
            start = max(x, frame.at(span.start))
            top = _top(frame, span)
            parts.append(svg.element("rect", "chart-over", x=start, y=top, width=end - start, height=ROW))
    parts.append(svg.line("chart-limit", x, frame.top, x, frame.bottom + STRIP))
    room = max(text_width(passing.label), text_width(passing.note)) + 8
    left, anchor = (x - 8, "end") if x - room > 0 else (x + 8, "start")
    base = frame.bottom + 16
    parts.append(svg.text(passing.label, left, base, css="chart-bad-text", weight=600, anchor=anchor))
    parts.append(svg.text(passing.note, left, base + 18, anchor=anchor))
    return parts


def _top(frame: _Frame, span: Span) -> float:
    return frame.tops[span.lane] + PAD + frame.rows[span] * (ROW + PAD)


def _span(
    frame: _Frame, span: Span, spans: Sequence[Span], used: dict[tuple[int, int], float]
) -> list[SafeString]:
    """The bar with its words inside, else beside it, else the name alone; `used`: how far words reach in a row."""
    start, end, top = frame.at(span.start), frame.at(span.end), _top(frame, span)
    css = "chart-span chart-span--now" if span.is_now else "chart-span"
    width = max(end - start - 2, 3)
    bar = svg.element("rect", css, x=start, y=top, width=width, height=ROW, rx=5)
    room = max(text_width(span.name, 13), text_width(span.note, 12))
    inside = "chart-on-accent" if span.is_now else "chart-ink"
    row = (span.lane, frame.rows[span])
    before, after = _neighbours(frame, span, spans)
    if room + 18 <= width:
        return [bar, *_label(span, start + 9, top, "start", inside)]
    if start - max(before, used.get(row, 0)) >= room + 14:
        return [bar, *_label(span, start - 8, top, "end", "chart-ink")]
    if after - end >= room + 14:
        used[row] = end + room + 8
        return [bar, *_label(span, end + 8, top, "start", "chart-ink")]
    if text_width(span.name, 13) + 12 <= width:
        return [bar, svg.text(span.name, start + 7, top + 26, css=inside, weight=600)]
    return [bar]


def _label(span: Span, x: float, top: float, anchor: str, css: str) -> list[SafeString]:
    note = css if css == "chart-on-accent" else ""
    return [
        svg.text(span.name, x, top + 18, css=css, weight=600, anchor=anchor),
        svg.text(span.note, x, top + 34, css=note, size=12, anchor=anchor),
    ]


def _neighbours(frame: _Frame, span: Span, spans: Sequence[Span]) -> tuple[float, float]:
    """Where the free room left and right of a span ends."""
    same = [
        other for other in spans
        if other is not span and (other.lane, frame.rows[other]) == (span.lane, frame.rows[span])
    ]  # fmt: skip
    ends = [frame.at(other.end) for other in same if other.start < span.start]
    starts = [frame.at(other.start) for other in same if other.start >= span.start]
    return max(ends, default=frame.x.start), min(starts, default=frame.x.end)
