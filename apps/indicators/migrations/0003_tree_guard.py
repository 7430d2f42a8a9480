"""Approved figures hold the tree of their days in place: a change that would move or lose them is refused.

The refusal carries SQLSTATE 23T01 and a sentence for the person; the acts on the tree (units) pass it on.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION indicators_refuse_tree_change(last_day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF last_day IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = '23T01', MESSAGE = 'Đã có số liệu được duyệt đến kỳ kết thúc ngày '
      || to_char(last_day, 'DD/MM/YYYY') || ' của đơn vị này hoặc cấp dưới: chọn ngày sau đó.';
  END IF;
END $$;

-- Days on which the edge is not what it was, and on which somebody at or below the unit has approved figures.
CREATE FUNCTION indicators_parent_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM indicators_refuse_tree_change(max(p.end_on))
    FROM directives_period p
    JOIN units_unitancestry a ON a.ancestor_id = NEW.unit_id AND a.validity @> p.end_on
    JOIN indicators_fact f ON f.unit_id = a.descendant_id AND f.period_id = p.id
    WHERE CASE WHEN TG_OP = 'INSERT' THEN NEW.validity @> p.end_on
      ELSE (OLD.validity @> p.end_on) <> (NEW.validity @> p.end_on)
        OR (NEW.validity @> p.end_on AND OLD.parent_id <> NEW.parent_id) END;
  RETURN NEW;
END $$;
CREATE TRIGGER indicators_parent_guard BEFORE INSERT OR UPDATE ON units_unitparent
  FOR EACH ROW EXECUTE FUNCTION indicators_parent_guard();

CREATE FUNCTION indicators_life_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM indicators_refuse_tree_change(max(p.end_on))
    FROM directives_period p JOIN indicators_fact f ON f.period_id = p.id
    WHERE f.unit_id = NEW.id AND (p.end_on >= NEW.closed_on OR p.end_on < NEW.opened_on);
  RETURN NEW;
END $$;
CREATE TRIGGER indicators_life_guard BEFORE UPDATE OF opened_on, closed_on ON units_unit
  FOR EACH ROW EXECUTE FUNCTION indicators_life_guard();
"""
GUARD_BACK = """
DROP TRIGGER indicators_life_guard ON units_unit;
DROP FUNCTION indicators_life_guard();
DROP TRIGGER indicators_parent_guard ON units_unitparent;
DROP FUNCTION indicators_parent_guard();
DROP FUNCTION indicators_refuse_tree_change(date);
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_guards"), ("units", "0002_dated_tree")]

    operations = [migrations.RunSQL(GUARD, GUARD_BACK)]
