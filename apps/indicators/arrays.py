"""All SQL over the arrays of `Fact` and `Rollup`, generated from the slots of a layout.

A slot holds NULL when the figure is missing; sums skip NULL, counts say how many gave it. An indicator is summed
over the facts that gave all its terms ("matched"), so a rate never mixes units that gave only one part.
"""

from collections.abc import Sequence
from dataclasses import dataclass

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
