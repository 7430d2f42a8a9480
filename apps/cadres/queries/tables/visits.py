"""Biểu 6: days at the grassroots ("1+2") that full-time cadres owe and spend, year by year. One statement."""

from apps.cadres.queries.tables.counting import COUNTED, YEARS, Column, CountTable, Span, counts, lines

COLUMNS = (
    Column("Đối tượng", "Cán bộ chuyên trách", "people"),
    Column("Đối tượng", "Trong đó có mức", "ruled"),
    Column("Số ngày", "Phải đi", "owed"),
    Column("Số ngày", "Đã đi", "done", 1),
    Column("Kết quả", "Hoàn thành", "finished"),
    Column("Kết quả", "Chưa hoàn thành", "unfinished"),
)
VISITS = f"""
WITH {YEARS}, person AS (
  SELECT years.year, years.last_day, u.kind_id, a.cadre_id, rule.days AS owed, coalesce(visited.days, 0) AS done
  FROM years
  JOIN cadres_appointment a ON a.validity @> years.last_day AND a.unit_id = ANY(%(units)s)
    AND a.engagement = 'full_time' AND {COUNTED.format(a="a", day="years.last_day")}
  JOIN units_unit u ON u.id = a.unit_id
  LEFT JOIN cadres_fieldvisitrule rule ON rule.unit_kind_id = u.kind_id AND rule.year = years.year
  LEFT JOIN LATERAL (
    SELECT sum(v.days) AS days FROM cadres_fieldvisit v
    WHERE v.cadre_id = a.cadre_id AND v.starts_on BETWEEN make_date(years.year, 1, 1) AND years.last_day
  ) visited ON true
)
SELECT CASE WHEN last_day = make_date(year, 12, 31) THEN 'Năm ' || year
            ELSE 'Năm ' || year || ', đến ' || to_char(last_day, 'DD/MM') END AS level,
  kind.name, count(*) AS people, count(owed) AS ruled, sum(owed)::int AS owed, sum(done) AS done,
  CASE WHEN count(owed) > 0 THEN count(*) FILTER (WHERE done >= owed) END AS finished,
  CASE WHEN count(owed) > 0 THEN count(*) FILTER (WHERE done < owed) END AS unfinished
FROM person JOIN units_unitkind kind ON kind.code = kind_id
GROUP BY year, last_day, kind.code ORDER BY year, kind.rank
"""
NOTE = (
    "Người chuyên trách vào ngày cuối năm (năm đang chạy: vào ngày tính); ngày đi cơ sở tính từ đầu năm, mức là của cả "
    "năm. Nơi chưa nhập mức thì không nói hoàn thành hay chưa."
)


def visits(span: Span) -> CountTable:
    rows = counts(VISITS, span)
    found = lines(rows, COLUMNS, has_total=False)
    return CountTable("6", "Đi cơ sở (chủ trương “1+2”)", "Năm, cấp", COLUMNS, found, NOTE)
