"""Biểu 7: the yearly classes by level, as far as they were decided by the day. One statement."""

from apps.cadres.enums import RatingClass
from apps.cadres.queries.tables.counting import COUNTED, YEARS, Column, CountTable, Span, counts, lines

COLUMNS = (
    Column("Đã xếp loại", "Cộng", "rated"),
    *(
        Column("Đã xếp loại", str(rating.label).removesuffix(" nhiệm vụ").capitalize(), rating.value)
        for rating in RatingClass
    ),
    Column("Cán bộ Đoàn", "Chưa xếp loại", "unrated"),
)
CLASSES = ", ".join(
    f"CASE WHEN count(rating) > 0 THEN count(*) FILTER (WHERE rating = '{rating.value}') END AS {rating.value}"
    for rating in RatingClass
)
# A rating without a day counts from the end of its year on. The running year is told once somebody is rated.
RATINGS = f"""
WITH {YEARS}, decided AS (
  SELECT years.year, r.cadre_id, u.kind_id, r.unit_id, r.rating
  FROM years
  JOIN cadres_cadrerating r ON r.year = years.year
    AND coalesce(r.decided_on, make_date(r.year, 12, 31)) <= %(day)s
  JOIN units_unit u ON u.id = r.unit_id
), counted AS (
  SELECT year, kind_id, rating FROM decided WHERE unit_id = ANY(%(units)s)
  UNION ALL
  SELECT years.year, u.kind_id, NULL
  FROM years
  JOIN cadres_appointment a ON a.validity @> years.last_day AND a.unit_id = ANY(%(units)s)
    AND {COUNTED.format(a="a", day="years.last_day")}
  JOIN units_unit u ON u.id = a.unit_id
  JOIN cadres_position p ON p.code = a.position_id AND (p.is_cadre OR a.engagement = 'full_time')
  WHERE NOT EXISTS (SELECT FROM decided WHERE decided.year = years.year AND decided.cadre_id = a.cadre_id)
    AND (make_date(years.year, 12, 31) <= %(day)s OR EXISTS (
      SELECT FROM decided WHERE decided.year = years.year AND decided.unit_id = ANY(%(units)s)))
)
SELECT 'Năm ' || year AS level, kind.name, {CLASSES},
  CASE WHEN count(rating) > 0 THEN count(rating) END AS rated, count(*) - count(rating) AS unrated
FROM counted JOIN units_unitkind kind ON kind.code = kind_id
GROUP BY year, kind.code ORDER BY year, kind.rank
"""
NOTE = (
    "Tính ở đơn vị xếp loại, các quyết định đến ngày tính. Chưa xếp loại: cán bộ Đoàn (Quy chế 289, Điều 1) cuối năm "
    "chưa có xếp loại của năm ấy. “—”: cấp chưa ghi xếp loại của ai."
)


def ratings(span: Span) -> CountTable:
    found = lines(counts(RATINGS, span), COLUMNS, has_total=False)
    return CountTable("7", "Đánh giá, xếp loại cán bộ", "Năm, cấp", COLUMNS, found, NOTE)
