"""Asking for work: in the causing transaction, one at a time for one object, three at most for one person."""

import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from celery import Celery
from django.db import transaction
from django.db.models.functions import Now
from redis import Redis

from apps.audit.models import Entry
from apps.core.exceptions import NotAllowed
from apps.jobs.enums import JobState
from apps.jobs.models import ATTEMPTS, Job
from apps.jobs.services import publishing, reconcile, retry
from tests.jobs.conftest import Messages
from tests.jobs.workbench import ask, at_once, make_person
from tinhdoan.servers import Valkey


def test_message_goes_out_on_commit_and_carries_the_id_alone(
    person, messages, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(person)
        assert messages() == []
    assert job.state == JobState.QUEUED
    assert messages() == [job.pk]


@pytest.mark.django_db
def test_nothing_is_sent_for_a_transaction_that_fails(person, messages, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(NotAllowed):
        ask_and_fail(person)
    assert messages() == []
    assert not Job.objects.exists()


def test_the_same_work_under_way_is_returned_to_whoever_asks(person):
    job = ask(person)
    assert ask(make_person("nguoi-khac")) == job
    Job.objects.update(state=JobState.SUCCEEDED, finished_at=job.created_at)
    assert ask(person) != job


def test_three_active_jobs_a_person(person):
    for key in "123":
        ask(person, key)
    with pytest.raises(NotAllowed, match="3 việc chưa xong"):
        ask(person, "4")
    assert ask(person, "3").key == "3"
    assert ask(make_person("nguoi-khac"), "4").key == "4"


def test_asking_for_the_same_at_once_makes_one_job(fresh_db):
    person = make_person()
    jobs = at_once(8, lambda number: ask(person, "1").pk)
    assert len(set(jobs)) == 1
    assert Job.objects.count() == 1


def test_the_limit_holds_for_clicks_at_once(fresh_db):
    person = make_person()
    answers = at_once(8, lambda number: asked(person, str(number)))
    assert sum(answers) == 3
    assert Job.objects.count() == 3


def hang(broker):
    broker.program.process.send_signal(signal.SIGSTOP)


def wake(broker):
    broker.program.process.send_signal(signal.SIGCONT)


@pytest.mark.slow
@pytest.mark.parametrize(("go", "come_back"), [(Valkey.stop, Valkey.start), (hang, wake)])
def test_a_broker_that_is_away_holds_nobody_up_and_loses_nothing(fresh_db, broker, go, come_back):
    with ThreadPoolExecutor(1) as pool, away(broker, go, come_back):
        (job,) = pool.submit(at_once, 1, lambda _: ask(make_person())).result(timeout=3)
        assert job.state == JobState.QUEUED
    Job.objects.update(published_at=Now() - timedelta(seconds=61))
    assert reconcile() == 1
    assert job.pk in Messages(Redis(unix_socket_path=str(broker.socket.path)))()


@pytest.fixture
def broker(valkey, monkeypatch):
    """The Valkey to which the messages go."""
    app = Celery("publisher", broker=valkey.broker_url(), set_as_current=False)
    monkeypatch.setattr(publishing, "current_app", app)
    return valkey


@contextmanager
def away(broker, go, come_back):
    go(broker)
    try:
        yield
    finally:
        come_back(broker)


def failed_job(person, attempt=ATTEMPTS):
    job = ask(person)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.FAILED, attempt=attempt, error="Lỗi thử.", finished_at=job.created_at
    )
    return job


def test_retry_begins_a_new_series_and_never_reuses_a_fencing_number(
    person, messages, django_capture_on_commit_callbacks
):
    job = failed_job(person)
    with django_capture_on_commit_callbacks(execute=True):
        again = retry(job_id=job.pk, actor=person)
    assert (again.state, again.error, again.tries) == (JobState.QUEUED, "", 0)
    assert (again.attempt, again.attempt_limit) == (ATTEMPTS, 2 * ATTEMPTS)
    assert messages() == [job.pk]
    assert Entry.objects.get().act == "jobs.retry"


def test_retry_is_for_the_requester(person):
    job = failed_job(person)
    with pytest.raises(NotAllowed, match="Chỉ người yêu cầu"):
        retry(job_id=job.pk, actor=make_person("nguoi-khac"))


def test_retry_of_a_job_that_has_not_failed_changes_nothing(person):
    job = ask(person)
    assert retry(job_id=job.pk, actor=person).attempt_limit == ATTEMPTS
    assert not Entry.objects.exists()


def test_retry_beside_the_same_work_under_way_is_refused(person):
    job = failed_job(person)
    assert ask(person) != job
    with pytest.raises(NotAllowed, match="lần yêu cầu khác"):
        retry(job_id=job.pk, actor=person)
    assert Job.objects.get(pk=job.pk).state == JobState.FAILED


@pytest.mark.parametrize(
    "nonsense",
    [
        {"state": "lost"},
        {"state": "running"},
        {"state": "queued", "lease_until": "2021-01-01T00:00:00Z"},
        {"state": "succeeded"},
        {"state": "failed", "finished_at": "2021-01-01T00:00:00Z"},
        {"attempt": ATTEMPTS + 1},
    ],
)
def test_the_database_refuses_impossible_rows(person, nonsense):
    job = ask(person)
    with pytest.raises(Exception, match="jobs_job_"):
        Job.objects.filter(pk=job.pk).update(**nonsense)


def asked(person, key):
    try:
        ask(person, key)
    except NotAllowed:
        return 0
    return 1


@transaction.atomic
def ask_and_fail(person):
    ask(person)
    raise NotAllowed("Lỗi thử.")
