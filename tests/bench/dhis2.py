"""DHIS2's way on the same rows: levels copied into a narrow analytics table, figures computed from it when asked.

Both ways give the same figures (sum and count per element; numerator, denominator and number of units per indicator,
over the facts that gave all terms), which a checksum holds. The copying is not counted against DHIS2's way.
"""

from collections.abc import Iterator

from apps.indicators import arrays, services
from apps.indicators.models import Indicator
from apps.units.models import Unit
from tests.bench.figures import run
from tests.bench.measure import equal, in_turn, milliseconds
from tests.bench.synthetic import add_province, layout, quarters

Row = tuple[str, str, str]

ANALYTICS = """
CREATE UNLOGGED TABLE bench_analytics AS
SELECT f.unit_id, f.period_id, s.element_id, f.values[s.position] AS value,
       max(a.ancestor_id) FILTER (WHERE u.kind_id = 'PROVINCE') AS level1,
       max(a.ancestor_id) FILTER (WHERE u.kind_id = 'DISTRICT') AS level2
FROM indicators_fact f JOIN indicators_slot s ON s.layout_id = f.layout_id
JOIN units_unitancestry a ON a.descendant_id = f.unit_id JOIN units_unit u ON u.id = a.ancestor_id
WHERE f.values[s.position] IS NOT NULL
GROUP BY f.id, s.id
"""
ELEMENTS = """
SELECT {level} AS unit_id, period_id, element_id AS id, sum(value), NULL::numeric, count(value)
FROM bench_analytics WHERE {level} IS NOT NULL GROUP BY 1, 2, 3
"""
INDICATORS = """
SELECT {level} AS unit_id, period_id, indicator_id AS id, sum(numerator), sum(denominator), count(*)
FROM (
  SELECT b.{level}, b.unit_id, b.period_id, t.indicator_id, count(*) AS given,
         sum(t.sign * b.value) FILTER (WHERE t.side = 'NUM') AS numerator,
         sum(t.sign * b.value) FILTER (WHERE t.side = 'DEN') AS denominator
  FROM bench_analytics b JOIN indicators_indicatorterm t ON t.element_id = b.element_id
  WHERE b.{level} IS NOT NULL AND {chosen}
  GROUP BY 1, 2, 3, 4
) given
JOIN (SELECT indicator_id, count(*) AS wanted FROM indicators_indicatorterm GROUP BY 1) term USING (indicator_id)
WHERE given = wanted GROUP BY 1, 2, 3
"""
OURS_ELEMENTS = """
SELECT r.unit_id, r.period_id, s.element_id, r.sums[s.position], NULL::numeric, r.counts[s.position]
FROM indicators_rollup r JOIN indicators_slot s ON s.layout_id = r.layout_id WHERE r.counts[s.position] > 0
"""
OURS_INDICATORS = """
SELECT r.unit_id, r.period_id, s.indicator_id,
       r.numerators[s.position], r.denominators[s.position], r.matched[s.position]
FROM indicators_rollup r JOIN indicators_indicatorslot s ON s.layout_id = r.layout_id WHERE r.matched[s.position] > 0
"""
COUNT = "SELECT count(*) FROM ({part}) part"
CHECKSUM = (
    "SELECT md5(string_agg(md5(part::text), '' ORDER BY a, b, c)) FROM ({part}) part (a, b, c, d, e, f)"
)


def rows() -> Iterator[Row]:
    province = add_province(1)
    services.rebuild_rollups(layout=layout(), periods=quarters())
    copied = milliseconds(lambda: run(ANALYTICS))[0]
    run("ANALYZE bench_analytics")
    yield rollup(copied)
    yield province_page(province)


def by_level(statement: str) -> list[str]:
    return [statement.format(level=level, chosen="true") for level in ("level1", "level2")]


def rollup(copied: float) -> Row:
    parts = by_level(ELEMENTS) + by_level(INDICATORS)
    ours = lambda: services.rebuild_rollups(layout=layout(), periods=quarters())  # noqa: E731
    theirs = lambda: [run(COUNT.format(part=part)) for part in parts]  # noqa: E731
    pair = in_turn(ours, theirs, runs=3)
    alone = milliseconds(lambda: [run(COUNT.format(part=part)) for part in by_level(ELEMENTS)])[0]
    same = same_figures(OURS_ELEMENTS, ELEMENTS) and same_figures(OURS_INDICATORS, INDICATORS)
    said = (
        f"{pair.floor:.0f} ms / {pair.ours:.0f} ms = {pair.floor / pair.ours:.1f} ×; {equal(same)}"
        f" (its elements alone, without indicators: {alone:.0f} ms; copied in {copied / 1000:.1f} s)"
    )
    return "DHIS2's way / ours: roll-up, same figures", said, "≥ 7 ×"


def same_figures(ours: str, theirs: str) -> bool:
    return run(CHECKSUM.format(part=ours)) == run(CHECKSUM.format(part=" UNION ALL ".join(by_level(theirs))))


def province_page(province: Unit) -> Row:
    """Twenty districts, forty indicators, sixteen quarters, as rows in Python."""
    districts = list(
        Unit.objects.children_of(province.pk, quarters()[-1].end_on).values_list("pk", flat=True)
    )
    chosen = list(Indicator.objects.filter(slots__layout=layout()).values_list("pk", flat=True))[:40]
    period_ids = [period.pk for period in quarters()]
    page = INDICATORS.format(level="level2", chosen="b.level1 = %s AND t.indicator_id = ANY(%s)")

    ours = lambda: arrays.read(districts, period_ids, chosen)  # noqa: E731
    theirs = lambda: run(page, [province.pk, chosen])  # noqa: E731
    pair = in_turn(ours, theirs)
    same = {cell for cell in ours() if cell[-1]} == set(theirs())
    said = f"{pair.floor:.0f} ms / {pair.ours:.1f} ms = {pair.floor / pair.ours:.0f} ×; {equal(same)}"
    return "DHIS2's way / ours: province page (20 districts × 40 indicators × 16 quarters)", said, "≥ 45 ×"
