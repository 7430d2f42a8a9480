"""What happens when, in one lane a unit: dots on days to come, as many in one as happen close to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from apps.core.charts import svg
from apps.core.charts.scale import Scale, text_width

NARROW = 480
ROW, HEAD, FOOT, DOT = 36, 12, 30, 18


@dataclass(frozen=True)
class Happening:
    """`is_subject`: what the title speaks of, a filled dot; the rest are rings."""

    on: date
    is_subject: bool = True


@dataclass(frozen=True)
class TimelineRow:
    """One lane. `standing`: how many there are already before the first day."""

    name: str
    standing: int
    happenings: Sequence[Happening]


def timeline_chart(
    rows: Sequence[TimelineRow],
    *,
    first: date,
    last: date,
    standing: str = "",
    title: str,
    width: float = 1040,
) -> SafeString:
    """`standing` names the column of what is there already, "" leaves it out.

    At a width under 480 (phone) names stand above lanes.
    """
    is_narrow = width < NARROW
    names = 0 if is_narrow else max((text_width(row.name, 14) for row in rows), default=0) + 16
    left = names + (text_width(standing, 13) + 24 if standing else 10)
    x = Scale(first.toordinal(), last.toordinal(), left, width - 14)
    step = ROW + (18 if is_narrow else 0)
    base = HEAD + 20 + step * len(rows)
    column = [svg.text(standing, left - 24, HEAD + 8, css="chart-faint", anchor="end")] if standing else []
    parts = [*column, *_axis(x, first, last, base)]
    for place, row in enumerate(rows):
        parts += _row(row, x, HEAD + 20 + step * (place + 1) - ROW / 2, names, left, is_narrow=is_narrow)
    words = " ".join(_words(row, standing) for row in rows)
    return svg.picture(parts, width=width, height=base + FOOT, title=title, description=words)


def _axis(x: Scale, first: date, last: date, base: float) -> list[SafeString]:
    """A line at the beginning of each month, quarter, half year or year, as many as have room for their names."""
    step = _months_a_step(x, first, last, 64)
    parts = [
        svg.line("chart-axis", x.start, base, x.end, base),
        svg.line("chart-axis", x.start, HEAD + 16, x.start, base),
    ]
    for month in range(first.year * 12 + first.month, last.year * 12 + last.month):
        day = date(month // 12, month % 12 + 1, 1)
        if month % step == 0 and day > first:
            parts.append(svg.line("chart-grid", x(day.toordinal()), HEAD + 16, x(day.toordinal()), base))
            label = f"{day.month:02d}/{day.year}"
            parts.append(svg.text(label, x(day.toordinal()), base + 20, css="chart-faint", anchor="middle"))
    return parts


def _months_a_step(x: Scale, first: date, last: date, room: float) -> int:
    months = (last - first).days / 30.44
    return next((step for step in (1, 3, 6, 12, 24) if months / step * room <= x.end - x.start), 60)


def _row(
    row: TimelineRow, x: Scale, middle: float, names: float, left: float, *, is_narrow: bool
) -> list[SafeString]:
    height = middle - 20 if is_narrow else middle + 5
    parts = [
        svg.text(row.name, 0, height, css="chart-ink", size=14),
        svg.line("chart-grid", x.start, middle, x.end, middle),
    ]
    if row.standing:
        parts.append(
            svg.text(
                str(row.standing),
                left - 24,
                middle + 5,
                css="chart-bad-text",
                size=14,
                weight=600,
                anchor="end",
            )
        )
    return parts + [part for group in _groups(row, x) for part in _dot(group, x, middle)]


def _groups(row: TimelineRow, x: Scale) -> list[list[Happening]]:
    """Those of one month, or of as many months as a dot is wide."""
    found: dict[int, list[Happening]] = {}
    step = _months_a_step(x, date.fromordinal(int(x.low)), date.fromordinal(int(x.high)), DOT)
    for happening in sorted(row.happenings, key=lambda one: one.on):
        found.setdefault((happening.on.year * 12 + happening.on.month - 1) // step, []).append(happening)
    return list(found.values())


def _dot(group: Sequence[Happening], x: Scale, middle: float) -> list[SafeString]:
    place = x(sum(one.on.toordinal() for one in group) / len(group))
    is_subject = any(one.is_subject for one in group)
    css, ink = ("chart-dot", "chart-on-accent") if is_subject else ("chart-ring", "chart-ink")
    if len(group) == 1:
        return [svg.dot(css, place, middle, 6)]
    count = svg.text(str(len(group)), place, middle + 4, css=ink, size=12, weight=600, anchor="middle")
    return [svg.dot(css, place, middle, 9 if len(group) < 100 else 12), count]


def _words(row: TimelineRow, standing: str) -> str:
    days = ", ".join(f"{one.on:%d/%m/%Y}" for one in sorted(row.happenings, key=lambda one: one.on))
    already = f"{standing} {row.standing}; " if standing else ""
    return f"{row.name}: {already}{days or 'không có gì thêm'}."
