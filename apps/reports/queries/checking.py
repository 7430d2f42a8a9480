"""Everything recomputed from the frozen versions, the deadlines and the submissions, and compared with what is kept.

Independent of the way it was written: cells come out of the frozen JSON by element code, sums are added flat from
the facts, punctuality from the submissions themselves.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from apps.directives.models import Period
from apps.indicators import queries as indicators
from apps.indicators.models import Layout
from apps.indicators.queries import NARROW_FACTS

Wrong = dict[str, Any]

# The scheduler records punctuality every five minutes; what fell due since is not a difference yet.
GRACE = timedelta(minutes=15)

VERSIONS = """
SELECT id, encode(sha256(convert_to(content, 'UTF8')), 'hex') <> sha256 AS is_wrong FROM reports_reportversion
"""

LATEST = """latest AS (
  SELECT DISTINCT ON (v.report_id) v.report_id, v.number, v.sha256, v.content::jsonb AS content,
         r.period_id, r.unit_id AS reporter_id, f.layout_id
  FROM reports_reportversion v
  JOIN reports_report r ON r.id = v.report_id JOIN reports_reportform f ON f.id = r.form_id
  ORDER BY v.report_id, v.number DESC
)
"""

# Materialized, because a sort for the join would drag the whole JSON of a row along with each of its cells.
CELLS = f"""WITH {LATEST}, frozen AS MATERIALIZED (
  SELECT l.period_id, l.layout_id, (line -> 'unit' ->> 'id')::bigint AS unit_id, e.id AS element_id,
         (cell.value ->> 'v')::numeric AS value
  FROM latest l, jsonb_array_elements(l.content -> 'rows') AS line, jsonb_each(line -> 'values') AS cell
  JOIN indicators_element e ON e.code = cell.key
), kept AS (
  SELECT * FROM {NARROW_FACTS} AS fact WHERE layout_id IN (SELECT layout_id FROM latest)
)
SELECT unit_id, period_id, e.code, frozen.value IS DISTINCT FROM kept.value AS is_wrong
FROM (SELECT * FROM frozen WHERE value IS NOT NULL) AS frozen
FULL JOIN kept USING (period_id, layout_id, unit_id, element_id)
JOIN indicators_element e ON e.id = element_id
"""

LABELS = f"""WITH {LATEST}, line AS (
  SELECT l.*, (row -> 'unit' ->> 'id')::bigint AS member_id
  FROM latest l, jsonb_array_elements(l.content -> 'rows') AS row
)
SELECT line.member_id AS unit_id, line.period_id,
       (f.version_number, f.version_sha256, f.reporter_id)
         IS DISTINCT FROM (line.number::int, line.sha256, line.reporter_id) AS is_wrong
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
SELECT unit_id, period_id,
       (judged.expected, judged.on_time) IS DISTINCT FROM (kept.expected, kept.on_time) AS is_wrong
FROM judged LEFT JOIN kept USING (unit_id, period_id)
"""

COUNTED = """
SELECT count(*), coalesce(json_agg(compared) FILTER (WHERE is_wrong), '[]') FROM ({statement}) AS compared
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

    def place(row: Wrong) -> str:
        return f"đơn vị {row['unit_id']}, {slugs[row['period_id']]}"

    yield _checked("bản đã duyệt (SHA-256)", VERSIONS, lambda row: f"bản {row['id']}")
    yield _checked("ô số liệu đã duyệt", CELLS, lambda row: f"{place(row)}, {row['code']}")
    yield _checked("dòng và bản báo cáo của nó", LABELS, place)
    yield _checked("kỷ luật báo cáo", PUNCTUALITY, place, [now - GRACE])
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
    what: str, statement: str, say: Callable[[Wrong], str], parameters: Sequence[Any] = ()
) -> Checked:
    """Compares in the database; only the wrong rows come out of it."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(statement=statement), parameters)
        ((count, wrong),) = cursor.fetchall()
    return Checked(what, count, tuple(say(row) for row in wrong))
