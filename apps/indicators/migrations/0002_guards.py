"""Slots are append-only; a fact that the tree would lose from the sums is refused by the database (docs/architecture.md §10)."""

from django.db import migrations

SLOTS = """
CREATE TRIGGER indicators_slot_append_only BEFORE UPDATE OR DELETE ON indicators_slot
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER indicators_indicatorslot_append_only BEFORE UPDATE OR DELETE ON indicators_indicatorslot
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
SLOTS_BACK = """
DROP TRIGGER indicators_slot_append_only ON indicators_slot;
DROP TRIGGER indicators_indicatorslot_append_only ON indicators_indicatorslot;
"""

FACTS = """
CREATE FUNCTION indicators_fact_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_day date;
  unit_kind text;
  stray text;
BEGIN
  SELECT end_on INTO last_day FROM directives_period WHERE id = NEW.period_id;
  SELECT kind_id INTO unit_kind FROM units_unit
    WHERE id = NEW.unit_id AND opened_on <= last_day AND (closed_on IS NULL OR closed_on > last_day);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'unit % is not open on %', NEW.unit_id, last_day USING ERRCODE = 'check_violation';
  END IF;
  SELECT e.code INTO stray FROM indicators_slot s JOIN indicators_element e ON e.id = s.element_id
    WHERE s.layout_id = NEW.layout_id AND NEW.values[s.position] IS NOT NULL
      AND NOT EXISTS (SELECT FROM indicators_elementunitkind k
        WHERE k.element_id = s.element_id AND k.unit_kind_id = unit_kind AND k.validity @> last_day)
    LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'element % is not collected at % on %', stray, unit_kind, last_day
      USING ERRCODE = 'check_violation';
  END IF;
  IF cardinality(NEW.values) > (SELECT coalesce(max(position), 0) FROM indicators_slot WHERE layout_id = NEW.layout_id)
  THEN
    RAISE EXCEPTION 'figures beyond the last slot' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER indicators_fact_guard BEFORE INSERT OR UPDATE ON indicators_fact
  FOR EACH ROW EXECUTE FUNCTION indicators_fact_guard();
"""
FACTS_BACK = "DROP TRIGGER indicators_fact_guard ON indicators_fact; DROP FUNCTION indicators_fact_guard();"


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_catalogue_and_figures"),
        ("audit", "0002_app_role_and_chain"),
    ]

    operations = [
        migrations.RunSQL(SLOTS, SLOTS_BACK),
        migrations.RunSQL(FACTS, FACTS_BACK),
    ]
