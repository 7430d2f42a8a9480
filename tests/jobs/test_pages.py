"""The job's page and list: live, honest, one's own."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.jobs.enums import JobState
from apps.jobs.models import Job
from tests.jobs.workbench import ask

MOMENT = datetime(2021, 10, 8, 9, tzinfo=UTC)
ENDED = {"finished_at": MOMENT}


@pytest.fixture
def job(world):
    return ask(world.secretary, title="Lập sơ kết quý III/2021")


def changed(job, **fields):
    Job.objects.filter(pk=job.pk).update(**fields)
    return job


def running(job):
    changed(job, state=JobState.RUNNING, attempt=1, lease_until="2999-01-01T00:00:00Z")
    return changed(
        job, started_at=job.created_at, step=3, step_count=7, step_label="đang cộng số liệu 11 đơn vị"
    )


def page(client, user, path):
    client.force_login(user)
    return client.get(path).content.decode()


def test_a_running_job_says_how_far_it_is_who_asked_and_asks_again_by_itself(client, world, job):
    html = page(client, world.secretary, f"/viec/{running(job).pk}/")
    assert "Lập sơ kết quý III/2021: bước 3/7" in html
    assert "đang cộng số liệu 11 đơn vị" in html
    assert str(world.secretary) in html
    assert f'hx-get="/viec/{job.pk}/tien-do/" hx-trigger="every 2s"' in html
    assert f'<noscript><a class="button" href="/viec/{job.pk}/">' in html


def test_the_fragment_is_the_inside_of_the_page(client, world, job):
    html = page(client, world.secretary, f"/viec/{running(job).pk}/tien-do/")
    assert html.strip().startswith('<div class="stack" id="job" hx-get=')
    assert "<body" not in html


def test_a_finished_job_offers_its_result_and_stops_asking(client, world, job):
    changed(job, state=JobState.SUCCEEDED, result_url="/so-ket/1/", **ENDED)
    html = page(client, world.secretary, f"/viec/{job.pk}/")
    assert "Lập sơ kết quý III/2021: đã xong" in html
    assert 'href="/so-ket/1/"' in html
    assert "tien-do" not in html
    assert "<noscript>" not in html


def test_whoever_oversees_jobs_is_not_led_to_results_of_others(client, world, job):
    changed(job, state=JobState.SUCCEEDED, result_url="/so-ket/1/", **ENDED)
    for url in (f"/viec/{job.pk}/", "/viec/?cua=tat-ca"):
        html = page(client, world.administrator, url)
        assert "Lập sơ kết quý III/2021" in html
        assert "/so-ket/1/" not in html


def test_the_end_is_announced_to_screen_readers(client, world, job):
    changed(job, state=JobState.SUCCEEDED, result_url="/so-ket/1/", **ENDED)
    client.force_login(world.secretary)
    html = client.get(f"/viec/{job.pk}/tien-do/", headers={"HX-Request": "true"}).content.decode()
    assert 'id="job-ended" role="status" hx-swap-oob="true">Lập sơ kết quý III/2021: đã xong' in html


def test_an_interrupted_job_says_that_nothing_is_lost(client, world, job):
    changed(job, attempt=2)
    assert "Lần chạy 2/5 bị ngắt giữa chừng" in page(client, world.secretary, f"/viec/{job.pk}/")


def test_a_failed_job_says_why_and_is_tried_again(client, world, job):
    changed(job, state=JobState.FAILED, error="Quý III chưa có báo cáo nào được duyệt.", **ENDED)
    html = page(client, world.secretary, f"/viec/{job.pk}/")
    assert "Quý III chưa có báo cáo nào được duyệt." in html
    assert f'action="/viec/{job.pk}/thu-lai/"' in html
    answer = client.post(f"/viec/{job.pk}/thu-lai/")
    assert answer["Location"] == f"/viec/{job.pk}/"
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


def test_retry_needs_post(client, world, job):
    client.force_login(world.secretary)
    assert client.get(f"/viec/{job.pk}/thu-lai/").status_code == 405


@pytest.mark.parametrize("path", ["", "tien-do/"])
def test_a_job_of_somebody_else_is_not_there(client, world, job, path):
    client.force_login(world.neighbour)
    assert client.get(f"/viec/{job.pk}/{path}").status_code == 404
    assert client.post(f"/viec/{job.pk}/thu-lai/").status_code == 404


def test_whoever_oversees_jobs_sees_and_repeats_all(client, world, job):
    changed(job, state=JobState.FAILED, error="Lỗi thử.", **ENDED)
    assert "Lỗi thử." in page(client, world.officer, f"/viec/{job.pk}/")
    assert client.post(f"/viec/{job.pk}/thu-lai/").status_code == 302


def test_the_list_holds_the_own_jobs_and_everybodys_on_request(client, world, job):
    assert job.title in page(client, world.secretary, "/viec/")
    assert job.title not in page(client, world.neighbour, "/viec/?cua=tat-ca")
    assert job.title not in page(client, world.officer, "/viec/")
    assert job.title in page(client, world.officer, "/viec/?cua=tat-ca")


def test_an_empty_list_says_what_will_stand_here(client, world):
    html = page(client, world.secretary, "/viec/")
    assert "Việc nền: chưa có việc nào" in html


def test_the_list_costs_the_same_for_3_and_for_12_rows(client, world):
    client.force_login(world.secretary)
    client.get("/viec/")  # the first page of a session notes when it began
    counts = []
    for rows in (3, 12):
        add_ended(world.secretary, rows - Job.objects.count())
        with CaptureQueriesContext(connection) as captured:
            assert len(client.get("/viec/").context["jobs"].cards) == rows
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 15


def add_ended(person, count):
    shared = {"kind": "tests.count", "title": "Việc đã xong", "key": "1", "requested_by": person}
    Job.objects.bulk_create(Job(state=JobState.SUCCEEDED, finished_at=MOMENT, **shared) for _ in range(count))


def test_everybody_else_signs_in_first(client, db):
    assert client.get("/viec/")["Location"].startswith("/dang-nhap/")
