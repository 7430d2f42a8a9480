"""The reconciler: picks up what was lost, and nothing else."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from apps.jobs.enums import JobState
from apps.jobs.models import ATTEMPTS, Job
from apps.jobs.services import claim, reconcile
from apps.jobs.tasks import reconcile as task
from tests.jobs.workbench import ask, at_once, lapse, make_person
from tinhdoan.celery import app as celery

pytestmark = pytest.mark.usefixtures("fresh_db")


@pytest.fixture
def job(messages):
    """Asked for just now."""
    return ask(make_person())


def now_of(job):
    return Job.objects.get(pk=job.pk)


def silent_for(job, seconds):
    Job.objects.filter(pk=job.pk).update(published_at=Now() - timedelta(seconds=seconds))


def test_a_job_that_nobody_took_for_a_minute_is_sent_again(job, messages):
    silent_for(job, 61)
    assert reconcile() == 1
    assert messages() == [job.pk, job.pk]


def test_and_not_before_a_minute_has_passed(job, messages):
    silent_for(job, 50)
    assert reconcile() == 0


def test_not_twice_within_a_minute(job):
    silent_for(job, 61)
    assert reconcile() == 1
    assert reconcile() == 0


def test_a_live_lease_is_left_alone(job):
    claim(job.pk)
    silent_for(job, 600)
    assert reconcile() == 0
    assert now_of(job).state == JobState.RUNNING


def test_a_lapsed_lease_sends_the_job_to_the_next_worker_at_once(job):
    claim(job.pk)
    lapse(job)
    assert reconcile() == 1
    assert (now_of(job).state, now_of(job).attempt, now_of(job).error) == (JobState.QUEUED, 1, "")


def test_a_job_that_keeps_killing_its_worker_ends_visibly(job):
    for _ in range(ATTEMPTS):
        assert now_of(job).state == JobState.QUEUED
        claim(job.pk)
        lapse(job)
        reconcile()
    ended = now_of(job)
    assert (ended.state, ended.attempt) == (JobState.FAILED, ATTEMPTS)
    assert ended.error
    assert ended.finished_at


def test_ended_jobs_stay_ended(job):
    Job.objects.update(state=JobState.SUCCEEDED, finished_at=Now(), published_at=None)
    assert reconcile() == 0


def test_two_schedulers_do_not_reconcile_at_once(job):
    silent_for(job, 61)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(8243)")
        assert at_once(1, lambda number: reconcile()) == [0]
    assert reconcile() == 1


def test_a_row_in_use_is_left_for_the_next_time(job):
    silent_for(job, 61)
    with transaction.atomic():
        Job.objects.select_for_update().get(pk=job.pk)
        assert at_once(1, lambda number: reconcile()) == [0]
    assert reconcile() == 1


def test_an_emptied_broker_loses_nothing(fresh_db, messages):
    jobs = [ask(make_person(f"nguoi-{number}"), key=str(number)).pk for number in range(20)]
    assert messages() == jobs
    messages.flush()
    assert messages() == []
    for job in Job.objects.all():
        silent_for(job, 61)
    assert reconcile() == 20
    assert messages() == jobs


def test_the_scheduler_knows_the_task(settings):
    entry = settings.CELERY_BEAT_SCHEDULE["jobs.reconcile"]
    assert (entry["task"], entry["schedule"]) == (task.name, 30.0)


def test_every_task_of_the_timetable_exists(settings):
    celery.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(celery.tasks)
