"""Biểu 4: courses that began in these days, by who held them and what they taught. Two statements."""

from collections import defaultdict
from typing import Any

from apps.cadres.enums import TrainingKind
from apps.cadres.queries.tables.counting import Column, CountTable, Span, counts, lines

OUTSIDE = "Cơ quan ngoài Đoàn"
# Held by a unit of the scope, or attended from one; only those who served in the scope are counted.
HELD = f"""
held AS (
  SELECT t.id, t.kind, t.cost, CASE WHEN t.organised_by = '' THEN kind.name ELSE '{OUTSIDE}' END AS level,
         CASE WHEN t.organised_by = '' THEN kind.rank END AS rank
  FROM cadres_training t
  JOIN units_unit u ON u.id = t.organiser_id
  JOIN units_unitkind kind ON kind.code = u.kind_id
  WHERE t.starts_on BETWEEN %(first)s AND %(day)s AND (t.organiser_id = ANY(%(units)s) OR EXISTS (
    SELECT FROM cadres_trainingparticipant part WHERE part.training_id = t.id AND part.unit_id = ANY(%(units)s)))
)"""
COURSES = f"""
WITH {HELD}
SELECT level, kind, count(*) AS courses, sum(cost) AS cost, count(*) FILTER (WHERE cost IS NULL) AS cost_unknown
FROM held GROUP BY level, rank, kind ORDER BY rank NULLS LAST, array_position(ARRAY{list(TrainingKind.values)}, kind)
"""
TURNS = f"""
WITH {HELD}
SELECT held.level, held.kind, kind.code AS whom, kind.name AS whom_name, count(*) AS turns
FROM held
JOIN cadres_trainingparticipant part ON part.training_id = held.id AND part.unit_id = ANY(%(units)s)
JOIN units_unit u ON u.id = part.unit_id
JOIN units_unitkind kind ON kind.code = u.kind_id
GROUP BY held.level, held.kind, kind.code ORDER BY kind.rank
"""
NOTE = "Lượt: một người dự hai lớp là hai lượt. Đối tượng: cấp mà cán bộ công tác khi dự lớp."


def courses(span: Span) -> CountTable:
    """Rows: level of the organiser × kind; columns of participants: the levels that took part."""
    turns: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    whom: dict[str, str] = {}
    for row in counts(TURNS, span):
        turns[row["level"], row["kind"]][row["whom"]] = row["turns"]
        whom[row["whom"]] = row["whom_name"]
    columns = _columns(whom)
    rows = [_row(row, turns[row["level"], row["kind"]], whom) for row in counts(COURSES, span)]
    return CountTable("4", "Đào tạo, bồi dưỡng", "Cấp tổ chức, loại lớp", columns, lines(rows, columns), NOTE)


def _columns(whom: dict[str, str]) -> tuple[Column, ...]:
    return (
        Column("Lớp", "Số lớp", "courses"),
        *(Column("Lượt người dự, theo đối tượng", name, code) for code, name in whom.items()),
        Column("Lượt người dự, theo đối tượng", "Cộng", "turns"),
        Column("Kinh phí", "Triệu đồng", "cost", 1),
        Column("Kinh phí", "Lớp chưa ghi", "cost_unknown"),
    )


def _row(row: dict[str, Any], turns: dict[str, int], whom: dict[str, str]) -> dict[str, Any]:
    name = str(TrainingKind(row["kind"]).label)
    each = {code: turns.get(code, 0) for code in whom}
    return row | {"name": name[0].upper() + name[1:], **each, "turns": sum(each.values())}
