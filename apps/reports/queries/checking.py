"""Everything recomputed from the frozen versions, the deadlines and the submissions, and compared with what is kept.

Independent of the way it was written: cells come out of the frozen JSON by element code, sums are added flat from
the facts, punctuality from the submissions themselves.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from apps.directives.models import Period
from apps.indicators import queries as indicators
from apps.indicators.models import Layout
from apps.indicators.queries import NARROW_FACTS

# The scheduler records punctuality every five minutes; what fell due since is not a difference yet.
GRACE = timedelta(minutes=15)

VERSIONS = """
SELECT id, encode(sha256(convert_to(content, 'UTF8')), 'hex') <> sha256 FROM reports_reportversion ORDER BY id
"""

LATEST = """latest AS (
  SELECT DISTINCT ON (v.report_id) v.report_id, v.number, v.sha256, v.content::jsonb AS content,
         r.period_id, r.unit_id AS reporter_id, f.layout_id
  FROM reports_reportversion v
  JOIN reports_report r ON r.id = v.report_id JOIN reports_reportform f ON f.id = r.form_id
  ORDER BY v.report_id, v.number DESC
)
"""

CELLS = f"""WITH {LATEST}, frozen AS (
  SELECT l.period_id, l.layout_id, (line -> 'unit' ->> 'id')::bigint AS unit_id, e.id AS element_id,
         (cell.value ->> 'v')::numeric AS value
  FROM latest l, jsonb_array_elements(l.content -> 'rows') AS line, jsonb_each(line -> 'values') AS cell
  JOIN indicators_element e ON e.code = cell.key
), kept AS (
  SELECT * FROM {NARROW_FACTS} AS fact WHERE layout_id IN (SELECT layout_id FROM latest)
)
SELECT coalesce(frozen.unit_id, kept.unit_id), coalesce(frozen.period_id, kept.period_id), e.code,
       frozen.value IS DISTINCT FROM kept.value
FROM (SELECT * FROM frozen WHERE value IS NOT NULL) AS frozen
FULL JOIN kept USING (period_id, layout_id, unit_id, element_id)
JOIN indicators_element e ON e.id = coalesce(frozen.element_id, kept.element_id)
"""

LABELS = f"""WITH {LATEST}, line AS (
  SELECT l.*, (row -> 'unit' ->> 'id')::bigint AS member_id
  FROM latest l, jsonb_array_elements(l.content -> 'rows') AS row
)
SELECT line.member_id, line.period_id,
       (f.version_number, f.version_sha256, f.reporter_id)
         IS DISTINCT FROM (line.number::int, line.sha256, line.reporter_id)
FROM line LEFT JOIN indicators_fact f
  ON f.unit_id = line.member_id AND f.period_id = line.period_id AND f.layout_id = line.layout_id
"""

PUNCTUALITY = f"""
WITH due AS (
  SELECT r.unit_id, r.period_id,
         coalesce((SELECT x.due_at FROM reports_extension x WHERE x.report_id = r.id ORDER BY x.id DESC LIMIT 1),
                  d.due_at) AS due_at,
         (SELECT min(s.submitted_at) FROM reports_submission s WHERE s.report_id = r.id) AS first_at
  FROM reports_report r LEFT JOIN reports_deadline d ON d.form_id = r.form_id AND d.period_id = r.period_id
), judged AS (
  SELECT unit_id, period_id, 1::numeric AS expected,
         (first_at IS NOT NULL AND (due_at IS NULL OR first_at <= due_at))::int::numeric AS on_time
  FROM due WHERE first_at IS NOT NULL OR due_at <= %s
), kept AS (
  SELECT fact.unit_id, fact.period_id,
         max(fact.value) FILTER (WHERE e.code = 'BC-PHAI-NOP') AS expected,
         max(fact.value) FILTER (WHERE e.code = 'BC-DUNG-HAN') AS on_time
  FROM {NARROW_FACTS} AS fact JOIN indicators_element e ON e.id = fact.element_id
  WHERE e.code IN ('BC-PHAI-NOP', 'BC-DUNG-HAN')
  GROUP BY fact.unit_id, fact.period_id
)
SELECT judged.unit_id, judged.period_id,
       (judged.expected, judged.on_time) IS DISTINCT FROM (kept.expected, kept.on_time)
FROM judged LEFT JOIN kept USING (unit_id, period_id)
"""


@dataclass(frozen=True)
class Checked:
    """How many rows of one kind were compared, and which differ (in words)."""

    what: str
    count: int
    wrong: tuple[str, ...]


def check_figures(now: datetime) -> Iterator[Checked]:
    """Frozen versions, cells, labels, punctuality, sums, and facts that no sum contains."""
    slugs = dict(Period.objects.values_list("pk", "slug"))
    yield _checked("bản đã duyệt (SHA-256)", VERSIONS, lambda row: f"bản {row[0]}")
    yield _checked("ô số liệu đã duyệt", CELLS, lambda row: f"đơn vị {row[0]}, {slugs[row[1]]}, {row[2]}")
    yield _checked("dòng và bản báo cáo của nó", LABELS, lambda row: f"đơn vị {row[0]}, {slugs[row[1]]}")
    yield _checked(
        "kỷ luật báo cáo", PUNCTUALITY, lambda row: f"đơn vị {row[0]}, {slugs[row[1]]}", [now - GRACE]
    )
    for layout in Layout.objects.order_by("pk"):
        compared = indicators.compare_rollups(layout.pk, list(Period.objects.quarters()))
        wrong = tuple(f"đơn vị {unit}, {slugs[period]}" for unit, period, is_wrong in compared if is_wrong)
        yield Checked(f"số tổng hợp “{layout.name}”", len(compared), wrong)
    lost = indicators.lost_facts()
    yield Checked(
        "số liệu ngoài cây đơn vị",
        len(lost),
        tuple(f"đơn vị {unit}, {slugs[period]}" for unit, period in lost),
    )


def _checked(
    what: str, statement: str, say: Callable[[tuple[Any, ...]], str], parameters: list[Any] | None = None
) -> Checked:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    return Checked(what, len(rows), tuple(say(row) for row in rows if row[-1]))
