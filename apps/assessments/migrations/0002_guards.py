"""What the database itself refuses: a published set that changes, a score out of its turn, a decided result that moves."""

from django.db import migrations

# A set is written while it is a draft; its rows follow it.
SETS = """
CREATE FUNCTION assessments_refuse_published_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' THEN
    RAISE EXCEPTION 'criteria set % is published', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION assessments_refuse_row_of_published_set() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
  owner bigint := touched ->> 'set_id';
BEGIN
  IF TG_TABLE_NAME = 'assessments_grade' THEN
    SELECT set_id INTO owner FROM assessments_criterion WHERE id = (touched ->> 'criterion_id')::bigint;
  END IF;
  IF (SELECT state FROM assessments_criteriaset WHERE id = owner) = 'published' THEN
    RAISE EXCEPTION 'criteria set % is published', owner USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER assessments_criteriaset_published BEFORE UPDATE OR DELETE ON assessments_criteriaset
  FOR EACH ROW EXECUTE FUNCTION assessments_refuse_published_set();
"""
SETS_BACK = """
DROP TRIGGER assessments_criteriaset_published ON assessments_criteriaset;
DROP FUNCTION assessments_refuse_published_set();
DROP FUNCTION assessments_refuse_row_of_published_set();
"""
SET_ROWS = (
    "assessments_ratingclass",
    "assessments_criterion",
    "assessments_grade",
    "assessments_gate",
)
ROWS = "".join(
    f"CREATE TRIGGER {table}_published BEFORE INSERT OR UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION assessments_refuse_row_of_published_set();"
    for table in SET_ROWS
)
ROWS_BACK = "".join(f"DROP TRIGGER {table}_published ON {table};" for table in SET_ROWS)

# Each column of a score has its turn: the unit's until it is submitted, the appraiser's until it is appraised,
# the decider's until it is decided; an appeal empties the decided column alone. By the index even where many rows were
# written since the table was last looked at, as when old results are loaded.
TURNS = """
CREATE FUNCTION assessments_score_turn() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  turn text;
BEGIN
  SELECT state INTO turn FROM assessments_assessment
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.assessment_id ELSE NEW.assessment_id END;
  IF turn = 'decided' THEN
    RAISE EXCEPTION 'the assessment is decided' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (
    NEW.assessment_id <> OLD.assessment_id OR NEW.criterion_id <> OLD.criterion_id
    OR (turn NOT IN ('draft', 'returned')
        AND (NEW.self_points, NEW.self_grade_id, NEW.self_value, NEW.self_note, NEW.self_by_id,
             NEW.measured, NEW.measured_points)
        IS DISTINCT FROM (OLD.self_points, OLD.self_grade_id, OLD.self_value, OLD.self_note, OLD.self_by_id,
             OLD.measured, OLD.measured_points))
    OR (turn <> 'submitted'
        AND (NEW.appraised_points, NEW.appraised_reason, NEW.appraised_by_id)
        IS DISTINCT FROM (OLD.appraised_points, OLD.appraised_reason, OLD.appraised_by_id))
    OR (turn <> 'appraised' AND NEW.decided_points IS NOT NULL
        AND (NEW.decided_points, NEW.decided_reason)
        IS DISTINCT FROM (OLD.decided_points, OLD.decided_reason))
  ) THEN
    RAISE EXCEPTION 'this score is not to be changed now' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION assessments_refuse_when_decided() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  owner bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.assessment_id ELSE NEW.assessment_id END;
BEGIN
  IF (SELECT state FROM assessments_assessment WHERE id = owner) = 'decided' THEN
    RAISE EXCEPTION 'the assessment is decided' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER assessments_score_turn BEFORE INSERT OR UPDATE OR DELETE ON assessments_score
  FOR EACH ROW EXECUTE FUNCTION assessments_score_turn();
CREATE TRIGGER assessments_gateanswer_decided BEFORE INSERT OR UPDATE OR DELETE ON assessments_gateanswer
  FOR EACH ROW EXECUTE FUNCTION assessments_refuse_when_decided();
CREATE TRIGGER assessments_evidence_decided BEFORE INSERT OR UPDATE OR DELETE ON assessments_evidence
  FOR EACH ROW EXECUTE FUNCTION assessments_refuse_when_decided();
"""
TURNS_BACK = """
DROP TRIGGER assessments_score_turn ON assessments_score;
DROP TRIGGER assessments_gateanswer_decided ON assessments_gateanswer;
DROP TRIGGER assessments_evidence_decided ON assessments_evidence;
DROP FUNCTION assessments_score_turn();
DROP FUNCTION assessments_refuse_when_decided();
"""

# A decided assessment moves in one way alone: an appeal puts it back to the appraiser.
RESULTS = """
CREATE FUNCTION assessments_result_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'decided' AND (TG_OP = 'DELETE' OR NEW.state <> 'submitted') THEN
    RAISE EXCEPTION 'assessment % is decided', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER assessments_assessment_result BEFORE UPDATE OR DELETE ON assessments_assessment
  FOR EACH ROW EXECUTE FUNCTION assessments_result_stays();
"""
RESULTS_BACK = """
DROP TRIGGER assessments_assessment_result ON assessments_assessment;
DROP FUNCTION assessments_result_stays();
"""

FROZEN_TABLES = ("assessments_decision", "assessments_assessmentstep")
FROZEN = "".join(
    f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change();"
    for table in FROZEN_TABLES
)
FROZEN_BACK = "".join(f"DROP TRIGGER {table}_frozen ON {table};" for table in FROZEN_TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_criteria_rounds_scores"),
        ("audit", "0002_app_role_and_chain"),
    ]

    operations = [
        migrations.RunSQL(SETS, SETS_BACK),
        migrations.RunSQL(ROWS, ROWS_BACK),
        migrations.RunSQL(TURNS, TURNS_BACK),
        migrations.RunSQL(RESULTS, RESULTS_BACK),
        migrations.RunSQL(FROZEN, FROZEN_BACK),
    ]
