"""All SQL over the arrays of `Fact` and `Rollup`, generated from the slots of a layout.

A slot holds NULL when the figure is missing; sums skip NULL, counts say how many gave it. An indicator is summed
over the facts that gave all its terms ("matched"), so a rate never mixes units that gave only one part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from apps.indicators.enums import Side
from apps.indicators.models import IndicatorSlot, IndicatorTerm, Slot

Terms = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Formula:
    """An indicator over slot positions: (sign, position) pairs; no denominator means a plain total."""

    numerator: Terms
    denominator: Terms


@dataclass(frozen=True)
class LayoutMap:
    """What stands in each position of a layout's arrays (1-based in SQL, 0-based in Python lists)."""

    layout_id: int
    positions: dict[int, int]  # element id → position
    formulas: tuple[Formula, ...]  # in order of the indicator slots

    @property
    def width(self) -> int:
        return max(self.positions.values(), default=0)


def layout_map(layout_id: int) -> LayoutMap:
    """Read in three statements."""
    positions = dict(Slot.objects.filter(layout_id=layout_id).values_list("element_id", "position"))
    slots = list(IndicatorSlot.objects.filter(layout_id=layout_id).order_by("position"))
    sides: dict[tuple[int, str], list[tuple[int, int]]] = {}
    terms = IndicatorTerm.objects.filter(indicator__slots__layout_id=layout_id).order_by("position")
    for indicator_id, side, sign, element_id in terms.values_list(
        "indicator_id", "side", "sign", "element_id"
    ):
        sides.setdefault((indicator_id, side), []).append((sign, positions[element_id]))
    formulas = tuple(
        Formula(
            tuple(sides.get((slot.indicator_id, Side.NUMERATOR), [])),
            tuple(sides.get((slot.indicator_id, Side.DENOMINATOR), [])),
        )
        for slot in slots
    )
    return LayoutMap(layout_id, positions, formulas)


def signed_sum(terms: Terms, array: str) -> str:
    """SQL of Σ ± array[position]: NULL as soon as one term is missing."""
    text = " ".join(f"{'+' if sign > 0 else '-'} {array}[{position}]" for sign, position in terms)
    return text.removeprefix("+ ")


def _matched(formula: Formula) -> str:
    parts = [
        f"f.values[{position}] IS NOT NULL" for _, position in {*formula.numerator, *formula.denominator}
    ]
    return " AND ".join(sorted(parts))


def _sum_where_matched(terms: Terms, formula: Formula) -> str:
    if not terms:
        return "NULL"
    guard = f" FILTER (WHERE {_matched(formula)})" if len(formula.numerator + formula.denominator) > 1 else ""
    return f"sum({signed_sum(terms, 'f.values')}){guard}"


def rollup_select(layout: LayoutMap) -> str:
    """The five arrays of a rollup, as aggregates over facts `f`."""
    slots = range(1, layout.width + 1)
    columns = [
        ("sums", "numeric", [f"sum(f.values[{slot}])" for slot in slots]),
        ("counts", "int", [f"count(f.values[{slot}])" for slot in slots]),
        ("numerators", "numeric", [_sum_where_matched(item.numerator, item) for item in layout.formulas]),
        ("denominators", "numeric", [_sum_where_matched(item.denominator, item) for item in layout.formulas]),
        ("matched", "int", [f"count(*) FILTER (WHERE {_matched(item)})" for item in layout.formulas]),
    ]
    return ", ".join(f"ARRAY[{', '.join(items)}]::{kind}[] AS {name}" for name, kind, items in columns)


SET_ALL = ", ".join(
    f"{column} = EXCLUDED.{column}" for column in ("sums", "counts", "numerators", "denominators", "matched")
)


def refresh_rollups(layout: LayoutMap, period_ids: Sequence[int], unit_ids: Sequence[int] | None) -> int:
    """Sets the rollups of these units (all when None) in these periods from all facts below them; returns the rows set.

    The tree is that of each period's last day. Rows are written in the order of their key (safe.md).
    """
    only = "" if unit_ids is None else "AND a.ancestor_id = ANY(%(units)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO indicators_rollup
              (unit_id, period_id, layout_id, sums, counts, numerators, denominators, matched)
            SELECT a.ancestor_id, f.period_id, f.layout_id, {rollup_select(layout)}
            FROM indicators_fact f
            JOIN directives_period p ON p.id = f.period_id
            JOIN units_unitancestry a ON a.descendant_id = f.unit_id AND a.validity @> p.end_on {only}
            WHERE f.layout_id = %(layout)s AND f.period_id = ANY(%(periods)s)
            GROUP BY a.ancestor_id, f.period_id, f.layout_id
            ORDER BY a.ancestor_id, f.period_id
            ON CONFLICT (unit_id, period_id, layout_id) DO UPDATE SET {SET_ALL}
            """,
            {"layout": layout.layout_id, "periods": list(period_ids), "units": list(unit_ids or [])},
        )
        return cursor.rowcount


def read_rollups(
    unit_ids: Sequence[int], period_ids: Sequence[int], indicator_ids: Sequence[int]
) -> list[tuple[int, int, int, Decimal | None, Decimal | None, int]]:
    """(unit, period, indicator, numerator, denominator, matched) for every rollup there is; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT r.unit_id, r.period_id, s.indicator_id,
                   r.numerators[s.position], r.denominators[s.position], coalesce(r.matched[s.position], 0)
            FROM indicators_rollup r JOIN indicators_indicatorslot s ON s.layout_id = r.layout_id
            WHERE r.unit_id = ANY(%s) AND r.period_id = ANY(%s) AND s.indicator_id = ANY(%s)
            """,
            [list(unit_ids), list(period_ids), list(indicator_ids)],
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
