"""The page of a branch's quarter: what is shown beside the boxes, and that nothing typed is lost."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.branches.models import BranchMeeting, BranchQuarter, WorkPicture, YouthWork
from tests.branches.scene import TODAY, quarter
from tests.files.makers import picture
from tests.visits import signed_in, statements, words
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def autumn(settings: Any) -> None:
    settings.DEMO_DAY = TODAY


def of(name: str, world: World, *more: Any, slug: str = "2021-q3") -> str:
    return reverse(f"branches:{name}", args=[world.branch.pk, slug, *more])


def entry(**values: Any) -> BranchQuarter:
    return BranchQuarter.objects.create(period=quarter(), **values)


def numbers(group: str = "doan-vien", version: int = 1, **typed: str) -> dict[str, str]:
    return {"nhom": group, "version": str(version), **typed}


def test_the_page_shows_last_quarters_numbers_and_what_is_missing(world: World) -> None:
    BranchQuarter.objects.create(branch=world.branch, period=quarter("2021-q2"), members=1234)
    said = words(signed_in(world.branch_secretary).get(of("quarter", world))).replace("\u00a0", " ")
    assert "Quý III/2021: còn 19 ô trống, chưa ghi sinh hoạt" in said
    assert "Tổng số đoàn viên quý II/2021: 1.234" in said
    assert "Hạn 17 giờ 00 thứ Ba 5/10/2021, còn 2 ngày" in said


def test_a_group_is_saved_by_itself(world: World) -> None:
    client = signed_in(world.branch_secretary)
    answer = client.post(of("numbers", world), numbers(members="1.012", members_female=""))
    assert answer.url.endswith("#so-lieu")
    found = BranchQuarter.objects.get(branch=world.branch)
    assert (found.members, found.members_female, found.youth) == (1012, None, None)


def test_a_refused_group_comes_back_as_it_was_typed(world: World) -> None:
    client = signed_in(world.branch_secretary)
    answer = client.post(of("numbers", world), numbers(members="15", members_female="18", members_away="ba"))
    assert answer.status_code == 422
    page, said = answer.content.decode(), words(answer)
    assert 'name="members_female" value="18"' in page
    assert 'name="members_away" value="ba"' in page
    assert "Chỉ ghi chữ số" in said
    answer = client.post(of("numbers", world), numbers(members="15", members_female="18"))
    assert "Đoàn viên nữ 18, tổng số đoàn viên 15: nhiều hơn 3." in words(answer)


def test_a_stale_page_says_so_once_and_then_saves(world: World) -> None:
    entry(branch=world.branch, members=12, version=2)
    client = signed_in(world.branch_secretary)
    typed = numbers(members="14") | {"was-members": "11"}
    answer = client.post(of("numbers", world), typed)
    assert answer.status_code == 422
    assert "Người khác vừa sửa số liệu này" in words(answer)
    assert 'name="members" value="14"' in answer.content.decode()
    assert client.post(of("numbers", world), typed | {"version": "2", "was-members": "12"}).status_code == 302


def test_meetings_are_prefilled_with_those_who_have_to_come(world: World) -> None:
    entry(branch=world.branch, members=30, members_away=8)
    page = signed_in(world.branch_secretary).get(of("quarter", world)).content.decode()
    assert 'name="expected" value="22"' in page


def test_a_meeting_is_told_put_right_and_taken_off(world: World) -> None:
    client = signed_in(world.branch_secretary)
    typed = {
        "held_on": "14/08/2021",
        "mode": "online",
        "topic": "Chuyên đề",
        "expected": "12",
        "present": "9",
    }
    assert client.post(of("meeting", world), typed).status_code == 302
    row = BranchMeeting.objects.get()
    assert 'value="Chuyên đề"' in client.get(of("quarter", world) + f"?buoi={row.pk}").content.decode()
    assert client.post(of("meeting", world), typed | {"row_id": row.pk, "present": "10"}).status_code == 302
    assert BranchMeeting.objects.get().present == 10
    refused = client.post(of("meeting", world), typed | {"held_on": "14/11/2021"})
    assert "Quý III/2021 từ 01/07/2021 đến 30/09/2021: ghi ngày trong quý." in words(refused)
    assert client.post(of("meeting_remove", world, row.pk)).status_code == 302
    assert not BranchMeeting.objects.exists()


@pytest.mark.usefixtures("files_dir")
def test_a_work_shows_its_pictures_to_those_who_see_the_branch(world: World) -> None:
    client = signed_in(world.branch_secretary)
    typed = {"kind": "task", "title": "Dọn vệ sinh", "completed_on": "02/09/2021", "value": "1,5"}
    client.post(of("work", world), typed)
    work = YouthWork.objects.get()
    upload = SimpleUploadedFile("truoc.jpg", picture("JPEG"))
    added = client.post(of("picture_add", world, work.pk), {"moment": "before", "upload": upload})
    assert added.status_code == 302
    url = reverse("branches:picture", args=[world.branch.pk, WorkPicture.objects.get().pk])
    assert url in client.get(of("quarter", world)).content.decode()
    shown = signed_in(world.viewer).get(url)
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content)
    assert signed_in(world.neighbour).get(url).status_code == 404
    bad = SimpleUploadedFile("truoc.jpg", b"khong phai anh")
    assert (
        client.post(of("picture_add", world, work.pk), {"moment": "before", "upload": bad}).status_code == 422
    )


def test_handing_over_names_what_is_empty_asks_and_locks(world: World) -> None:
    client = signed_in(world.branch_secretary)
    refused = client.post(of("hand_over", world), {"version": "1"})
    assert "Chưa ghi buổi sinh hoạt nào" in words(refused)
    client.post(of("no_meeting", world), {"no_meeting": "1"})
    refused = client.post(of("hand_over", world), {"version": "2"})
    assert "Còn 19 ô trống: tổng số đoàn viên" in words(refused)
    done = client.post(of("hand_over", world), {"version": "2", "accepts_missing": "on"})
    assert done.status_code == 302
    said = words(client.get(of("quarter", world))).replace("\u00a0", " ")
    assert "Quý III/2021: đã gửi số liệu" in said
    assert "Tổng số đoàn viên —" in said
    assert "Lưu đoàn viên" not in said


def test_the_commune_sends_back_and_the_branch_reads_why(world: World) -> None:
    entry(branch=world.branch, state="handed", first_handed_over_at="2021-10-01 08:00+07:00")
    client = signed_in(world.commune_secretary)
    assert client.post(of("send_back", world), {"reason": ""}).status_code == 422
    assert client.post(of("send_back", world), {"reason": "Thiếu số nữ"}).status_code == 302
    said = words(signed_in(world.branch_secretary).get(of("quarter", world)))
    assert "Trả lại để sửa: Thiếu số nữ" in said


def test_who_only_sees_reads_and_a_quarter_to_come_is_not_there(world: World) -> None:
    said = words(signed_in(world.viewer).get(of("quarter", world)))
    assert "Chỉ bí thư chi đoàn và Đoàn cơ sở được nhập" in said
    assert "Lưu" not in said
    assert signed_in(world.branch_secretary).get(of("quarter", world, slug="2022-q1")).status_code == 404


def test_the_page_costs_the_same_for_one_meeting_and_for_nine(world: World) -> None:
    row = entry(branch=world.branch, members=30)

    def tell(days: range) -> None:
        for day in days:
            BranchMeeting.objects.create(
                quarter=row, held_on=f"2021-08-{day:02d}", mode="online", topic="x", expected=3, present=2
            )
            YouthWork.objects.create(quarter=row, kind="task", title=f"Việc {day}")

    tell(range(1, 4))
    few = statements(signed_in(world.branch_secretary), of("quarter", world))
    tell(range(4, 13))
    assert statements(signed_in(world.branch_secretary), of("quarter", world)) == few


def test_a_meeting_that_the_phone_sends_twice_is_recorded_once(world: World) -> None:
    """Refused first, it comes again under its key, put right; then the answer gets lost."""
    client, key = signed_in(world.branch_secretary), str(uuid4())
    typed = {"khoa": key, "held_on": "14/08/2021", "mode": "in_person", "topic": ""}
    refused = client.post(of("meeting", world), typed)
    assert refused.status_code == 422
    assert f'name="khoa" value="{key}"' in refused.content.decode()
    for _ in range(2):
        assert client.post(of("meeting", world), typed | {"topic": "Họp tháng Tám"}).status_code == 302
    assert BranchMeeting.objects.filter(quarter__branch=world.branch).count() == 1


def test_the_phone_may_keep_the_page_of_who_enters_alone(world: World) -> None:
    assert signed_in(world.branch_secretary).get(of("quarter", world)).headers["X-Offline-Page"]
    assert "X-Offline-Page" not in signed_in(world.viewer).get(of("quarter", world)).headers
