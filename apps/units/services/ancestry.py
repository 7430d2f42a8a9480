"""Rebuilding the cache of who stood above whom, from the dated edges."""

from django.db import connection

# One pass up the edges from every unit below `root` (all units when NULL), cutting the days at each edge.
REBUILD = """
WITH RECURSIVE touched AS (
  SELECT id FROM units_unit WHERE %(root)s::bigint IS NULL OR id = %(root)s
  UNION
  SELECT p.unit_id FROM units_unitparent p JOIN touched t ON p.parent_id = t.id
), gone AS (
  DELETE FROM units_unitancestry WHERE descendant_id IN (SELECT id FROM touched)
), climb AS (
  SELECT u.id AS ancestor_id, u.id AS descendant_id, 0 AS depth, daterange(u.opened_on, u.closed_on) AS validity
  FROM units_unit u JOIN touched t ON t.id = u.id
  UNION ALL
  SELECT p.parent_id, c.descendant_id, c.depth + 1, c.validity * p.validity
  FROM climb c JOIN units_unitparent p ON p.unit_id = c.ancestor_id AND p.validity && c.validity
  WHERE c.depth < 50
)
INSERT INTO units_unitancestry (ancestor_id, descendant_id, depth, validity)
SELECT ancestor_id, descendant_id, depth, validity FROM climb WHERE NOT isempty(validity)
"""


def rebuild_ancestry(*, root_id: int | None = None) -> None:
    """Sets the ancestry of `root_id` and of everything that ever stood below it (of all units without one)."""
    with connection.cursor() as cursor:
        cursor.execute(REBUILD, {"root": root_id})
