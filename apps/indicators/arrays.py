"""All SQL over the arrays of `Fact` and `Rollup`, generated from the slots of a layout.

A slot holds NULL when the figure is missing; sums skip NULL, counts say how many gave it. An indicator is summed
over the facts that gave all its terms ("matched"), so a rate never mixes units that gave only one part.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import F, QuerySet

from apps.directives.models import Period
from apps.indicators.enums import Side
from apps.indicators.models import DUE_ORDINALS, IndicatorTerm, Slot

Terms = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Formula:
    """An indicator over slot positions: (sign, position) pairs; no denominator means a plain total."""

    numerator: Terms
    denominator: Terms
    is_due: bool


@dataclass(frozen=True)
class LayoutMap:
    """What stands in each position of a layout's arrays (1-based in SQL), and which of it is due in a quarter."""

    layout_id: int
    positions: dict[int, int]  # element id → position
    due: frozenset[int]  # positions
    formulas: tuple[Formula, ...]  # in order of the indicator slots

    @property
    def width(self) -> int:
        return max(self.positions.values(), default=0)

    @property
    def slots(self) -> range:
        return range(1, self.width + 1)


def layout_map(layout_id: int, ordinal: int = 4) -> LayoutMap:
    """As in quarter `ordinal` of a year (in the fourth everything is due); two statements."""
    frequencies = [frequency for frequency, ordinals in DUE_ORDINALS.items() if ordinal in ordinals]
    columns = ("element_id", "position", "element__frequency")
    slots = list(Slot.objects.filter(layout_id=layout_id).values_list(*columns))
    due = frozenset(position for _, position, frequency in slots if frequency in frequencies)
    terms = IndicatorTerm.objects.filter(indicator__slots__layout_id=layout_id)
    formulas = _placed(terms, due).get(layout_id, {})
    positions = {element_id: position for element_id, position, _ in slots}
    return LayoutMap(layout_id, positions, due, tuple(formulas.values()))


def placed_formulas(indicator_ids: Sequence[int]) -> dict[int, dict[int, Formula]]:
    """{layout: {indicator: formula over its slots}}, in order of the indicator slots, everything taken as due."""
    return _placed(IndicatorTerm.objects.filter(indicator_id__in=indicator_ids), due=None)


def _placed(terms: QuerySet[IndicatorTerm], due: frozenset[int] | None) -> dict[int, dict[int, Formula]]:
    sides: dict[tuple[int, int], dict[str, list[tuple[int, int]]]] = {}
    columns = ("element__slots__layout_id", "indicator_id", "side", "sign", "element__slots__position")
    in_layout = terms.filter(element__slots__layout_id=F("indicator__slots__layout_id"))
    for layout_id, indicator_id, side, *term in in_layout.order_by(
        "indicator__slots__position", "position"
    ).values_list(*columns):
        sides.setdefault((layout_id, indicator_id), {}).setdefault(side, []).append((term[0], term[1]))
    placed: dict[int, dict[int, Formula]] = {}
    for (layout_id, indicator_id), found in sides.items():
        top, bottom = (tuple(found.get(side, [])) for side in (Side.NUMERATOR, Side.DENOMINATOR))
        is_due = due is None or all(position in due for _, position in top + bottom)
        placed.setdefault(layout_id, {})[indicator_id] = Formula(top, bottom, is_due)
    return placed


def signed_sum(terms: Terms, array: str) -> str:
    """SQL of Σ ± array[position]: NULL as soon as one term is missing."""
    text = " ".join(f"{'+' if sign > 0 else '-'} {array}[{position}]" for sign, position in terms)
    return text.removeprefix("+ ")


def _matched(formula: Formula) -> str:
    parts = [
        f"f.values[{position}] IS NOT NULL" for _, position in {*formula.numerator, *formula.denominator}
    ]
    return " AND ".join(sorted(parts))


def _where_given(formula: Formula, terms: Terms) -> str:
    """FILTER for an aggregate of `terms`, which skips NULL by itself: the formula's other terms are given too."""
    others = {place for _, place in formula.numerator + formula.denominator} - {place for _, place in terms}
    given = " AND ".join(f"f.values[{place}] IS NOT NULL" for place in sorted(others))
    return f" FILTER (WHERE {given})" if given else ""


def _sum_where_matched(terms: Terms, formula: Formula) -> str:
    return f"sum({signed_sum(terms, 'f.values')}){_where_given(formula, terms)}" if terms else "NULL"


def _count_matched(formula: Formula) -> str:
    return f"count({signed_sum(formula.numerator, 'f.values')}){_where_given(formula, formula.numerator)}"


def fact_arrays(layout: LayoutMap) -> str:
    """The five arrays of a rollup, as aggregates over EXPANDED facts `f`; NULL in slots that are not due."""
    items = [item if item.is_due else None for item in layout.formulas]
    return _arrays(
        [f"sum(f.values[{slot}])" if slot in layout.due else "NULL" for slot in layout.slots],
        [f"count(f.values[{slot}])" if slot in layout.due else "0" for slot in layout.slots],
        [_sum_where_matched(item.numerator, item) if item else "NULL" for item in items],
        [_sum_where_matched(item.denominator, item) if item else "NULL" for item in items],
        [_count_matched(item) if item else "0" for item in items],
    )


COLUMNS = {
    "sums": "numeric",
    "counts": "int",
    "numerators": "numeric",
    "denominators": "numeric",
    "matched": "int",
}
SET_ALL = ", ".join(f"{column} = EXCLUDED.{column}" for column in COLUMNS)


def _arrays(*columns: list[str]) -> str:
    named = zip(columns, COLUMNS.items(), strict=True)
    return ", ".join(f"ARRAY[{', '.join(items)}]::{kind}[] AS {name}" for items, (name, kind) in named)


# array_append() hands on an expanded array: each subscript then costs the same, while a stored numeric[] is walked
# from its start every time (roll-ups took 3 times as long). OFFSET 0 keeps the planner from repeating the call, and
# the ordered subquery `line` from sorting, which would flatten the array again.
EXPANDED = "CROSS JOIN LATERAL (SELECT array_append(line.values, NULL) AS values OFFSET 0) f"

# A unit's sums are its own fact and its leaf children's facts, plus the sums of the children that have some.
REFRESH = """
WITH member AS (
  SELECT t.unit_id, t.period_id, a.descendant_id AS member_id, a.depth
  FROM unnest(%(units)s::bigint[], %(periods)s::bigint[]) AS t(unit_id, period_id)
  JOIN directives_period p ON p.id = t.period_id
  JOIN units_unitancestry a ON a.ancestor_id = t.unit_id AND a.depth <= 1 AND a.validity @> p.end_on
), part AS (
  SELECT line.unit_id, line.period_id, {fact_arrays}
  FROM (
    SELECT m.unit_id, m.period_id, f.values
    FROM member m
    JOIN indicators_fact f ON f.unit_id = m.member_id AND f.period_id = m.period_id AND f.layout_id = %(layout)s
    WHERE m.depth = 0 OR NOT EXISTS (
      SELECT FROM indicators_rollup r
      WHERE r.unit_id = m.member_id AND r.period_id = m.period_id AND r.layout_id = %(layout)s)
    ORDER BY 1, 2 OFFSET 0
  ) line {expanded}
  GROUP BY line.unit_id, line.period_id
  UNION ALL
  SELECT m.unit_id, m.period_id, r.sums, r.counts, r.numerators, r.denominators, r.matched
  FROM member m
  JOIN indicators_rollup r ON r.unit_id = m.member_id AND r.period_id = m.period_id AND r.layout_id = %(layout)s
  WHERE m.depth = 1
), slot AS (
  SELECT unit_id, period_id, place, sum(total) AS total, sum(given)::int AS given,
         sum(numerator) AS numerator, sum(denominator) AS denominator, sum(paired)::int AS paired
  FROM part CROSS JOIN LATERAL unnest(sums, counts, numerators, denominators, matched)
    WITH ORDINALITY AS cell(total, given, numerator, denominator, paired, place)
  GROUP BY unit_id, period_id, place
)
INSERT INTO indicators_rollup (unit_id, period_id, layout_id, sums, counts, numerators, denominators, matched)
SELECT unit_id, period_id, %(layout)s,
       (array_agg(total ORDER BY place))[1:{slots}], (array_agg(given ORDER BY place))[1:{slots}],
       (array_agg(numerator ORDER BY place))[1:{formulas}], (array_agg(denominator ORDER BY place))[1:{formulas}],
       (array_agg(paired ORDER BY place))[1:{formulas}]
FROM slot GROUP BY unit_id, period_id ORDER BY unit_id, period_id
ON CONFLICT (unit_id, period_id, layout_id) DO UPDATE SET {set_all}
"""


def refresh_rollups(
    layouts: Sequence[LayoutMap], period_ids: Sequence[int], unit_ids: Sequence[int] | None
) -> int:
    """Sets the rollups of these units (all when None) in these periods, lower units first; returns the rows set.

    A unit without children has none: its figures are its fact. The tree is that of each period's last day. Above
    the units given, nothing changes: the caller goes on to their ancestors. Rows are written in key order (safe.md).
    The periods are of the quarter that the layouts were read for.
    """
    steps = _by_height(period_ids, unit_ids)
    return sum(_refresh(layout, pairs) for layout in layouts for pairs in steps)


def _refresh(layout: LayoutMap, pairs: Sequence[tuple[int, int]]) -> int:
    statement = REFRESH.format(
        fact_arrays=fact_arrays(layout),
        expanded=EXPANDED,
        slots=layout.width,
        formulas=len(layout.formulas),
        set_all=SET_ALL,
    )
    units, periods = ([pair[side] for pair in pairs] for side in (0, 1))
    with connection.cursor() as cursor:
        cursor.execute(statement, {"layout": layout.layout_id, "units": units, "periods": periods})
        return cursor.rowcount


def _by_height(period_ids: Sequence[int], unit_ids: Sequence[int] | None) -> list[list[tuple[int, int]]]:
    """(unit, period) of the units that have children, those just above the leaves first."""
    only = "" if unit_ids is None else "AND a.ancestor_id = ANY(%(units)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT max(a.depth), a.ancestor_id, p.id
            FROM directives_period p JOIN units_unitancestry a ON a.validity @> p.end_on {only}
            WHERE p.id = ANY(%(periods)s) AND a.depth > 0
            GROUP BY a.ancestor_id, p.id
            """,
            {"periods": list(period_ids), "units": list(unit_ids or [])},
        )
        rows = cursor.fetchall()
    heights = sorted({height for height, _, _ in rows})
    return [[(unit, period) for height, unit, period in rows if height == wanted] for wanted in heights]


READ = """
SELECT r.unit_id, r.period_id, s.indicator_id,
       r.numerators[s.position], r.denominators[s.position], coalesce(r.matched[s.position], 0)
FROM indicators_rollup r JOIN indicators_indicatorslot s ON s.layout_id = r.layout_id
WHERE r.unit_id = ANY(%(units)s) AND r.period_id = ANY(%(periods)s) AND s.indicator_id = ANY(%(indicators)s)
"""
# Of a unit without children the figures are its fact.
READ_LEAVES = """
UNION ALL
SELECT f.unit_id, f.period_id, i.indicator_id,
       CASE WHEN i.is_matched THEN i.numerator END, CASE WHEN i.is_matched THEN i.denominator END, i.is_matched::int
FROM indicators_fact f
CROSS JOIN LATERAL (VALUES {formulas}) AS i(indicator_id, numerator, denominator, is_matched)
WHERE f.unit_id = ANY(%(units)s) AND f.period_id = ANY(%(periods)s) AND f.layout_id = {layout}
  AND NOT EXISTS (SELECT FROM indicators_rollup r
    WHERE r.unit_id = f.unit_id AND r.period_id = f.period_id AND r.layout_id = f.layout_id)
"""

Cell = tuple[int, int, int, Decimal | None, Decimal | None, int]


def read(unit_ids: Sequence[int], period_ids: Sequence[int], indicator_ids: Sequence[int]) -> list[Cell]:
    """(unit, period, indicator, numerator, denominator, matched) of every figure there is; two statements."""
    statement = READ
    for layout_id, formulas in placed_formulas(indicator_ids).items():
        values = ", ".join(
            f"({indicator_id}, {signed_sum(item.numerator, 'f.values')},"
            f" {signed_sum(item.denominator, 'f.values') if item.denominator else 'NULL::numeric'}, {_matched(item)})"
            for indicator_id, item in formulas.items()
        )
        statement += READ_LEAVES.format(formulas=values, layout=layout_id)
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {"units": list(unit_ids), "periods": list(period_ids), "indicators": list(indicator_ids)},
        )
        return cursor.fetchall()


def expected_counts(unit_ids: Sequence[int], period_ids: Sequence[int]) -> list[tuple[int, int, str, int]]:
    """(unit, period, unit kind, number of open units of that kind at or below it on the period's last day)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT a.ancestor_id, p.id, u.kind_id, count(*)
            FROM directives_period p
            JOIN units_unitancestry a ON a.validity @> p.end_on
            JOIN units_unit u ON u.id = a.descendant_id
            WHERE a.ancestor_id = ANY(%s) AND p.id = ANY(%s)
            GROUP BY 1, 2, 3
            """,
            [list(unit_ids), list(period_ids)],
        )
        return cursor.fetchall()


def read_facts(
    formula: Formula, layout_id: int, period_id: int, unit_id: int
) -> list[tuple[int, Decimal | None, Decimal | None, bool, int, int | None, str]]:
    """Every fact at or below a unit: (unit, numerator, denominator, gave any part, reporter, version, SHA-256)."""
    numerator = signed_sum(formula.numerator, "f.values")
    denominator = signed_sum(formula.denominator, "f.values") if formula.denominator else "NULL::numeric"
    places = sorted({place for _, place in formula.numerator + formula.denominator})
    gave_any = f"num_nonnulls({', '.join(f'f.values[{place}]' for place in places)}) > 0"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT f.unit_id, {numerator}, {denominator}, {gave_any},
                   f.reporter_id, f.version_number, f.version_sha256
            FROM indicators_fact f
            JOIN directives_period p ON p.id = f.period_id
            JOIN units_unitancestry a ON a.descendant_id = f.unit_id AND a.validity @> p.end_on
            WHERE a.ancestor_id = %s AND f.layout_id = %s AND f.period_id = %s
            """,
            [unit_id, layout_id, period_id],
        )
        return cursor.fetchall()


# Flat: every fact straight into every unit above it, unlike REFRESH, which adds children up.
WRONG = """
WITH fresh AS (
  SELECT line.unit_id, line.period_id, {fact_arrays}
  FROM (
    SELECT a.ancestor_id AS unit_id, f.period_id, f.values
    FROM indicators_fact f
    JOIN directives_period p ON p.id = f.period_id
    JOIN units_unitancestry a ON a.descendant_id = f.unit_id AND a.validity @> p.end_on
    WHERE f.layout_id = %(layout)s AND f.period_id = ANY(%(periods)s) AND EXISTS (
      SELECT FROM units_unitancestry c WHERE c.ancestor_id = a.ancestor_id AND c.depth > 0 AND c.validity @> p.end_on)
    ORDER BY 1, 2 OFFSET 0
  ) line {expanded}
  GROUP BY line.unit_id, line.period_id
), kept AS (
  SELECT unit_id, period_id, sums, counts, numerators, denominators, matched
  FROM indicators_rollup WHERE layout_id = %(layout)s AND period_id = ANY(%(periods)s)
)
SELECT coalesce(fresh.unit_id, kept.unit_id), coalesce(fresh.period_id, kept.period_id), (fresh IS DISTINCT FROM kept)
FROM fresh FULL JOIN kept ON kept.unit_id = fresh.unit_id AND kept.period_id = fresh.period_id
ORDER BY 1, 2
"""


def compare_rollups(layout_id: int, periods: Sequence[Period]) -> list[tuple[int, int, bool]]:
    """(unit, period, is wrong) of every rollup that is there or should be, recomputed flat from the facts."""
    found: list[tuple[int, int, bool]] = []
    for layout, period_ids in by_quarter(layout_id, periods):
        statement = WRONG.format(fact_arrays=fact_arrays(layout), expanded=EXPANDED)
        with connection.cursor() as cursor:
            cursor.execute(statement, {"layout": layout_id, "periods": period_ids})
            found += cursor.fetchall()
    return found


def by_quarter(layout_id: int, periods: Sequence[Period]) -> Iterator[tuple[LayoutMap, list[int]]]:
    """The layout as in each quarter of a year, with the ids of the periods that are such a quarter."""
    for ordinal in sorted({period.ordinal for period in periods}):
        yield layout_map(layout_id, ordinal), [period.pk for period in periods if period.ordinal == ordinal]


# The facts as narrow rows (unit, period, layout, element, value), for statements that compare cell by cell.
NARROW_FACTS = """(
  SELECT f.unit_id, f.period_id, f.layout_id, s.element_id, f.values[s.position] AS value
  FROM indicators_fact f JOIN indicators_slot s ON s.layout_id = f.layout_id
  WHERE f.values[s.position] IS NOT NULL
)"""

LOST = """
SELECT f.unit_id, f.period_id FROM indicators_fact f JOIN directives_period p ON p.id = f.period_id
WHERE NOT EXISTS (
  SELECT FROM units_unitancestry a WHERE a.descendant_id = f.unit_id AND a.validity @> p.end_on)
ORDER BY 1, 2
"""


def lost_facts() -> list[tuple[int, int]]:
    """(unit, period) of facts that no sum contains, because the unit is not in the tree of that day."""
    with connection.cursor() as cursor:
        cursor.execute(LOST)
        return cursor.fetchall()
