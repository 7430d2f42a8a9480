"""The figures' rows of speed.md: rebuilding, reading for a review, growth."""

import math
from collections.abc import Iterator
from statistics import linear_regression
from typing import Any

from django.db import connection, transaction

from apps.indicators import arrays, services
from apps.indicators.models import Indicator
from apps.indicators.queries import series
from apps.units.models import Unit
from tests.bench.measure import equal, in_turn, milliseconds
from tests.bench.synthetic import add_province, layout, quarters

Row = tuple[str, str, str]
Value = tuple[Any, ...]

BARE = """
INSERT INTO bench_rollup (unit_id, period_id, layout_id, sums, counts, numerators, denominators, matched)
SELECT line.unit_id, line.period_id, %s, {arrays}
FROM (
  SELECT a.ancestor_id AS unit_id, f.period_id, f.values
  FROM indicators_fact f JOIN directives_period p ON p.id = f.period_id
  JOIN units_unitancestry a ON a.descendant_id = f.unit_id AND a.validity @> p.end_on
  WHERE f.layout_id = %s AND f.period_id = ANY(%s)
    AND a.ancestor_id IN (SELECT ancestor_id FROM units_unitancestry WHERE depth > 0)
  ORDER BY 1, 2 OFFSET 0
) line {expanded}
GROUP BY 1, 2
"""
CHECKSUM = """
SELECT md5(string_agg(md5(r::text), '' ORDER BY r.unit_id, r.period_id))
FROM (SELECT unit_id, period_id, sums, counts, numerators, denominators, matched FROM {table}) r
"""


def run(sql: str, parameters: object = None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


def rows() -> Iterator[Row]:
    add_province(1)
    run(
        "CREATE TABLE bench_rollup (LIKE indicators_rollup INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)"
    )
    run("CREATE SEQUENCE bench_rollup_id")
    run("ALTER TABLE bench_rollup ALTER id SET DEFAULT nextval('bench_rollup_id')")
    yield rebuild()
    yield review_figures()
    yield growth()


def rebuild() -> Row:
    """All roll-ups of sixteen quarters against the bare INSERT of the same; both fill an empty table."""
    slots = arrays.layout_map(layout().pk)
    period_ids = [period.pk for period in quarters()]
    bare = BARE.format(arrays=arrays.fact_arrays(slots), expanded=arrays.EXPANDED)

    def ours() -> None:
        run("TRUNCATE indicators_rollup")
        with transaction.atomic():
            services.rebuild_rollups(layout=layout(), periods=quarters())

    def floor() -> None:
        run("TRUNCATE bench_rollup")
        run(bare, [slots.layout_id, slots.layout_id, period_ids])

    pair = in_turn(ours, floor)
    same = run(CHECKSUM.format(table="indicators_rollup")) == run(CHECKSUM.format(table="bench_rollup"))
    said = f"{pair.said('{:.2f}')}; {equal(same)}"
    return "rebuild of a province's roll-ups, 16 quarters / bare INSERT", said, "≤ 1,15"


REVIEW = f"""
SELECT cell.unit_id, cell.period_id, cell.indicator_id,
       round(CASE WHEN is_rate THEN i.factor * numerator / nullif(denominator, 0) ELSE numerator END, i.decimals)
FROM ({arrays.READ}) AS cell (unit_id, period_id, indicator_id, numerator, denominator, matched)
JOIN indicators_indicator i ON i.id = cell.indicator_id
CROSS JOIN LATERAL (
  SELECT bool_or(side = 'DEN') AS is_rate FROM indicators_indicatorterm t WHERE t.indicator_id = i.id) t
"""


def review_figures() -> Row:
    """Every indicator of the province and its districts: as figures, and as bare numbers."""
    province = Unit.objects.filter(kind_id="PROVINCE").latest("pk")
    day = quarters()[-1].end_on
    units = [province.pk, *Unit.objects.children_of(province.pk, day).values_list("pk", flat=True)]
    indicators = list(Indicator.objects.filter(slots__layout=layout()))
    asked = {
        "units": units,
        "periods": [period.pk for period in quarters()],
        "indicators": [indicator.pk for indicator in indicators],
    }

    def ours() -> list[Value]:
        return [
            (figure.unit_id, figure.period_id, item.indicator.pk, figure.rounded)
            for item in series(units, indicators, quarters()).values()
            for figure in item.figures
        ]

    floor = lambda: [row[:4] for row in run(REVIEW, asked)]  # noqa: E731
    pair = in_turn(ours, floor)
    values = [{row for row in way() if row[3] is not None} for way in (ours, floor)]
    said = f"{pair.said()}; {equal(values[0] == values[1])} over {len(values[0])} values"
    return "review figures (21 units, 16 quarters) / one bare statement", said, "≤ 1,3"


def growth() -> Row:
    """Rebuild over 1, 2, 4 and 8 provinces: slope of log time over log size, by least squares."""
    times = {}
    for size in (1, 2, 4, 8):
        for number in range(max(times, default=1) + 1, size + 1):
            add_province(number)
        rebuild_all = lambda: services.rebuild_rollups(layout=layout(), periods=quarters())  # noqa: E731
        rebuild_all()
        times[size] = min(milliseconds(rebuild_all)[0] for _ in range(3))
    slope = linear_regression([math.log(size) for size in times], [math.log(time) for time in times.values()])
    said = ", ".join(f"{time:.0f}" for time in times.values()) + f" ms: slope {slope.slope:.2f}"
    return "growth over 1, 2, 4, 8 provinces: log-log slope", said, "≤ 1,10"
