"""Biểu 5: how people came into their posts and how they left them. One statement."""

from apps.cadres.enums import Ending, Origin
from apps.cadres.queries.tables.counting import Column, CountTable, Span, counts, lines

CAME, LEFT = "Vào chức danh", "Thôi chức danh"
COLUMNS = (
    *(Column(CAME, str(origin.label).capitalize(), f"came_{origin.value}") for origin in Origin),
    Column(CAME, "Cộng", "came"),
    *(
        Column(LEFT, str(ending.label)[0].upper() + str(ending.label)[1:], f"left_{ending.value}")
        for ending in Ending
    ),
    Column(LEFT, "Cộng", "gone"),
)
BEGAN, ENDED = (
    "lower(a.validity) BETWEEN %(first)s AND %(day)s",
    "upper(a.validity) BETWEEN %(first)s AND %(day)s",
)
PARTS = [
    f"count(*) FILTER (WHERE {BEGAN} AND a.origin = '{origin.value}') AS came_{origin.value}"
    for origin in Origin
] + [
    f"count(*) FILTER (WHERE {ENDED} AND a.ending = '{ending.value}') AS left_{ending.value}"
    for ending in Ending
]
MOVES = f"""
SELECT kind.name AS level, p.name, {", ".join(PARTS)},
  count(*) FILTER (WHERE {BEGAN}) AS came, count(*) FILTER (WHERE {ENDED}) AS gone
FROM cadres_appointment a
JOIN units_unit u ON u.id = a.unit_id
JOIN units_unitkind kind ON kind.code = u.kind_id
JOIN cadres_position p ON p.code = a.position_id
WHERE a.unit_id = ANY(%(units)s) AND a.is_main AND ({BEGAN} OR {ENDED})
GROUP BY kind.code, p.code ORDER BY kind.rank, p.rank
"""
NOTE = (
    "Tính theo lượt, ở chức danh chính. Tái cử sang nhiệm kỳ mới tính cả hai phía: hết nhiệm kỳ và bầu tại đại hội. "
    "Chuyển ngành nằm trong cột chuyển công tác."
)


def moves(span: Span) -> CountTable:
    rows = counts(MOVES, span)
    return CountTable("5", "Biến động cán bộ", "Cấp, chức danh", COLUMNS, lines(rows, COLUMNS), NOTE)
