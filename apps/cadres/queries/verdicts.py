"""The verdict of every appointment held on a day: one SQL expression over dated standards.

Other statements of the register start from JUDGED, so that a list, a board and a figure judge alike; the preview of a
draft reads the draft in place of the set in force. The sentence for one person is written in Python (`sentences.py`);
tests hold both to the same verdict.
"""

# The first day on which a person is too old: the day of full age plus one, or New Year of that year. Somebody born
# on 29 February comes of age on 28 February of a common year (Bộ luật Dân sự 2015, Điều 148, by analogy).
TOO_OLD = """CASE WHEN rule.counting = 'calendar_year'
    THEN make_date(extract(year FROM c.born_on)::int + {limit} + 1, 1, 1)
    ELSE (c.born_on + make_interval(years => {limit} + 1))::date END"""

# The standard `s` of appointment `a` at unit `u`: that of its group, else the general one. {set}: which regulation.
STANDARD = """LEFT JOIN cadres_standard special ON special.set_id = {set} AND special.position_id = a.position_id
      AND special.unit_kind_id = u.kind_id AND special."group" = a."group"
    LEFT JOIN cadres_standard general ON general.set_id = {set} AND general.position_id = a.position_id
      AND general.unit_kind_id = u.kind_id AND general."group" = 'general'
    LEFT JOIN cadres_standard s ON s.id = coalesce(special.id, general.id)"""

# %(day)s: the day judged; {{regulation}}: by which set; {{chosen}}: which appointments, as SQL over `a`, its cadre `c`,
# unit `u` and position `p`.
VERDICTS = f"""
SELECT facts.*,
  CASE
    WHEN 'not_met' IN (age_test, education_test, theory_test, first_age_test) THEN 'not_met'
    WHEN 'no_standard' IN (age_test, education_test, theory_test) THEN 'no_standard'
    WHEN 'no_data' IN (age_test, education_test, theory_test, first_age_test) THEN 'no_data'
    ELSE 'met'
  END AS verdict
FROM (
  SELECT held.*,
    CASE WHEN age_max IS NULL THEN 'no_standard' WHEN born_on IS NULL THEN 'no_data'
         WHEN over_age_on <= %(day)s THEN 'not_met' ELSE 'met' END AS age_test,
    CASE WHEN first_age_max IS NULL THEN 'no_standard' WHEN born_on IS NULL THEN 'no_data'
         WHEN first_over_on <= first_on THEN 'not_met' ELSE 'met' END AS first_age_test,
    CASE WHEN education_min IS NULL THEN 'no_standard' WHEN education IS NULL THEN 'no_data'
         WHEN education < education_min THEN 'not_met' ELSE 'met' END AS education_test,
    CASE WHEN theory_min IS NULL THEN 'no_standard' WHEN theory IS NULL THEN 'no_data'
         WHEN theory < theory_min THEN 'not_met' ELSE 'met' END AS theory_test
  FROM (
    SELECT a.id AS appointment_id, a.cadre_id, a.unit_id, u.kind_id, a.position_id, a.engagement, a.is_concurrent,
           a.is_main, a."group", a.origin, lower(a.validity) AS since, upper(a.validity) AS until,
           c.born_on, q.education, q.theory, first.first_on,
           s.id AS standard_id, s.age_max, s.first_age_max, s.first_age_basis, s.education_min, s.theory_min,
           s.source, regulation.id AS set_id, regulation.is_published AS is_in_force,
           regulation.short_name AS regulation, coalesce(rule.counting, 'full_years') AS counting,
           {TOO_OLD.format(limit="s.age_max")} AS over_age_on,
           {TOO_OLD.format(limit="s.first_age_max")} AS first_over_on
    FROM cadres_appointment a
    JOIN cadres_cadre c ON c.id = a.cadre_id
    JOIN units_unit u ON u.id = a.unit_id
    JOIN cadres_position p ON p.code = a.position_id
    LEFT JOIN cadres_agerule rule ON rule.validity @> %(day)s::date
    LEFT JOIN cadres_standardset regulation ON {{regulation}}
    {STANDARD.format(set="regulation.id")}
    LEFT JOIN (
      SELECT cadre_id, max(level) FILTER (WHERE kind = 'education') AS education,
             max(level) FILTER (WHERE kind = 'theory') AS theory
      FROM cadres_qualification WHERE obtained_on IS NULL OR obtained_on <= %(day)s
      GROUP BY cadre_id
    ) q ON q.cadre_id = a.cadre_id
    LEFT JOIN LATERAL (
      SELECT min(lower(earlier.validity)) AS first_on
      FROM cadres_appointment earlier
      JOIN units_unit place ON place.id = earlier.unit_id AND place.kind_id = u.kind_id
      JOIN cadres_position held ON held.code = earlier.position_id
      WHERE s.first_age_max IS NOT NULL AND earlier.cadre_id = a.cadre_id AND lower(earlier.validity) <= %(day)s
        AND (earlier.position_id = a.position_id OR (s.first_age_basis = 'committee' AND held.in_committee))
    ) first ON true
    WHERE a.validity @> %(day)s::date AND {{chosen}}
  ) held
) facts
"""

IN_FORCE = "regulation.is_published AND regulation.validity @> %(day)s::date"
JUDGED = VERDICTS.format(regulation=IN_FORCE, chosen="{chosen}")
# By the one set %(set)s, in force or not: what a draft would say.
JUDGED_BY_SET = VERDICTS.format(regulation="regulation.id = %(set)s", chosen="{chosen}")
# By the set in force and by the draft %(set)s, a row for each; only the draft's row while nothing is in force.
JUDGED_BY_BOTH = VERDICTS.format(regulation=f"regulation.id = %(set)s OR ({IN_FORCE})", chosen="{chosen}")
