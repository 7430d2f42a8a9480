"""Real Celery workers that die, are told to stop, or lose their messages: nothing is lost, nothing is done twice."""

import os
import signal
import sys

import pytest
from celery import Celery
from redis import Redis

from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.jobs.services import reconcile
from tests import services
from tests.jobs.workbench import ask, make_person, results, wait_for
from tinhdoan import stack
from tinhdoan.processes import Program
from tinhdoan.servers import Valkey

pytestmark = pytest.mark.slow
LEASE = 2
WORKER = [*stack.worker(), "--include=tests.jobs.workshop", "--concurrency=1"]


class Workshop:
    """Workers on the test's own database and on a Valkey of their own; `gate` lets their work end."""

    def __init__(self, database, folder):
        self.gate, self.folder = folder / "gate", folder
        self.valkey = Valkey(folder / "valkey", folder / "valkey.log", durable=False)
        self.valkey.start()
        broker = self.valkey.broker_url()
        self.env = services.servers_for(database, number=0) | {
            "REDIS_URL": broker,
            "WORKSHOP_GATE": str(self.gate),
            "JOB_LEASE_SECONDS": str(LEASE),
            **stack.PROMPT_STOP,
        }
        self.workers = []

    def start_worker(self):
        number = len(self.workers)
        command = [sys.executable, "-m", *WORKER, f"--hostname=worker{number}@workshop"]
        self.workers.append(
            Program("worker", command, self.folder / f"worker{number}.log", env=self.env, cwd=stack.ROOT)
        )
        self.workers[-1].start()
        return self.workers[-1]

    def close(self):
        for worker in self.workers:
            worker.stop(5)
        self.valkey.stop()


@pytest.fixture
def workshop(fresh_db, tmp_path, monkeypatch):
    found = Workshop(fresh_db, tmp_path)
    monkeypatch.setattr("apps.jobs.services.publishing.current_app", celery_on(found.valkey.broker_url()))
    yield found
    found.close()


def celery_on(broker):
    return Celery("publisher", broker=broker, set_as_current=False)


@pytest.fixture
def job(workshop):
    return ask(make_person())


def seen(job, **fields):
    return wait_for(lambda: Job.objects.filter(pk=job.pk, **fields).exists(), seconds=30)


def child_of(job):
    """The process that does the work, as the work itself said."""
    assert seen(job, state=JobState.RUNNING, step=1)
    return int(Job.objects.get(pk=job.pk).step_label.split()[-1])


def finishes_once(workshop, job):
    workshop.gate.touch()
    assert seen(job, state=JobState.SUCCEEDED), workshop.workers[-1].last_words(20)
    return results() == 1


def test_a_worker_does_what_was_asked(workshop, job):
    workshop.start_worker()
    assert finishes_once(workshop, job)


def test_killed_in_mid_work_it_is_done_once_by_another(workshop, job):
    """kill -9 of the whole worker: the lease runs out, the reconciler gives the job to the next one."""
    worker = workshop.start_worker()
    child_of(job)
    os.killpg(worker.process.pid, signal.SIGKILL)
    worker.process.wait()
    workshop.start_worker()
    assert wait_for(reconcile, seconds=LEASE * 5)
    assert finishes_once(workshop, job)
    assert Job.objects.get(pk=job.pk).attempt == 2


def test_a_killed_child_of_the_pool_is_replaced(workshop, job):
    workshop.start_worker()
    os.kill(child_of(job), signal.SIGKILL)
    assert wait_for(reconcile, seconds=LEASE * 5)
    assert finishes_once(workshop, job)


def test_a_worker_that_hangs_and_wakes_up_cannot_finish_what_was_taken_from_it(workshop, job):
    """SIGSTOP instead of a kill: both workers live in the end, one result."""
    hanging = workshop.start_worker()
    child = child_of(job)
    os.killpg(hanging.process.pid, signal.SIGSTOP)
    os.kill(child, signal.SIGSTOP)
    workshop.start_worker()
    assert wait_for(reconcile, seconds=LEASE * 5)
    assert seen(job, attempt=2, state=JobState.RUNNING, step=1)
    workshop.gate.touch()
    os.killpg(hanging.process.pid, signal.SIGCONT)
    os.kill(child, signal.SIGCONT)
    assert finishes_once(workshop, job)
    assert wait_for(lambda: "was taken over" in hanging.last_words(50), seconds=10)
    assert results() == 1


def test_told_to_stop_the_worker_hands_the_job_back(workshop, job):
    worker = workshop.start_worker()
    child_of(job)
    worker.stop(30)
    handed_back = Job.objects.get(pk=job.pk)
    assert (handed_back.state, handed_back.lease_until) == (JobState.QUEUED, None)
    workshop.start_worker()
    Job.objects.update(published_at=None)
    reconcile()
    assert finishes_once(workshop, job)


def test_flushall_under_a_working_worker_loses_nothing(workshop, job):
    """One job in work, one waiting, and Redis forgets everything."""
    workshop.start_worker()
    child_of(job)
    waiting = ask(job.requested_by, "2")
    client_of(workshop.valkey).flushall()
    assert finishes_once(workshop, job)
    Job.objects.filter(pk=waiting.pk).update(published_at="2021-10-08T09:00:00+07:00")
    reconcile()
    assert seen(waiting, state=JobState.SUCCEEDED), workshop.workers[-1].last_words(20)
    assert results() == 2


def test_a_worker_says_nothing_of_itself(workshop):
    """What it would say at its end holds it up for ever when Redis has gone first (Celery's events)."""
    with client_of(workshop.valkey).pubsub(ignore_subscribe_messages=True) as ears:
        ears.psubscribe("*celeryev*")
        worker = workshop.start_worker()
        assert wait_for(lambda: "ready." in worker.last_words(50), seconds=30)
        heard = [ears.get_message() for _ in range(5)]
    assert not any(heard)


def client_of(valkey):
    return Redis(unix_socket_path=str(valkey.socket.path))
