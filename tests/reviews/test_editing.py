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
from apps.reviews.queries.pages import unwritten_in
from tests.reviews.test_pages import as_
from tests.visits import words
from tests.world import World, person

pytestmark = pytest.mark.django_db


def save(review: Review, user: User, text: str, base: int = 1, key: str = "bai-hoc") -> TextRevision:
    return services.save_texts(user=user, review_id=review.pk, base=base, changes={key: text}, now=db_now())


def state(review: Review) -> str:
    return Review.objects.values_list("state", flat=True).get(pk=review.pk)


def act(name: str, review: Review, user: User, **more: Any) -> None:
    getattr(services, name)(user=user, review_id=review.pk, now=db_now(), **more)


@pytest.fixture
def written(built: Review, world: World) -> Review:
    """A word in each part that the rules left empty; the second revision."""
    changes = dict.fromkeys((block.key for block in unwritten_in(built)), "Đã viết.")
    services.save_texts(user=world.officer, review_id=built.pk, base=1, changes=changes, now=db_now())
    return built


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
    for typed in ("{{KL99|giá trị}}", "{{KL07-2.2|giá chị}}"):
        page = as_(world.officer).post(url, {"base": 1, "body": f"Đạt {typed}."}).content.decode()
        assert f"không có số nào tên {typed}" in page
        assert f"Đạt {typed}." in page


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


def test_the_way_to_approval(written: Review, world: World):
    act("present", written, world.officer)
    assert state(written) == ReviewState.PRESENTED
    with pytest.raises(NotAllowed, match="đã trình"):
        save(written, world.officer, "Lời.", base=2)
    act("send_back", written, world.standing, note="Bổ sung bài học.")
    assert state(written) == ReviewState.DRAFT
    save(written, world.officer, "Lời.", base=2)
    act("present", written, world.officer)
    act("approve", written, world.standing)
    assert state(written) == ReviewState.APPROVED
    assert [step.act for step in written.steps.all()] == ["present", "send_back", "present", "approve"]
    with pytest.raises(NotAllowed, match="đã duyệt"):
        save(written, world.officer, "Lời.", base=3)


def test_unwritten_parts_are_named_and_keep_a_review_from_being_presented(written: Review, world: World):
    blanks = {"bai-hoc": "", "tinh-hinh": " \n "}
    services.save_texts(user=world.officer, review_id=written.pk, base=2, changes=blanks, now=db_now())
    with pytest.raises(
        NotAllowed, match=r"^Còn 2 phần chưa viết \(Tình hình chung, Bài học kinh nghiệm\)\.$"
    ):
        act("present", written, world.officer)
    assert state(written) == ReviewState.DRAFT


def test_the_button_sleeps_and_leads_to_what_is_unwritten(built: Review, world: World):
    save(built, world.officer, "Nguyên nhân một.", key="nguyen-nhan")
    address = reverse("reviews:review", args=[built.pk])
    page = as_(world.officer).get(address).content.decode()
    assert 'title="Còn 1 phần chưa viết (Bài học kinh nghiệm)."' in page
    edit = reverse("reviews:edit", args=[built.pk, "bai-hoc"])
    assert f'<a href="{edit}">Viết bài học kinh nghiệm</a>' in page
    assert reverse("reviews:present", args=[built.pk]) not in page
    assert "Trình Thường trực" not in words(as_(world.standing).get(address))


def test_nobody_approves_what_they_presented(written: Review, world: World):
    both = person("ca-hai")
    for role in ("organisation", "standing"):
        both.memberships.create(unit=world.province, role=role, validity=("2019-01-01", None))
    act("present", written, both)
    with pytest.raises(NotAllowed, match="không tự duyệt"):
        act("approve", written, both)
    act("approve", written, world.standing)


@pytest.mark.parametrize("name", ["approve", "send_back"])
def test_only_the_standing_committee_decides(written: Review, world: World, name: str):
    act("present", written, world.officer)
    more = {"note": "Lý do."} if name == "send_back" else {}
    for user in (world.officer, world.viewer, world.secretary):
        with pytest.raises(NotAllowed):
            act(name, written, user, **more)


def test_sending_back_needs_a_reason(written: Review, world: World):
    act("present", written, world.officer)
    with pytest.raises(ValidationError):
        act("send_back", written, world.standing, note="  ")


@pytest.mark.parametrize("model", [Snapshot, TextRevision, Document])
def test_what_is_made_never_changes(built: Review, model: Any):
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_the_buttons_lead_through(written: Review, world: World, client: Client):
    officer, standing = as_(world.officer), as_(world.standing)
    page = reverse("reviews:review", args=[written.pk])
    assert "Trình Thường trực" in officer.get(page).content.decode()
    assert officer.post(reverse("reviews:present", args=[written.pk])).status_code == 302
    shown = standing.get(page).content.decode()
    assert "Duyệt sơ kết" in shown
    assert "Trả lại để sửa" in shown
    assert standing.post(reverse("reviews:send_back", args=[written.pk]), {"note": "Sửa."}).status_code == 302
    assert officer.post(reverse("reviews:present", args=[written.pk])).status_code == 302
    assert standing.post(reverse("reviews:approve", args=[written.pk])).status_code == 302
    assert state(written) == ReviewState.APPROVED
    assert "Duyệt sơ kết" not in standing.get(page).content.decode()
