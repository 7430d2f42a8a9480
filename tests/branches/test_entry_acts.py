"""The quarter's numbers, meetings and works: locked once handed over, unknown while empty, in time by the first."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from apps.audit.models import Entry
from apps.branches import services
from apps.branches.models import BranchMeeting, BranchQuarter, EntryStep, WorkPicture, YouthWork
from apps.core.exceptions import NotAllowed, Stale
from apps.units.models import Unit
from tests.branches.scene import TODAY, quarter
from tests.files.makers import pdf, picture
from tests.world import World, branch_of

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 10, 3, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def by(user: Any, unit: Unit, slug: str = "2021-q3", **more: Any) -> dict[str, Any]:
    entry = {"actor": user, "branch_id": unit.pk, "period_id": quarter(slug).pk, "now": NOW, "today": TODAY}
    return entry | more


def save(user: Any, unit: Unit, version: int = 1, shown: Any = None, **numbers: Any) -> BranchQuarter:
    return services.save_numbers(
        numbers=numbers, shown=shown or dict.fromkeys(numbers), version=version, **by(user, unit)
    )


MEETING = {
    "held_on": date(2021, 8, 14), "mode": "in_person", "topic": "Học tập chuyên đề", "is_thematic": True,
    "expected": 12, "present": 9,
}  # fmt: skip
WORK = {
    "kind": "project", "title": "Thắp sáng đường quê", "value": None, "completed_on": date(2021, 9, 2),
    "accepted_by": "UBND xã",
}  # fmt: skip


def met(user: Any, unit: Unit, **more: Any) -> BranchMeeting:
    return services.save_meeting(meeting=MEETING | more, **by(user, unit))


def hand_over(user: Any, unit: Unit, **more: Any) -> BranchQuarter:
    version = BranchQuarter.objects.get(branch=unit, period=quarter()).version
    return services.hand_over(version=version, accepts_missing=True, **by(user, unit, **more))


def test_a_secretary_enters_the_own_branch_and_the_commune_any_of_its(world: World) -> None:
    assert save(world.branch_secretary, world.branch, members=12).members == 12
    assert save(world.commune_secretary, world.branch, version=2, youth=30).youth == 30
    assert set(Entry.objects.filter(chain=world.branch.pk).values_list("act", flat=True)) == {
        "branches.save_numbers"
    }


@pytest.mark.parametrize("who", ["secretary", "officer", "viewer", "neighbour"])
def test_nobody_else_enters(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        save(getattr(world, who), world.branch, members=12)


def test_a_part_greater_than_its_whole_is_refused_with_the_arithmetic(world: World) -> None:
    with pytest.raises(ValidationError) as refused:
        save(world.branch_secretary, world.branch, members=15, members_female=18)
    said = refused.value.message_dict
    assert said == {"members_female": ["Đoàn viên nữ 18, tổng số đoàn viên 15: nhiều hơn 3."]}


def test_the_arithmetic_looks_at_what_stands_in_the_other_forms(world: World) -> None:
    save(world.branch_secretary, world.branch, members=40)
    with pytest.raises(ValidationError) as refused:
        save(world.branch_secretary, world.branch, version=2, youth=30)
    assert list(refused.value.message_dict) == ["youth"]


def test_one_form_after_the_other_with_the_page_of_the_morning_is_no_conflict(world: World) -> None:
    save(world.branch_secretary, world.branch, version=1, members=12)
    assert save(world.branch_secretary, world.branch, version=1, youth=30).version == 3


def test_who_would_overwrite_somebody_elses_number_is_told(world: World) -> None:
    save(world.commune_secretary, world.branch, members=12)
    with pytest.raises(Stale):
        save(world.branch_secretary, world.branch, version=1, members=14)
    assert save(world.branch_secretary, world.branch, version=1, members=12).version == 2
    assert save(world.branch_secretary, world.branch, version=2, members=14).members == 14


def test_numbers_kept_from_the_last_quarter_fill_empty_boxes_alone(world: World) -> None:
    BranchQuarter.objects.create(
        branch=world.branch, period=quarter("2021-q2"), members=20, members_female=9, new_members=3
    )
    save(world.branch_secretary, world.branch, members=21)
    assert services.copy_numbers(**by(world.branch_secretary, world.branch)) == 1
    entry = BranchQuarter.objects.get(branch=world.branch, period=quarter())
    assert (entry.members, entry.members_female, entry.new_members, entry.youth) == (21, 9, None, None)


def test_the_same_meeting_sent_twice_stands_there_once(world: World) -> None:
    first = met(world.branch_secretary, world.branch)
    assert met(world.branch_secretary, world.branch) == first
    assert met(world.branch_secretary, world.branch, present=10) != first


@pytest.mark.parametrize(
    ("day", "reason"), [(date(2021, 6, 30), "ghi ngày trong quý"), (date(2021, 10, 1), "ghi ngày trong quý")]
)
def test_days_outside_the_quarter_are_refused_in_words(world: World, day: date, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        met(world.branch_secretary, world.branch, held_on=day)
    with pytest.raises(ValidationError, match=reason):
        services.save_work(work=WORK | {"completed_on": day}, **by(world.branch_secretary, world.branch))


def test_a_meeting_of_tomorrow_is_refused(world: World) -> None:
    with pytest.raises(ValidationError, match="chưa đến"):
        services.save_meeting(
            meeting=MEETING, **by(world.branch_secretary, world.branch, today=date(2021, 8, 13))
        )


def test_more_people_than_had_to_come_are_refused_beside_the_field(world: World) -> None:
    with pytest.raises(ValidationError) as refused:
        met(world.branch_secretary, world.branch, present=13)
    assert refused.value.message_dict == {"present": ["Số người dự không thể nhiều hơn số phải dự."]}


def test_not_meeting_is_said_on_purpose_and_shuts_out_meetings(world: World) -> None:
    services.state_no_meeting(no_meeting=True, **by(world.branch_secretary, world.branch))
    with pytest.raises(ValidationError, match="bỏ xác nhận"):
        met(world.branch_secretary, world.branch)
    services.state_no_meeting(no_meeting=False, **by(world.branch_secretary, world.branch))
    met(world.branch_secretary, world.branch)
    with pytest.raises(ValidationError, match="Đã ghi buổi sinh hoạt"):
        services.state_no_meeting(no_meeting=True, **by(world.branch_secretary, world.branch))


def test_a_quarter_without_a_word_about_meetings_is_not_handed_over(world: World) -> None:
    save(world.branch_secretary, world.branch, members=12)
    with pytest.raises(ValidationError, match="Chưa ghi buổi sinh hoạt nào"):
        hand_over(world.branch_secretary, world.branch)


def test_empty_numbers_are_named_and_stay_empty(world: World) -> None:
    save(world.branch_secretary, world.branch, members=12)
    met(world.branch_secretary, world.branch)
    with pytest.raises(ValidationError, match="Còn 18 ô trống: đoàn viên nữ"):
        services.hand_over(version=2, accepts_missing=False, **by(world.branch_secretary, world.branch))
    assert hand_over(world.branch_secretary, world.branch).members_female is None


def test_handed_over_twice_it_is_handed_over_once(world: World) -> None:
    met(world.branch_secretary, world.branch)
    for _ in range(2):
        hand_over(world.branch_secretary, world.branch)
    assert EntryStep.objects.count() == 1


def test_what_was_handed_over_is_changed_by_nobody(world: World) -> None:
    met(world.branch_secretary, world.branch)
    hand_over(world.branch_secretary, world.branch)
    given = by(world.commune_secretary, world.branch)
    for act, what in (
        (services.save_numbers, {"numbers": {"members": 1}, "shown": {}, "version": 2}),
        (services.save_meeting, {"meeting": MEETING | {"present": 1}}),
        (services.save_work, {"work": WORK}),
        (services.copy_numbers, {}),
        (services.state_no_meeting, {"no_meeting": False}),
    ):
        with pytest.raises(Stale, match="đã gửi"):
            act(**what, **given)


def test_nor_by_a_statement_of_the_database(world: World) -> None:
    met(world.branch_secretary, world.branch)
    services.save_work(work=WORK, **by(world.branch_secretary, world.branch))
    hand_over(world.branch_secretary, world.branch)
    for rows, change in (
        (BranchQuarter.objects.all(), {"members": 1}),
        (BranchQuarter.objects.all(), {"first_handed_over_at": NOW.replace(day=1)}),
        (BranchMeeting.objects.all(), {"present": 1}),
        (YouthWork.objects.all(), {"title": "Khác"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_nor_does_it_take_a_row_of_somebody_else_or_of_another_quarter(world: World) -> None:
    """A meeting or a work that is new, or that stood in a quarter which is still entered."""
    met(world.branch_secretary, world.branch)
    handed = hand_over(world.branch_secretary, world.branch)
    services.save_work(
        work=WORK, **by(world.commune_secretary, branch_of(world.dong_tien, "Chi đoàn thôn Tây"))
    )
    for refused in (
        BranchMeeting(quarter=handed, **MEETING),
        YouthWork(quarter=handed, **WORK),
        YouthWork(pk=YouthWork.objects.get().pk, quarter=handed, **WORK),
    ):
        with pytest.raises(IntegrityError, match="is handed over"), transaction.atomic():
            refused.save()


def test_the_first_hand_over_counts_whatever_is_put_right_later(world: World) -> None:
    met(world.branch_secretary, world.branch)
    hand_over(world.branch_secretary, world.branch)
    services.send_back(reason="Thiếu buổi tháng 7", **by(world.commune_secretary, world.branch))
    save(world.branch_secretary, world.branch, version=3, members=12)
    again = hand_over(world.branch_secretary, world.branch, now=NOW.replace(day=20))
    assert again.first_handed_over_at == NOW
    assert list(EntryStep.objects.order_by("pk").values_list("act", "reason")) == [
        ("hand_over", ""),
        ("send_back", "Thiếu buổi tháng 7"),
        ("hand_over", ""),
    ]


def test_sending_back_needs_a_reason_and_somebody_above(world: World) -> None:
    met(world.branch_secretary, world.branch)
    hand_over(world.branch_secretary, world.branch)
    with pytest.raises(NotAllowed):
        services.send_back(reason="Sửa", **by(world.branch_secretary, world.branch))
    with pytest.raises(ValidationError, match="Ghi lý do"):
        services.send_back(reason=" ", **by(world.commune_secretary, world.branch))


def test_a_quarter_that_has_not_begun_is_not_entered(world: World) -> None:
    with pytest.raises(ValidationError, match="Quý IV/2021 bắt đầu từ ngày 01/10/2021"):
        services.state_no_meeting(
            no_meeting=True, **by(world.branch_secretary, world.branch, "2021-q4", today=date(2021, 9, 30))
        )


def test_an_earlier_quarter_that_nobody_handed_over_is_still_open(world: World) -> None:
    services.state_no_meeting(no_meeting=True, **by(world.branch_secretary, world.branch, "2020-q4"))


@pytest.mark.usefixtures("files_dir")
def test_pictures_are_taken_once_and_taken_off(world: World) -> None:
    work = services.save_work(work=WORK, **by(world.branch_secretary, world.branch))
    given = by(world.branch_secretary, world.branch)

    def add(content: bytes, name: str = "anh.jpg") -> WorkPicture:
        upload = SimpleUploadedFile(name, content)
        return services.add_picture(work_id=work.pk, moment="after", upload=upload, **given)

    first = add(picture("JPEG"))
    assert add(picture("JPEG")) == first
    with pytest.raises(ValidationError, match="JPG hoặc PNG"):
        add(pdf(), "anh.pdf")
    services.withdraw_picture(picture_id=first.pk, **given)
    assert WorkPicture.objects.filter(withdrawn_at=None).count() == 0
    with pytest.raises(ValidationError, match="Đã có ảnh"):
        services.remove_work(work_id=work.pk, **given)
