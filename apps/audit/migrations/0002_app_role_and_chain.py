"""The app role may add to the audit and read it, nothing else; triggers chain the entries and refuse any change."""

from django.db import migrations

ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tinhdoan_app') THEN
    CREATE ROLE tinhdoan_app NOLOGIN;
  END IF;
  IF NOT pg_has_role(current_user, 'tinhdoan_app', 'MEMBER') THEN
    EXECUTE format('GRANT tinhdoan_app TO %I', current_user);
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO tinhdoan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tinhdoan_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO tinhdoan_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tinhdoan_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO tinhdoan_app;
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM tinhdoan_app;
"""
ROLE_BACK = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM tinhdoan_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE USAGE, SELECT ON SEQUENCES FROM tinhdoan_app;
"""

# The hash covers every column as a JSON array, so that no two rows share a text; the time enters as UTC
# microseconds, so that no session setting changes it. `apps.audit.queries` computes the same in Python.
CHAIN = """
CREATE FUNCTION audit_entry_hash(entry audit_entry) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(
    entry.previous_hash, entry.chain, entry.seq,
    (extract(epoch FROM entry.at) * 1000000)::bigint,
    entry.actor_id, entry.act, entry.subject_type, entry.subject_id,
    entry.changed, entry.digest)::text, 'UTF8')), 'hex')
$$;
CREATE FUNCTION audit_entry_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(8241, hashint8(NEW.chain));
  SELECT e.seq + 1, e.hash INTO NEW.seq, NEW.previous_hash
    FROM audit_entry e WHERE e.chain = NEW.chain ORDER BY e.seq DESC LIMIT 1;
  IF NOT FOUND THEN
    NEW.seq := 1;
    NEW.previous_hash := '';
  END IF;
  NEW.hash := audit_entry_hash(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER audit_entry_chain BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_chain();
"""
CHAIN_BACK = """
DROP TRIGGER audit_entry_chain ON audit_entry;
DROP FUNCTION audit_entry_chain();
DROP FUNCTION audit_entry_hash(audit_entry);
"""

REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
REFUSE_BACK = """
DROP TRIGGER audit_entry_append_only ON audit_entry;
DROP TRIGGER audit_entry_no_truncate ON audit_entry;
DROP FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_entry")]

    operations = [
        migrations.RunSQL(ROLE, ROLE_BACK),
        migrations.RunSQL(CHAIN, CHAIN_BACK),
        migrations.RunSQL(REFUSE, REFUSE_BACK),
    ]
