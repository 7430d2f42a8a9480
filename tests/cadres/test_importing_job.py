"""Recording a list is a job: everybody, or a sentence that says why nobody."""

import pytest

from apps.cadres.models import Cadre, ListImport
from apps.cadres.services import import_list, record_list, request_import
from apps.jobs.models import Job
from apps.jobs.services import run
from tests.cadres.lists import HEAD, HOA, NAM, listed
from tests.world import DAY, World, build_world


@pytest.fixture
def world(fresh_db, monkeypatch) -> World:
    monkeypatch.setattr("apps.cadres.services.importing.acts.local_today", lambda: DAY)
    return build_world()


@pytest.mark.slow
def test_the_job_records_everybody_and_leads_to_the_list(world: World):
    job = asked_for(world, HOA, NAM)
    run(job.pk, import_list)
    job.refresh_from_db()
    listing = ListImport.objects.get()
    assert (job.state, job.error, job.result_url) == ("succeeded", "", f"/can-bo/nhap-excel/{listing.pk}/")
    assert (listing.state, listing.new_count, Cadre.objects.count()) == ("imported", 2, 2)


@pytest.mark.slow
def test_a_list_that_changed_meanwhile_is_not_recorded(world: World):
    job = asked_for(world, HOA)
    ListImport.objects.update(version=9)
    run(job.pk, import_list)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "vừa được khớp lại cột" in job.error
    assert not Cadre.objects.exists()


@pytest.mark.slow
def test_who_was_taken_over_meanwhile_leaves_nobody_behind(world: World, monkeypatch):
    def taken_over(**given):
        record_list(**given)
        Job.objects.update(attempt=3)

    job = asked_for(world, HOA)
    monkeypatch.setattr("apps.cadres.services.importing.acts.record_list", taken_over)
    run(job.pk, import_list)
    assert not Cadre.objects.exists()
    assert ListImport.objects.get().state == "read"


def asked_for(world: World, *rows) -> Job:
    listing = listed(world, HEAD, *rows)
    return request_import(actor=world.secretary, listing_id=listing.pk, version=listing.version, today=DAY)
