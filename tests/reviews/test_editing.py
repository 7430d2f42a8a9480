"""Editing, presenting, sending back, approving."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.audit.models import Entry
from apps.core.clock import db_now
from apps.core.exceptions import NotAllowed, Stale
from apps.jobs.models import Job
from apps.reviews import services
from apps.reviews.enums import ReviewState
from apps.reviews.models import Document, Review, Snapshot, TextRevision
from tests.reviews.test_pages import as_
from tests.world import World, person

pytestmark = pytest.mark.django_db


def save(review: Review, user: User, text: str, base: int = 1, key: str = "bai-hoc") -> TextRevision:
    return services.save_texts(user=user, review_id=review.pk, base=base, changes={key: text}, now=db_now())


def state(review: Review) -> str:
    return Review.objects.values_list("state", flat=True).get(pk=review.pk)


def act(name: str, review: Review, user: User, **more: Any) -> None:
    getattr(services, name)(user=user, review_id=review.pk, now=db_now(), **more)


def test_a_change_is_a_whole_new_revision_and_asks_for_its_document(built: Review, world: World):
    before = json.loads(built.revisions.get().content)
    revision = save(built, world.officer, "Bài học một.")
    assert revision.number == 2
    assert json.loads(revision.content) == before | {"bai-hoc": "Bài học một."}
    assert Job.objects.get(kind="reviews.document").args == {"revision_id": revision.pk}
    assert Entry.objects.filter(act="reviews.edit", changed=["bai-hoc"]).exists()


def test_the_same_words_make_no_revision(built: Review, world: World):
    text = json.loads(built.revisions.get().content)["KL07-2a"]
    assert save(built, world.officer, text, key="KL07-2a").number == 1


def test_a_stale_save_is_refused_and_both_texts_are_shown(built: Review, world: World):
    save(built, world.officer, "Lời của người trước.")
    with pytest.raises(Stale):
        save(built, world.officer, "Lời của người sau.")
    url = reverse("reviews:edit", args=[built.pk, "bai-hoc"])
    answer = as_(world.officer).post(url, {"base": 1, "body": "Lời của người sau."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.count("Lời của người sau.") >= 2  # in the comparison and in the form
    assert "Lời của người trước." in page
    assert 'name="base" value="2"' in page
    assert TextRevision.objects.count() == 2


def test_saving_from_the_page(built: Review, world: World):
    url = reverse("reviews:edit", args=[built.pk, "bai-hoc"])
    answer = as_(world.officer).post(url, {"base": 1, "body": "Một bài học."})
    assert answer.status_code == 302
    assert "Một bài học." in as_(world.officer).get(answer["Location"]).content.decode()


def test_an_unknown_number_is_refused_and_the_words_stay(built: Review, world: World):
    with pytest.raises(ValidationError, match="KL99"):
        save(built, world.officer, "Đạt {{KL99|value}}.")
    url = reverse("reviews:edit", args=[built.pk, "bai-hoc"])
    page = as_(world.officer).post(url, {"base": 1, "body": "Đạt {{KL99|value}}."}).content.decode()
    assert "không có số nào tên {{KL99|value}}" in page
    assert "Đạt {{KL99|value}}." in page


def test_more_than_a_block_holds_is_refused(built: Review, world: World):
    with pytest.raises(ValidationError, match=r"tối đa 20\.000 ký tự"):
        save(built, world.officer, "x" * 20_001)


def test_the_words_are_kept_when_three_jobs_are_under_way(built: Review, world: World):
    for number in range(4):
        save(built, world.officer, f"Lời {number}.", base=number + 1)
    assert TextRevision.objects.count() == 5
    assert Job.objects.count() == 3


def test_who_edits(built: Review, world: World):
    for user in (world.standing, world.viewer, world.secretary, world.administrator):
        with pytest.raises(NotAllowed):
            save(built, user, "Lời.")


def test_the_way_to_approval(built: Review, world: World):
    act("present", built, world.officer)
    assert state(built) == ReviewState.PRESENTED
    with pytest.raises(NotAllowed, match="đã trình"):
        save(built, world.officer, "Lời.")
    act("send_back", built, world.standing, note="Bổ sung bài học.")
    assert state(built) == ReviewState.DRAFT
    save(built, world.officer, "Lời.")
    act("present", built, world.officer)
    act("approve", built, world.standing)
    assert state(built) == ReviewState.APPROVED
    assert [step.act for step in built.steps.all()] == ["present", "send_back", "present", "approve"]
    with pytest.raises(NotAllowed, match="đã duyệt"):
        save(built, world.officer, "Lời.", base=2)


def test_nobody_approves_what_they_presented(built: Review, world: World):
    both = person("ca-hai")
    for role in ("organisation", "standing"):
        both.memberships.create(unit=world.province, role=role, validity=("2019-01-01", None))
    act("present", built, both)
    with pytest.raises(NotAllowed, match="không tự duyệt"):
        act("approve", built, both)
    act("approve", built, world.standing)


@pytest.mark.parametrize("name", ["approve", "send_back"])
def test_only_the_standing_committee_decides(built: Review, world: World, name: str):
    act("present", built, world.officer)
    more = {"note": "Lý do."} if name == "send_back" else {}
    for user in (world.officer, world.viewer, world.secretary):
        with pytest.raises(NotAllowed):
            act(name, built, user, **more)


def test_sending_back_needs_a_reason(built: Review, world: World):
    act("present", built, world.officer)
    with pytest.raises(ValidationError):
        act("send_back", built, world.standing, note="  ")


@pytest.mark.parametrize("model", [Snapshot, TextRevision, Document])
def test_what_is_made_never_changes(built: Review, model: Any):
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_the_buttons_lead_through(built: Review, world: World, client: Client):
    officer, standing = as_(world.officer), as_(world.standing)
    page = reverse("reviews:review", args=[built.pk])
    assert "Trình Thường trực" in officer.get(page).content.decode()
    assert officer.post(reverse("reviews:present", args=[built.pk])).status_code == 302
    shown = standing.get(page).content.decode()
    assert "Duyệt sơ kết" in shown
    assert "Trả lại để sửa" in shown
    assert standing.post(reverse("reviews:send_back", args=[built.pk]), {"note": "Sửa."}).status_code == 302
    assert officer.post(reverse("reviews:present", args=[built.pk])).status_code == 302
    assert standing.post(reverse("reviews:approve", args=[built.pk])).status_code == 302
    assert state(built) == ReviewState.APPROVED
    assert "Duyệt sơ kết" not in standing.get(page).content.decode()
