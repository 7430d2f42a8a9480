"""Courses, days at the grassroots, ratings, placements, discipline, seats: what is kept, what is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from apps.audit.models import Entry
from apps.cadres import services
from apps.cadres.enums import PlacementState, RatingClass
from apps.cadres.models import (
    CadreRating,
    FieldVisit,
    FieldVisitRule,
    Placement,
    Training,
    TrainingParticipant,
)
from apps.cadres.queries.development import done_by, field_days, open_placement
from apps.core.exceptions import NotAllowed
from tests.cadres.people import appoint, cadre
from tests.world import DAY, World

pytestmark = pytest.mark.django_db


def course(world: World, **more) -> services.Course:
    given = {
        "title": "Bồi dưỡng  nghiệp vụ", "kind": "skills", "organiser_id": world.province.pk, "organised_by": "",
        "starts_on": date(2021, 5, 4), "ends_on": date(2021, 5, 6), "cost": None,
    }  # fmt: skip
    return given | more  # type: ignore[return-value]


def held(world: World, *people, actor=None, **more) -> Training:
    return services.record_training(
        actor=actor or world.officer,
        course=course(world, **more),
        participants=[(person.pk, "khá") for person in people],
        today=DAY,
    )


def test_a_course_keeps_where_each_person_served_when_it_began(world: World):
    one, two = cadre(world.khoai_chau), cadre(world.dong_tien)
    appoint(one, "STAFF", date(2018, 1, 1), date(2021, 5, 5), unit=world.phu_cu)
    training = held(world, two, one)
    assert training.title == "Bồi dưỡng nghiệp vụ"
    units = dict(TrainingParticipant.objects.values_list("cadre_id", "unit_id"))
    assert units == {one.pk: world.phu_cu.pk, two.pk: world.dong_tien.pk}
    entries = Entry.objects.filter(act="cadres.record_training")
    assert set(entries.values_list("chain", flat=True)) == {world.khoai_chau.pk, world.dong_tien.pk}
    (taken,) = done_by(one)
    assert (taken.on, taken.what, taken.result) == (date(2021, 5, 4), "Bồi dưỡng nghiệp vụ", "khá")


def test_nobody_is_twice_in_a_course(world: World):
    person, other = cadre(world.khoai_chau), cadre(world.khoai_chau)
    with pytest.raises(ValidationError, match="Mỗi người chỉ ghi một lần"):
        held(world, person, person)
    training = held(world, person)
    services.add_participants(
        actor=world.officer, training_id=training.pk, participants=[(other.pk, "")], today=DAY
    )
    with pytest.raises(ValidationError, match="đã có trong danh sách lớp"):
        services.add_participants(
            actor=world.officer, training_id=training.pk, participants=[(person.pk, "")], today=DAY
        )
    assert training.participants.count() == 2


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"ends_on": date(2021, 5, 3)}, "không được trước ngày bắt đầu"),
        ({"starts_on": date(2021, 10, 1), "ends_on": date(2021, 10, 2)}, "Lớp chưa bắt đầu"),
        ({"kind": "party"}, "kind"),
        ({"organiser_id": 0}, "organiser"),
    ],
)
def test_what_is_no_course_is_refused(world: World, more, sentence):
    person = cadre(world.khoai_chau)
    with pytest.raises(ValidationError, match=sentence):
        held(world, person, **more)
    with pytest.raises(ValidationError, match="ít nhất một người"):
        held(world)
    assert not TrainingParticipant.objects.exists()


def visited(world: World, person, days="5", starts_on=date(2021, 3, 1), actor=None) -> FieldVisit:
    return services.record_visit(
        actor=actor or world.secretary,
        cadre_id=person.pk,
        place_id=world.dan_tien.pk,
        kind="survey",
        starts_on=starts_on,
        days=Decimal(days),
        today=DAY,
    )


def test_days_at_the_grassroots_add_up_against_what_is_asked(world: World):
    person, volunteer = cadre(world.khoai_chau), cadre(world.khoai_chau)
    appoint(person, "STAFF", date(2020, 1, 1))
    appoint(volunteer, "COMMITTEE_MEMBER", date(2020, 1, 1), engagement="voluntary")
    FieldVisitRule.objects.create(unit_kind_id="DISTRICT", year=2021, days=30, source="thử")
    for days in ("12.5", "17"):
        visited(world, person, days)
    visited(world, person, "3", date(2020, 12, 1))
    visited(world, volunteer, "1")
    found = {(row.cadre_id, row.year): row for row in field_days([person.pk, volunteer.pk], [2020, 2021])}
    assert found[person.pk, 2021].words == "29,5/30 ngày"
    assert found[person.pk, 2021].is_done is False
    assert (found[person.pk, 2020].words, found[person.pk, 2020].is_done) == ("3 ngày, không có mức", None)
    assert found[volunteer.pk, 2021].words == "1 ngày, không có mức"
    visited(world, person, "0.5")
    assert field_days([person.pk], [2021])[0].is_done is True
    now, before = done_by(person)
    assert (now.on.year, now.what, now.result, now.is_done) == (
        2021,
        "Đi cơ sở (1+2), 3 lần",
        "30/30 ngày",
        True,
    )
    assert sorted(days for _, _, days in now.visits) == ["0,5 ngày", "12,5 ngày", "17 ngày"]
    assert (before.what, before.result) == ("Đi cơ sở (1+2), 1 lần", "3 ngày, không có mức")


@pytest.mark.parametrize(
    ("days", "starts_on", "sentence"),
    [
        ("0", date(2021, 3, 1), "lớn hơn 0"),
        ("13", date(2020, 12, 20), "đến hết năm chỉ còn 12 ngày"),
        ("2", date(2021, 9, 30), "không ghi trước"),
        ("1", date(2021, 10, 1), "không ghi trước"),
    ],
)
def test_days_that_cannot_have_been_are_refused(world: World, days, starts_on, sentence):
    with pytest.raises(ValidationError, match=sentence):
        visited(world, cadre(world.khoai_chau), days, starts_on)


def test_a_year_has_no_more_days_than_it_has(world: World):
    person = cadre(world.khoai_chau)
    visited(world, person, "366", date(2020, 1, 1))
    with pytest.raises(ValidationError, match="Năm 2020 đã ghi 366,0 ngày, thêm nữa thì quá 366 ngày"):
        visited(world, person, "0.5", date(2020, 12, 1))
    assert visited(world, person, "1", date(2021, 1, 1)).unit_id == world.khoai_chau.pk


def rated(world: World, person, year=2020, **more) -> CadreRating:
    given = {"rating": RatingClass.GOOD, "guide": "HD 33-HD/TWĐTN-BTC"} | more
    return services.rate(actor=world.secretary, cadre_id=person.pk, year=year, today=DAY, **given)


def test_a_rating_stays_where_the_person_last_served_in_the_year(world: World):
    person = cadre(world.khoai_chau)
    appoint(person, "SECRETARY", date(2017, 1, 1), date(2020, 8, 1), unit=world.dong_tien)
    appoint(person, "STAFF", date(2020, 8, 1))
    assert [rated(world, person, year).unit_id for year in (2019, 2020)] == [
        world.dong_tien.pk,
        world.khoai_chau.pk,
    ]
    assert list(person.ratings.values_list("year", "rating")) == [(2020, "good"), (2019, "good")]
    with pytest.raises(ValidationError, match="đã được xếp loại trong năm này"):
        rated(world, person)


@pytest.mark.parametrize(
    ("year", "more", "sentence"),
    [
        (2016, {}, "Năm 2016 đồng chí này không giữ chức danh nào"),
        (2022, {}, "Chưa đến năm này"),
        (2020, {"rating": "best"}, "Chọn mức xếp loại"),
        (2020, {"decided_on": date(2019, 12, 31)}, "trong năm 2020 hoặc năm sau"),
        (2020, {"guide": " "}, "guide"),
    ],
)
def test_what_is_no_rating_is_refused(world: World, year, more, sentence):
    person = cadre(world.khoai_chau)
    appoint(person, "STAFF", date(2017, 1, 1))
    with pytest.raises(ValidationError, match=sentence):
        rated(world, person, year, **more)


def test_a_placement_goes_forward_only(world: World):
    person = cadre(world.khoai_chau, date(1980, 1, 1))
    given = {"actor": world.secretary, "today": DAY}
    placement = services.plan_placement(cadre_id=person.pk, proposal="Chuyển sang khối Đảng", **given)
    assert open_placement(person.pk) == placement
    with pytest.raises(ValidationError, match="đã có phương án đang làm"):
        services.plan_placement(cadre_id=person.pk, proposal="Khác", **given)
    step = {"placement_id": placement.pk, **given}
    services.advance_placement(state=PlacementState.ASKED, **step)
    for state, done_on, sentence in (
        (PlacementState.DRAFTED, None, "chọn bước sau đó"),
        (PlacementState.ASKED, None, "chọn bước sau đó"),
        (PlacementState.DONE, None, "thì phải có ngày"),
        (PlacementState.DONE, date(2021, 10, 1), "không thể sau hôm nay"),
    ):
        with pytest.raises(ValidationError, match=sentence):
            services.advance_placement(state=state, done_on=done_on, **step)
    services.advance_placement(state=PlacementState.DONE, done_on=DAY, result="Đã chuyển", **step)
    assert open_placement(person.pk) is None
    assert Placement.objects.get().done_on == DAY
    assert services.plan_placement(cadre_id=person.pk, proposal="Khác", **given).pk != placement.pk


def test_discipline_and_seats(world: World):
    person, given = cadre(world.dong_tien), {"actor": world.secretary, "today": DAY}
    row = services.record_discipline(cadre_id=person.pk, decided_on=DAY, form="Khiển trách", **given)
    assert row.unit == world.dong_tien
    with pytest.raises(ValidationError, match="không thể sau hôm nay"):
        services.record_discipline(
            cadre_id=person.pk, decided_on=date(2021, 10, 1), form="Khiển trách", **given
        )
    seat = {"cadre_id": person.pk, "kind": "elected_body", "body": "Hội đồng nhân dân xã", **given}
    services.record_seat(starts_on=date(2016, 5, 22), ends_on=date(2021, 5, 23), **seat)
    assert services.record_seat(starts_on=date(2021, 5, 23), ends_on=None, **seat).pk
    for starts_on, ends_on, sentence in (
        (date(2020, 1, 1), None, "đã tham gia cơ quan này"),
        (date(2015, 1, 1), date(2015, 1, 1), "phải sau ngày bắt đầu"),
    ):
        with pytest.raises(ValidationError, match=sentence):
            services.record_seat(starts_on=starts_on, ends_on=ends_on, **seat)


@pytest.mark.parametrize("who", ["neighbour", "commune_secretary", "viewer", "standing"])
def test_only_keepers_of_the_file_record(world: World, who):
    person, actor = cadre(world.dong_tien, date(1980, 1, 1)), getattr(world, who)
    appoint(person, "SECRETARY", date(2017, 1, 1))
    placement = services.plan_placement(
        actor=world.secretary, cadre_id=person.pk, proposal="Khối Đảng", today=DAY
    )
    given, before = {"actor": actor, "cadre_id": person.pk, "today": DAY}, Entry.objects.count()
    for act in (
        lambda: held(world, person, actor=actor),
        lambda: visited(world, person, actor=actor),
        lambda: services.rate(year=2020, rating="good", guide="HD 33", **given),
        lambda: services.plan_placement(proposal="Khác", **given),
        lambda: services.advance_placement(actor=actor, placement_id=placement.pk, state="asked", today=DAY),
        lambda: services.record_discipline(decided_on=DAY, form="Khiển trách", **given),
        lambda: services.record_seat(kind="elected_body", body="HĐND", starts_on=DAY, ends_on=None, **given),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Entry.objects.count() == before
