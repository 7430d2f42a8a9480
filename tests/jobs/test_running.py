"""The lease, the fence, the heartbeat: of all attempts at a job at most one leaves a result."""

import logging
import threading

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from apps.jobs.enums import JobState
from apps.jobs.models import ATTEMPTS, Job
from apps.jobs.services import JobError, LeaseLost, Progress, claim, reconcile, run
from tests.jobs.workbench import (
    ask,
    at_once,
    kill_other_connections,
    lapse,
    leave_result,
    make_person,
    outside_view,
    results,
    wait_for,
)

pytestmark = pytest.mark.usefixtures("fresh_db")


@pytest.fixture
def job():
    return ask(make_person())


def now_of(job):
    return Job.objects.get(pk=job.pk)


def raising(error):
    def work(job, progress):
        with progress.committing():
            leave = Job.objects.filter(pk=job.pk).update(title="viết dở")
            assert leave == 1
            raise error

    return work


def test_work_leaves_its_result_and_the_success_together(job):
    run(job.pk, leave_result)
    done = now_of(job)
    assert (done.state, done.attempt, done.result_url, done.lease_until) == (
        "succeeded",
        1,
        "/ket-qua/",
        None,
    )
    assert done.finished_at is not None
    assert results() == 1


def test_work_without_a_result_succeeds_too(job):
    run(job.pk, lambda job, progress: progress.step(1, 1, "đang nghỉ"))
    assert now_of(job).state == JobState.SUCCEEDED


def test_a_job_is_claimed_once(job):
    claims = at_once(8, lambda number: claim(job.pk))
    taken = [claimed for claimed in claims if claimed]
    assert len(taken) == 1
    assert (taken[0].state, taken[0].attempt) == (JobState.RUNNING, 1)
    assert taken[0].lease_until > timezone.now()


def test_two_workers_race_for_one_result(job):
    at_once(4, lambda number: run(job.pk, leave_result))
    assert results() == 1
    assert now_of(job).attempt == 1


def test_a_second_message_for_a_finished_job_does_nothing(job):
    run(job.pk, leave_result)
    run(job.pk, leave_result)
    assert results() == 1


def test_the_fence_stops_an_attempt_that_was_taken_over(job):
    """Attempt 1 stalls, its lease lapses, attempt 2 does the work, attempt 1 wakes up and wants to commit."""
    outcome = []

    def stalled(job, progress):
        with progress._heartbeat.writing:  # it stalls as well, else a late first beat renews the lease
            lapse(job)
            reconcile()
        at_once(1, lambda number: run(job.pk, leave_result))
        try:
            with progress.committing(result_url="/tre/"):
                outcome.append("inside")
        except LeaseLost:
            outcome.append("lost")
            raise

    run(job.pk, stalled)
    assert outcome == ["lost"]
    assert results() == 1
    assert (now_of(job).attempt, now_of(job).result_url) == (2, "/ket-qua/")


def test_nobody_takes_a_job_over_while_it_commits(job):
    def slow_commit(job, progress):
        with progress.committing():
            at_once(1, lambda number: lapse_and_reconcile(job))

    run(job.pk, slow_commit)
    assert (now_of(job).state, now_of(job).attempt) == (JobState.SUCCEEDED, 1)


def lapse_and_reconcile(job):
    """The lease cannot even be touched: the committing attempt holds the row."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    with pytest.raises(OperationalError, match="lock timeout"):
        lapse(job)
    reconcile()


def test_a_failed_attempt_writes_nothing_and_waits_for_the_next(job, caplog):
    run(job.pk, raising(ZeroDivisionError("chia cho 0")))
    assert (now_of(job).state, now_of(job).title, now_of(job).tries) == ("queued", "Việc thử", 1)
    assert "ZeroDivisionError" in caplog.text


def test_after_five_attempts_the_person_is_told(job, caplog):
    caplog.set_level(logging.CRITICAL)
    for _ in range(ATTEMPTS):
        run(job.pk, raising(ZeroDivisionError()))
    ended = now_of(job)
    assert (ended.state, ended.attempt) == (JobState.FAILED, ATTEMPTS)
    assert "Thử lại" in ended.error
    run(job.pk, leave_result)
    assert results() == 0


def test_a_refusal_of_the_work_is_final_and_in_words(job):
    run(job.pk, raising(JobError("Quý III chưa có báo cáo nào được duyệt.")))
    assert (now_of(job).state, now_of(job).title) == (JobState.FAILED, "Việc thử")
    assert now_of(job).error == "Quý III chưa có báo cáo nào được duyệt."


def test_running_too_long_is_said_so(job):
    run(job.pk, raising(SoftTimeLimitExceeded()))
    assert now_of(job).state == JobState.FAILED
    assert now_of(job).error.startswith("Việc chạy quá 10 phút")


def test_a_worker_that_is_told_to_stop_hands_the_job_back(job):
    with pytest.raises(SystemExit):
        run(job.pk, raising(SystemExit()))
    assert (now_of(job).state, now_of(job).lease_until, now_of(job).title) == ("queued", None, "Việc thử")


def test_progress_is_seen_while_the_work_sits_in_one_long_snapshot(job):
    """The work reads REPEATABLE READ; page and lease live on without disturbing it."""
    seen = []

    def work(job, progress):
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            Job.objects.count()
            progress.step(2, 7, "đang cộng số liệu 11 đơn vị")
            seen.append(wait_for(lambda: outside_view(job)["step"] == 2) and outside_view(job))
        leave_result(job, progress)

    run(job.pk, work)
    assert seen[0]["step_count"] == 7
    assert seen[0]["step_label"] == "đang cộng số liệu 11 đơn vị"
    assert now_of(job).state == JobState.SUCCEEDED


@pytest.mark.slow
def test_the_heartbeat_renews_the_lease(job, settings):
    settings.JOB_LEASE_SECONDS = 1
    leases = []

    def work(job, progress):
        leases.append(now_of(job).lease_until)
        assert wait_for(lambda: now_of(job).lease_until > leases[0] + (leases[0] - job.started_at))
        reconcile()

    run(job.pk, work)
    assert (now_of(job).state, now_of(job).attempt) == (JobState.SUCCEEDED, 1)


def test_the_heartbeat_notices_that_the_job_was_taken_over(job, caplog):
    def work(job, progress):
        with progress._heartbeat.writing:  # no beat may fall between the two
            lapse(job)
            reconcile()
        progress.step(1, 2, "đang chờ")
        assert wait_for(lambda: progress._heartbeat.lost)
        progress.check()

    run(job.pk, work)
    assert (now_of(job).state, now_of(job).step) == (JobState.QUEUED, 0)
    assert "was taken over" in caplog.text


def test_no_thread_is_left_behind(job):
    run(job.pk, leave_result)
    assert not [thread for thread in threading.enumerate() if "heartbeat" in thread.name]


def test_a_heartbeat_survives_a_lost_connection(job, caplog):
    def work(job, progress):
        progress.step(1, 3, "đang mở")
        assert wait_for(lambda: outside_view(job)["step"] == 1)
        kill_other_connections()
        progress.step(2, 3, "đang tiếp")
        progress.step(3, 3, "đang xong")
        assert wait_for(lambda: beat_again(progress) and outside_view(job)["step"] == 3)

    run(job.pk, work)
    assert "heartbeat missed" in caplog.text
    assert now_of(job).state == JobState.SUCCEEDED


def beat_again(progress: Progress) -> bool:
    progress.step(3, 3, "đang xong")
    return True
