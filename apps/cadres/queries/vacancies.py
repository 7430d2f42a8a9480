"""Empty seats as spells of days: when each seat of a position fell empty, and when it was filled again.

A seat is empty while fewer people hold the position than its dated quota asks. Of several empty seats the one that
is filled first is the one that fell empty last, so that the oldest vacancy stays the oldest.
"""

# The unit and all below it on the day; `lane_id` is the unit directly below it to which a unit belongs, or itself.
SCOPE = """
scope AS MATERIALIZED (
  SELECT below.descendant_id AS unit_id, coalesce(lane.ancestor_id, below.ancestor_id) AS lane_id
  FROM units_unitancestry below
  LEFT JOIN (
    units_unitparent edge
    JOIN units_unitancestry lane ON lane.ancestor_id = edge.unit_id AND lane.validity @> %(day)s::date
  ) ON edge.parent_id = below.ancestor_id AND edge.validity @> %(day)s::date
    AND lane.descendant_id = below.descendant_id
  WHERE below.ancestor_id = %(unit)s AND below.validity @> %(day)s::date
)"""

# Continues a WITH list that offers `scope` (unit_id, …) and `holding` (unit_id, position_id, since, until, people: 1,
# or -1 where somebody counted elsewhere is taken out again); gives
# `steps` (how many there should be, are, and lack, from a day on) and `spells` (seat, since, until).
# Positions without a quota have no seats: a missing quota is not a quota of none.
SPELLS = """
changes AS (
  SELECT unit_id, position_id, lower(validity) AS day, seats::int AS quota, 0 AS present
  FROM cadres_quota JOIN scope USING (unit_id)
  UNION ALL
  SELECT unit_id, position_id, upper(validity), -seats::int, 0
  FROM cadres_quota JOIN scope USING (unit_id) WHERE NOT upper_inf(validity)
  UNION ALL
  SELECT unit_id, position_id, since, 0, people FROM holding
  UNION ALL
  SELECT unit_id, position_id, until, 0, -people FROM holding WHERE until IS NOT NULL
), steps AS (
  SELECT *, lag(vacant, 1, 0) OVER w AS vacant_before, lead(day) OVER w AS until
  FROM (
    SELECT *, greatest(quota - present, 0) AS vacant
    FROM (
      SELECT unit_id, position_id, day, (sum(sum(quota)) OVER w)::int AS quota,
             (sum(sum(present)) OVER w)::int AS present
      FROM changes GROUP BY unit_id, position_id, day
      WINDOW w AS (PARTITION BY unit_id, position_id ORDER BY day)
    ) counted
  ) compared
  WINDOW w AS (PARTITION BY unit_id, position_id ORDER BY day)
), spells AS (
  SELECT * FROM (
    SELECT unit_id, position_id, seat, seat <= vacant AS is_empty, day AS since,
           lead(day) OVER (PARTITION BY unit_id, position_id, seat ORDER BY day) AS until
    FROM steps, generate_series(least(vacant, vacant_before) + 1, greatest(vacant, vacant_before)) AS seat
    WHERE vacant <> vacant_before
  ) turns
  WHERE is_empty
)"""
