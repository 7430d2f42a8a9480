"""Biểu 2 as counts: who is too old for the post by how long, and what is planned for them. One statement."""

from apps.cadres.queries.tables.counting import (
    NO_POSITION,
    PEOPLE,
    Column,
    CountTable,
    Span,
    counts,
    lines,
)

COLUMNS = (
    Column("Đang giữ chức", "Quá tuổi", "over_age"),
    Column("Vượt mức tuổi", "Dưới 1 năm", "under_1"),
    Column("Vượt mức tuổi", "Từ 1 đến dưới 3 năm", "under_3"),
    Column("Vượt mức tuổi", "Từ 3 năm", "from_3"),
    Column("Hướng bố trí", "Chưa có phương án", "without"),
    Column("Hướng bố trí", "Có phương án, chưa bố trí", "open"),
    Column("Hướng bố trí", "Đã bố trí, chưa thôi giữ chức", "done"),
    Column("Trong giai đoạn", "Đã bố trí", "placed"),
    Column("Chưa rõ", "Chưa có ngày sinh", "unknown"),
)
# The latest plan of a person; one that is done after the day was open on it.
PLAN = """LEFT JOIN LATERAL (
    SELECT coalesce(done_on <= %(day)s, false) AS is_done FROM cadres_placement
    WHERE cadre_id = post.cadre_id ORDER BY id DESC LIMIT 1
  ) plan ON true"""
OVER_AGE = f"""
WITH post AS MATERIALIZED ({PEOPLE}
), counted AS (
  SELECT kind_id, position_id, age_test = 'not_met' AS is_over, over_age_on,
         plan.is_done, false AS is_placed, age_test = 'no_data' AS is_unknown
  FROM post {PLAN}
  WHERE age_test IN ('not_met', 'no_data')
  UNION ALL
  SELECT u.kind_id, left_post.position_id, false, NULL, NULL, true, false
  FROM (
    SELECT cadre_id, unit_id, min(done_on) AS done_on FROM cadres_placement
    WHERE unit_id = ANY(%(units)s) AND done_on BETWEEN %(first)s AND %(day)s GROUP BY cadre_id, unit_id
  ) placed
  JOIN units_unit u ON u.id = placed.unit_id
  LEFT JOIN LATERAL (
    SELECT position_id FROM cadres_appointment held
    WHERE held.cadre_id = placed.cadre_id AND held.unit_id = placed.unit_id AND lower(held.validity) < placed.done_on
    ORDER BY held.is_main DESC, lower(held.validity) DESC, held.id LIMIT 1
  ) left_post ON true
)
SELECT kind.name AS level, coalesce(p.name, '{NO_POSITION}') AS name,
  count(*) FILTER (WHERE is_over) AS over_age,
  count(*) FILTER (WHERE is_over AND over_age_on > %(day)s::date - interval '1 year') AS under_1,
  count(*) FILTER (WHERE is_over AND over_age_on <= %(day)s::date - interval '1 year'
    AND over_age_on > %(day)s::date - interval '3 years') AS under_3,
  count(*) FILTER (WHERE is_over AND over_age_on <= %(day)s::date - interval '3 years') AS from_3,
  count(*) FILTER (WHERE is_over AND is_done IS NULL) AS without,
  count(*) FILTER (WHERE is_over AND NOT is_done) AS open,
  count(*) FILTER (WHERE is_over AND is_done) AS done,
  count(*) FILTER (WHERE is_placed) AS placed,
  count(*) FILTER (WHERE is_unknown) AS unknown
FROM counted JOIN units_unitkind kind ON kind.code = kind_id LEFT JOIN cadres_position p ON p.code = position_id
GROUP BY kind.code, p.code ORDER BY kind.rank, p.rank NULLS LAST
"""
NOTE = (
    "Danh sách từng người không nằm trong phụ lục. Phương án bố trí lấy theo sổ lúc lập biểu. "
    "Chưa có ngày sinh: chức danh có mức tuổi mà hồ sơ chưa ghi ngày sinh, không tính là quá tuổi."
)


def over_age(span: Span) -> CountTable:
    rows = counts(OVER_AGE, span)
    return CountTable(
        "2", "Cán bộ quá tuổi và hướng bố trí", "Cấp, chức danh", COLUMNS, lines(rows, COLUMNS), NOTE
    )
