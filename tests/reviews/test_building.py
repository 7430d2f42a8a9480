"""Asking for a review and building it: one consistent moment, one result, whatever the workers do."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from apps.audit.models import Entry
from apps.core.canonical import sha256
from apps.core.exceptions import NotAllowed
from apps.directives.models import Directive, Period
from apps.indicators.models import Fact, Rollup
from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.jobs.services import JobError, reconcile, run
from apps.reviews import services
from apps.reviews.enums import ReviewState
from apps.reviews.models import Document, Review, ReviewStep, Snapshot, TextRevision
from apps.reviews.queries.content import Content
from apps.reviews.services import building
from tests.jobs.test_workers import LEASE, Workshop, celery_on
from tests.jobs.workbench import wait_for
from tests.reviews.province import approve_quarters
from tests.world import World, build_world

QUARTER = "2021-q1"


def ask(world: World, **changes: Any) -> tuple[Review, Job]:
    period = Period.objects.get(slug=QUARTER)
    wanted = {
        "user": world.officer,
        "directives": list(Directive.objects.filter(code__in=["KL07", "KL08"])),
        "from_period": period,
        "to_period": period,
        "scope_id": world.province.pk,
    }
    return services.request_review(**wanted | changes)


@pytest.fixture
def committed(fresh_db: str) -> World:
    """One approved quarter in a database of this test's own."""
    world = build_world()
    approve_quarters(world, [QUARTER])
    return world


@pytest.fixture
def approved(world: World) -> World:
    approve_quarters(world, [QUARTER])
    return world


@pytest.mark.slow
def test_the_review_and_its_job_are_written_together(approved: World):
    review, job = ask(approved)
    assert review.state == ReviewState.BUILDING
    assert (job.kind, job.args, job.state) == ("reviews.build", {"review_id": review.pk}, JobState.QUEUED)
    assert Entry.objects.filter(act="reviews.request", subject_id=review.pk).exists()


@pytest.mark.slow
def test_asking_twice_gives_the_same_review(approved: World):
    assert ask(approved) == ask(approved)
    assert Review.objects.count() == 1


@pytest.mark.slow
def test_requests_that_cannot_be_met_say_why(approved: World):
    quarter = Period.objects.get(slug="2021-q4")
    with pytest.raises(ValidationError, match="Chọn ít nhất một văn bản"):
        ask(approved, directives=[])
    with pytest.raises(ValidationError, match="Kỳ cuối phải sau"):
        ask(approved, from_period=quarter)
    with pytest.raises(ValidationError, match="Chưa có báo cáo nào được duyệt"):
        ask(approved, from_period=quarter, to_period=quarter)
    with pytest.raises(NotAllowed):
        ask(approved, user=approved.secretary)
    assert Review.objects.count() == 0


@pytest.mark.slow
def test_building_leaves_snapshot_texts_document_and_log(committed: World):
    review, job = ask(committed)
    run(job.pk, services.build_review)
    job.refresh_from_db()
    review.refresh_from_db()
    assert (job.state, job.result_url, job.step) == (
        JobState.SUCCEEDED,
        f"/so-ket/{review.pk}/",
        job.step_count,
    )
    assert review.state == ReviewState.DRAFT
    snapshot, revision, document = Snapshot.objects.get(), TextRevision.objects.get(), Document.objects.get()
    assert snapshot.sha256 == sha256(snapshot.content)
    assert revision.sha256 == sha256(revision.content)
    assert (document.snapshot, document.revision) == (snapshot, revision)
    assert ReviewStep.objects.get().to_state == ReviewState.DRAFT
    assert Entry.objects.filter(act="reviews.build", chain=committed.province.pk).exists()


@pytest.mark.slow
def test_the_snapshot_is_one_moment(committed: World, monkeypatch: pytest.MonkeyPatch):
    """While it is read, somebody else changes a figure and its sum: the snapshot sees neither."""
    _, job = ask(committed)
    before = (
        Fact.objects.filter(unit=committed.khoai_chau, layout__code="BC-QUY")
        .values_list("values", flat=True)
        .get()
    )
    true_gather = building.gather

    def gather_slowly(review: Review, now: Any, tell: Any) -> Any:
        def told(doing: str) -> None:
            tell(doing)
            if "tính chỉ tiêu" in doing:
                change_from_outside(committed.khoai_chau.pk)

        return true_gather(review, now, told)

    monkeypatch.setattr(building, "gather", gather_slowly)
    run(job.pk, services.build_review)
    job.refresh_from_db()
    assert job.state == JobState.SUCCEEDED, job.error
    content = Content(Snapshot.objects.get().content)
    fact = content.facts["BC-QUY", QUARTER, committed.khoai_chau.pk]
    assert [None if value is None else int(value) for value in fact["values"]] == before


def change_from_outside(unit_id: int) -> None:
    """Another connection adds one to every figure of the unit and to every sum, and commits."""
    raise_all = "SELECT array_agg(v + 1 ORDER BY n) FROM unnest({}) WITH ORDINALITY AS t(v, n)"
    with elsewhere() as cursor:
        cursor.execute(
            f"UPDATE indicators_fact SET values = ({raise_all.format('values')}) WHERE unit_id = %s",
            [unit_id],
        )
        cursor.execute(f"UPDATE indicators_rollup SET numerators = ({raise_all.format('numerators')})")


@contextmanager
def elsewhere() -> Iterator[Any]:
    """A cursor of the database's owner in a transaction of its own, committed at the end."""
    url = os.environ["TEST_DATABASE_URL"].format(name=connection.settings_dict["NAME"])
    other = psycopg2.connect(url)
    try:
        with other, other.cursor() as cursor:
            yield cursor
    finally:
        other.close()


@pytest.mark.slow
def test_a_sum_that_is_not_the_sum_of_its_parts_stops_the_review(committed: World):
    Rollup.objects.filter(unit=committed.province).update(numerators=[None])
    _, job = ask(committed)
    run(job.pk, services.build_review)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "check_figures" in job.error
    assert not Snapshot.objects.exists()


@pytest.mark.slow
def test_a_second_result_is_refused(committed: World):
    review, job = ask(committed)
    run(job.pk, services.build_review)
    with pytest.raises(JobError), transaction.atomic():
        building._write(review.pk, job, "{}", {}, b"", review.requested_at)
    assert Snapshot.objects.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("table", ["indicators_fact", "reviews_document"])
def test_killed_in_mid_build_there_is_one_review(
    committed: World, fresh_db: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, table: str
):
    """kill -9 of the worker while it reads, and while it writes: another one leaves exactly one result."""
    workshop = Workshop(fresh_db, tmp_path)
    monkeypatch.setattr("apps.jobs.services.publishing.current_app", celery_on(workshop.valkey.broker_url()))
    try:
        with elsewhere() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            worker = workshop.start_worker()
            review, job = ask(committed)
            assert wait_for(lambda: waits_for(table), seconds=30), worker.last_words(20)
            os.killpg(worker.process.pid, signal.SIGKILL)
            worker.process.wait()
        assert not Snapshot.objects.exists()
        workshop.start_worker()
        assert wait_for(reconcile, seconds=LEASE * 5)
        assert wait_for(lambda: is_done(job), seconds=60), workshop.workers[-1].last_words(20)
    finally:
        workshop.close()
    assert Job.objects.get(pk=job.pk).attempt == 2
    assert [model.objects.count() for model in (Review, Snapshot, TextRevision, Document)] == [1, 1, 1, 1]
    assert Review.objects.get(pk=review.pk).state == ReviewState.DRAFT


def waits_for(table: str) -> bool:
    """Does anybody wait for a lock on this table?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [table])
        return bool(cursor.fetchone()[0])


def is_done(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, state=JobState.SUCCEEDED).exists()
