"""`/healthz`: well only when the product can work, and then for everybody to see; no secrets."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from apps.jobs.models import Job
from tests.jobs.workbench import ask
from tests.running import pointed_at

WELL = {"status": "ok", "database": "ok", "migrations": "ok", "audit": "ok", "worker": "ok", "redis": "ok"}


def ill(client):
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "ill"
    return {part: word for part, word in answer.json().items() if word != "ok" and part != "status"}


def test_all_is_well_and_anybody_may_ask(client, db):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, WELL)
    assert "no-store" in answer["Cache-Control"]


def test_ill_when_the_role_may_change_the_audit(client, db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
    assert ill(client) == {"audit": "changeable"}


@pytest.mark.parametrize("privilege", ["UPDATE", "UPDATE (act)", "DELETE", "TRUNCATE"])
def test_ill_when_anything_of_that_was_granted(client, db, privilege):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute(f"GRANT {privilege} ON audit_entry TO tinhdoan_app")
        cursor.execute("SET LOCAL ROLE tinhdoan_app")
    assert ill(client) == {"audit": "changeable"}


def test_ill_while_a_migration_is_missing(client, db):
    MigrationRecorder.Migration.objects.filter(app="jobs", name="0001_job").delete()
    assert ill(client) == {"migrations": "unapplied"}


def test_ill_when_the_database_is_away(client, django_db_blocker):
    with django_db_blocker.unblock(), pointed_at("no_such_database"):
        assert ill(client) == {
            "database": "away",
            "migrations": "unknown",
            "audit": "unknown",
            "worker": "unknown",
        }


@pytest.mark.slow
def test_ill_when_redis_is_away(client, db, settings, tmp_path):
    cache = settings.CACHES["default"] | {"LOCATION": f"unix://{tmp_path}/none?db=1"}
    settings.CACHES = {"default": cache}
    assert ill(client) == {"redis": "away"}


def test_a_job_that_nobody_takes_is_told_but_pages_work(client, person):
    Job.objects.filter(pk=ask(person).pk).update(created_at="2021-10-08T09:00:00+07:00")
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["worker"] == "late"
