"""The figures' rows of speed.md: rebuilding, refreshing, reading, growth, and DHIS2's way on the same rows."""

import math
from collections.abc import Iterator

from django.db import connection, transaction

from apps.indicators import arrays, services
from apps.indicators.models import Indicator
from apps.units.models import Unit
from tests.bench.measure import in_turn, milliseconds
from tests.bench.synthetic import add_province, layout, quarters

Row = tuple[str, str, str]

BARE = """
INSERT INTO bench_rollup (unit_id, period_id, layout_id, sums, counts, numerators, denominators, matched)
SELECT a.ancestor_id, f.period_id, f.layout_id, {arrays}
FROM indicators_fact f JOIN directives_period p ON p.id = f.period_id
JOIN units_unitancestry a ON a.descendant_id = f.unit_id AND a.validity @> p.end_on
WHERE f.layout_id = %s AND f.period_id = ANY(%s)
  AND a.ancestor_id IN (SELECT ancestor_id FROM units_unitancestry WHERE depth > 0)
GROUP BY 1, 2, 3 ORDER BY 1, 2
"""
CHECKSUM = """
SELECT md5(string_agg(md5(r::text), '' ORDER BY r.unit_id, r.period_id))
FROM (SELECT unit_id, period_id, sums, counts, numerators, denominators, matched FROM {table}) r
"""
# DHIS2 copies the levels into a narrow table and groups by them.
ANALYTICS = """
CREATE UNLOGGED TABLE bench_analytics AS
SELECT f.unit_id, f.period_id, s.element_id, f.values[s.position] AS value,
       max(a.ancestor_id) FILTER (WHERE u.kind_id = 'PROVINCE') AS level1,
       max(a.ancestor_id) FILTER (WHERE u.kind_id = 'DISTRICT') AS level2,
       max(a.ancestor_id) FILTER (WHERE u.kind_id = 'GRASSROOTS') AS level3
FROM indicators_fact f JOIN indicators_slot s ON s.layout_id = f.layout_id
JOIN units_unitancestry a ON a.descendant_id = f.unit_id JOIN units_unit u ON u.id = a.ancestor_id
WHERE f.values[s.position] IS NOT NULL
GROUP BY f.id, s.id
"""
ANALYTICS_ROLLUP = "; ".join(
    f"SELECT count(*) FROM (SELECT level{level}, element_id, period_id, sum(value), count(value)"
    f" FROM bench_analytics WHERE level{level} IS NOT NULL GROUP BY 1, 2, 3) x"
    for level in (1, 2, 3)
)
ANALYTICS_PAGE = """
SELECT level2, element_id, period_id, sum(value), count(value) FROM bench_analytics
WHERE level1 = %s AND level2 IS NOT NULL GROUP BY 1, 2, 3
"""


def run(sql: str, parameters: object = None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


def rows() -> Iterator[Row]:
    province = add_province(1)
    run(
        "CREATE TABLE bench_rollup (LIKE indicators_rollup INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)"
    )
    run("CREATE SEQUENCE bench_rollup_id")
    run("ALTER TABLE bench_rollup ALTER id SET DEFAULT nextval('bench_rollup_id')")
    yield rebuild()
    yield from dhis2(province)
    yield from growth()


def rebuild() -> Row:
    """All roll-ups of sixteen quarters against the bare INSERT of the same; both fill an empty table."""
    slots = arrays.layout_map(layout().pk)
    period_ids = [period.pk for period in quarters()]
    bare = BARE.format(arrays=arrays.fact_arrays(slots))

    def ours() -> None:
        run("TRUNCATE indicators_rollup")
        with transaction.atomic():
            services.rebuild_rollups(layout=layout(), periods=quarters())

    def floor() -> None:
        run("TRUNCATE bench_rollup")
        run(bare, [slots.layout_id, period_ids])

    pair = in_turn(ours, floor)
    same = run(CHECKSUM.format(table="indicators_rollup")) == run(CHECKSUM.format(table="bench_rollup"))
    said = f"{pair.ours:.0f} ms / {pair.floor:.0f} ms = {pair.ratio:.2f}; checksum {'equal' if same else 'DIFFERS'}"
    return "rebuild of a province's roll-ups, 16 quarters / bare INSERT", said, "≤ 1,15"


def dhis2(province: Unit) -> Iterator[Row]:
    """The same rows in DHIS2's way: narrow analytics table with the levels copied."""
    copied = milliseconds(lambda: run(ANALYTICS))[0]
    run("ANALYZE bench_analytics")
    pair = in_turn(
        lambda: services.rebuild_rollups(layout=layout(), periods=quarters()),
        lambda: [run(part) for part in ANALYTICS_ROLLUP.split("; ")],
        runs=3,
    )
    times = f"{pair.floor:.0f} ms / {pair.ours:.0f} ms"
    said = f"{times} = {pair.floor / pair.ours:.1f} × (copied in {copied / 1000:.1f} s)"
    yield "DHIS2's way / ours: roll-up", said, "≥ 7 ×"
    children = list(Unit.objects.children_of(province.pk, quarters()[-1].end_on).values_list("pk", flat=True))
    indicator_ids = list(Indicator.objects.filter(slots__layout=layout()).values_list("pk", flat=True))[:40]
    period_ids = [period.pk for period in quarters()]
    pair = in_turn(
        lambda: arrays.read(children, period_ids, indicator_ids), lambda: run(ANALYTICS_PAGE, [province.pk])
    )
    said = f"{pair.floor:.0f} ms / {pair.ours:.1f} ms = {pair.floor / pair.ours:.0f} ×"
    yield "DHIS2's way / ours: province page (20 children × 40 indicators × 16 quarters)", said, "≥ 45 ×"


def growth() -> Iterator[Row]:
    """Rebuild over 1, 2 and 4 provinces: slope of log time over log size."""
    times = []
    for size in (1, 2, 4):
        while Unit.objects.filter(kind_id="PROVINCE", names__name__startswith="Đơn vị").count() < size:
            add_province(Unit.objects.filter(kind_id="PROVINCE").count())
        rebuild_all = lambda: services.rebuild_rollups(layout=layout(), periods=quarters())  # noqa: E731
        rebuild_all()
        times.append(min(milliseconds(rebuild_all)[0] for _ in range(3)))
    slope = (math.log(times[-1]) - math.log(times[0])) / math.log(4)
    said = ", ".join(f"{time:.0f}" for time in times) + f" ms: slope {slope:.2f}"
    yield "growth over 1, 2, 4 provinces: log-log slope", said, "≤ 1,10"
