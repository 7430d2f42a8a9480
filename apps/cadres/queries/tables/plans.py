"""Biểu 3: who came into the plans and who went out, and how many there are to a seat. One statement."""

from decimal import Decimal

from apps.cadres.queries.tables.counting import Column, Counts, CountTable, Span, counts, lines

COLUMNS = (
    Column("Người trong quy hoạch", "Đầu kỳ", "start"),
    Column("Người trong quy hoạch", "Bổ sung", "added"),
    Column("Người trong quy hoạch", "Đưa ra", "removed"),
    Column("Người trong quy hoạch", "Cuối kỳ", "end"),
    Column("Chức danh", "Định biên", "seats"),
    Column("Chức danh", "Hệ số", "ratio", 1),
)
# A person's time in the plans of one position of one unit, whichever plan it is in: a new term is no coming and going.
PLANS = """
WITH spell AS (
  SELECT plan.unit_id, plan.position_id, k.cadre_id,
         unnest(range_agg(k.validity * daterange(NULL, upper(plan.term)))) AS days
  FROM cadres_successioncandidate k JOIN cadres_successionplan plan ON plan.id = k.plan_id
  WHERE plan.unit_id = ANY(%(units)s) GROUP BY plan.unit_id, plan.position_id, k.cadre_id
), people AS (
  SELECT unit_id, position_id,
    count(*) FILTER (WHERE lower(days) < %(first)s) AS start,
    count(*) FILTER (WHERE lower(days) BETWEEN %(first)s AND %(day)s) AS added,
    count(*) FILTER (WHERE upper(days) BETWEEN %(first)s AND %(day)s) AS removed,
    count(*) FILTER (WHERE days @> %(day)s::date) AS "end"
  FROM spell WHERE days && daterange(%(first)s::date - 1, %(day)s::date, '[]') GROUP BY unit_id, position_id
), asked AS (
  SELECT unit_id, position_id, seats FROM cadres_quota q JOIN cadres_position p ON p.code = q.position_id
  WHERE unit_id = ANY(%(units)s) AND validity @> %(day)s::date AND p.needs_plan AND seats > 0
)
SELECT kind.name AS level, p.name, coalesce(sum(start), 0)::int AS start, coalesce(sum(added), 0)::int AS added,
  coalesce(sum(removed), 0)::int AS removed, coalesce(sum("end"), 0)::int AS "end", sum(seats)::int AS seats,
  (sum(coalesce("end", 0)) FILTER (WHERE seats IS NOT NULL))::int AS matched
FROM people FULL JOIN asked USING (unit_id, position_id)
JOIN units_unit u ON u.id = unit_id
JOIN units_unitkind kind ON kind.code = u.kind_id
JOIN cadres_position p ON p.code = position_id
GROUP BY kind.code, p.code ORDER BY kind.rank, p.rank
"""
NOTE = (
    "Đầu kỳ + bổ sung − đưa ra = cuối kỳ. Một người ở quy hoạch của nhiều chức danh thì tính ở từng chức danh. "
    "Hệ số: người trong quy hoạch trên số chức danh, tính ở nơi đã nhập định biên."
)


def plans(span: Span) -> CountTable:
    rows = counts(PLANS, span)
    return CountTable(
        "3", "Quy hoạch cán bộ", "Cấp, chức danh", COLUMNS, lines(rows, COLUMNS, _with_ratio), NOTE
    )


def _with_ratio(found: Counts) -> Counts:
    """A ratio of sums over the units that have both."""
    return {**found, "ratio": Decimal(found["matched"]) / found["seats"] if found["seats"] else None}
