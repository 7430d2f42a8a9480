"""Positions held: begun, ended, moved, corrected; what cannot be at once is refused in the words of its constraint."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.audit.models import Entry
from apps.cadres.enums import Ending, Engagement, Origin, StandardGroup
from apps.cadres.models import Appointment, AppointmentEvent, Cadre, Position
from apps.cadres.services import appoint, correct, end_appointment, follow_mains, move
from apps.core.exceptions import NotAllowed, Stale
from apps.units.models import Unit
from tests.cadres.people import appoint as held
from tests.cadres.people import cadre
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
SINCE = date(2020, 3, 1)


def post(unit: Unit, position: str = "DEPUTY_SECRETARY", **more: Any) -> dict[str, Any]:
    return {
        "unit_id": unit.pk,
        "position": Position.objects.get(pk=position),
        "engagement": Engagement.FULL_TIME,
        "is_concurrent": False,
        "is_main": True,
        "group": StandardGroup.GENERAL,
        "origin": Origin.ELECTED,
        "decision_number": " 12-QĐ/TĐTN  ",
        "decision_on": date(2020, 2, 20),
    } | more


def begin(
    world: World, person: Cadre, starts_on: date = SINCE, actor=None, unit=None, position="SECRETARY", **more
):
    given = post(unit or world.khoai_chau, position, **more)
    return appoint(
        actor=actor or world.secretary, cadre_id=person.pk, post=given, starts_on=starts_on, today=DAY
    )


def end(world: World, row: Appointment, ends_on: date, ending: str = Ending.LEFT, actor=None) -> Appointment:
    return end_appointment(
        actor=actor or world.secretary, appointment_id=row.pk, ends_on=ends_on, ending=ending,
        decision_number="9-QĐ", today=DAY,
    )  # fmt: skip


def refused(act, *args: Any, **more: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        act(*args, **more)
    error = refusal.value
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


@pytest.fixture
def person(world: World) -> Cadre:
    return cadre(world.khoai_chau)


def test_a_position_begins_on_its_day_and_takes_its_seat(world: World, person: Cadre):
    row = begin(world, person)
    assert (row.seat, row.validity, row.decision_number) == (
        "SECRETARY", DateRange(SINCE, None), "12-QĐ/TĐTN",
    )  # fmt: skip
    assert row.recorded_by == world.secretary
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.chain) == ("cadres.appoint", world.khoai_chau.pk)
    assert begin(world, cadre(world.khoai_chau), position="DEPUTY_SECRETARY").seat == ""


def test_a_seat_has_one_holder_at_a_time(world: World, person: Cadre):
    end(world, begin(world, person), date(2021, 3, 1))
    other = cadre(world.khoai_chau)
    sentence = "Chức danh này của đơn vị đã có người giữ trong thời gian ấy."
    assert refused(begin, world, other, date(2021, 2, 28)) == {"position": [sentence]}
    assert begin(world, other, date(2021, 3, 1)).pk


def test_deputies_sit_side_by_side(world: World, person: Cadre):
    begin(world, person, position="DEPUTY_SECRETARY")
    assert begin(world, cadre(world.khoai_chau), position="DEPUTY_SECRETARY").pk


def test_one_main_position_at_a_time_and_others_beside_it(world: World, person: Cadre):
    begin(world, person)
    sentence = "Cán bộ đã có chức danh chính khác trong thời gian ấy."
    assert refused(begin, world, person, position="STANDING_MEMBER") == {"is_main": [sentence]}
    assert begin(world, person, position="STANDING_MEMBER", is_main=False, is_concurrent=True).pk


def test_the_same_position_is_not_held_twice(world: World, person: Cadre):
    begin(world, person, position="DEPUTY_SECRETARY")
    sentence = "Cán bộ đã giữ chức danh này ở đơn vị ấy trong thời gian ấy."
    assert refused(begin, world, person, position="DEPUTY_SECRETARY", is_main=False) == {
        "position": [sentence]
    }


@pytest.mark.parametrize(
    ("starts_on", "more", "field", "sentence"),
    [
        (date(2018, 12, 31), {}, "starts_on", "Đơn vị hoạt động từ ngày"),
        (date(1990, 5, 17), {}, "starts_on", "Đơn vị hoạt động từ ngày"),
        (date(2022, 12, 1), {}, "starts_on", "cách hôm nay hơn một năm"),
        (SINCE, {"decision_on": date(2021, 10, 1)}, "decision_on", "không thể sau hôm nay"),
        (SINCE, {"engagement": "lạ"}, "engagement", "lạ"),
        (SINCE, {"origin": ""}, "origin", "để trắng"),
        (SINCE, {"decision_number": "a" * 10_000}, "decision_number", "80"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    world: World, person: Cadre, starts_on, more, field, sentence
):
    Unit.objects.filter(pk=world.khoai_chau.pk).update(opened_on=date(2019, 1, 1))
    assert sentence in " ".join(refused(begin, world, person, starts_on, **more)[field])
    assert not Appointment.objects.exists()


def test_a_closed_unit_takes_nobody(world: World, person: Cadre):
    Unit.objects.filter(pk=world.dong_tien.pk).update(closed_on=date(2020, 1, 1))
    refusal = refused(begin, world, person, unit=world.dong_tien)
    assert refusal == {"starts_on": ["Đơn vị đã kết thúc hoạt động từ ngày 01/01/2020."]}


def test_nobody_serves_before_being_born(world: World):
    refusal = refused(begin, world, cadre(world.khoai_chau, date(2020, 3, 1)))
    assert refusal == {"starts_on": ["Ngày giữ chức phải sau ngày sinh."]}


def test_only_who_keeps_the_file_and_the_unit_appoints(world: World, person: Cadre):
    for actor in (world.neighbour, world.commune_secretary, world.viewer, world.standing):
        with pytest.raises(NotAllowed):
            begin(world, person, actor=actor)
    with pytest.raises(NotAllowed):
        begin(world, person, unit=world.phu_cu)
    assert refused(
        appoint, actor=world.officer, cadre_id=person.pk, starts_on=SINCE, today=DAY,
        post=post(Unit(pk=999_999_999)),
    ) == {"unit_id": ["Không có đơn vị này; chọn lại trong danh sách."]}  # fmt: skip


@pytest.mark.parametrize("ending", Ending.values)
def test_a_position_ends_with_reason_and_decision(world: World, person: Cadre, ending: str):
    row = end(world, begin(world, person), date(2021, 6, 1), ending)
    assert (row.validity, row.ending, row.ending_decision) == (
        DateRange(SINCE, date(2021, 6, 1)), ending, "9-QĐ",
    )  # fmt: skip
    assert Entry.objects.latest("pk").act == "cadres.end"


def test_an_end_must_follow_the_beginning_and_comes_once(world: World, person: Cadre):
    row = begin(world, person)
    assert refused(end, world, row, SINCE) == {"ends_on": ["Giữ chức từ ngày 01/03/2020: chọn ngày sau đó."]}
    assert "hơn một năm" in refused(end, world, row, date(2031, 1, 1))["ends_on"][0]
    assert refused(end, world, row, date(2021, 1, 1), "") == {
        "ends_on": ["Thôi giữ chức phải có ngày và lý do."]
    }
    with pytest.raises(NotAllowed):
        end(world, row, date(2021, 1, 1), actor=world.neighbour)
    end(world, row, date(2021, 1, 1))
    assert refused(end, world, row, date(2021, 2, 1)) == {
        "": ["Việc giữ chức này đã kết thúc từ ngày 01/01/2021."]
    }


def test_a_position_of_a_unit_above_is_not_ended_from_below(world: World, person: Cadre):
    row = held(person, "STANDING_MEMBER", SINCE, unit=world.province)
    Cadre.objects.filter(pk=person.pk).update(unit=world.khoai_chau)
    with pytest.raises(NotAllowed):
        end(world, row, date(2021, 1, 1))


def test_a_move_ends_one_and_begins_another_in_one_act(world: World, person: Cadre):
    old = begin(world, person)
    before = Entry.objects.count()
    on = date(2021, 5, 1)
    new = move(
        actor=world.officer, appointment_id=old.pk, post=post(world.phu_cu), starts_on=on, today=DAY
    )  # fmt: skip
    old.refresh_from_db()
    person.refresh_from_db()
    assert (old.validity, old.ending, old.ending_decision) == (
        DateRange(SINCE, on), Ending.MOVED, "12-QĐ/TĐTN",
    )  # fmt: skip
    assert new.validity == DateRange(on, None)
    assert person.unit == world.phu_cu
    assert [entry.act for entry in Entry.objects.order_by("pk")[before:]] == ["cadres.move"]


def test_a_move_that_is_refused_leaves_the_old_position(world: World, person: Cadre):
    begin(world, cadre(world.phu_cu), unit=world.phu_cu, actor=world.officer)
    old = begin(world, person)
    given = {"actor": world.officer, "appointment_id": old.pk, "today": DAY}
    refusal = refused(move, post=post(world.phu_cu, "SECRETARY"), starts_on=date(2021, 5, 1), **given)
    assert list(refusal) == ["position"]
    refusal = refused(move, post=post(world.phu_cu), starts_on=SINCE, **given)
    assert refusal == {"starts_on": ["Giữ chức từ ngày 01/03/2020: chọn ngày sau đó."]}
    old.refresh_from_db()
    assert old.validity == DateRange(SINCE, None)


def test_another_position_in_the_same_unit_is_no_move_away(world: World, person: Cadre):
    old = begin(world, person, position="DEPUTY_SECRETARY")
    move(
        actor=world.secretary, appointment_id=old.pk, post=post(world.khoai_chau, "SECRETARY"),
        starts_on=date(2021, 5, 1), today=DAY,
    )  # fmt: skip
    old.refresh_from_db()
    assert old.ending == Ending.LEFT


def put_right(world: World, row: Appointment, version: int = 1, actor=None, **more: Any) -> Appointment:
    given = {"starts_on": SINCE, "ends_on": None, "ending": "", "ending_decision": ""} | {
        name: more.pop(name) for name in ("starts_on", "ends_on", "ending") if name in more
    }
    return correct(
        actor=actor or world.secretary, appointment_id=row.pk, version=version,
        post=post(world.khoai_chau, "SECRETARY") | more, today=DAY, **given,
    )  # fmt: skip


def test_a_typing_error_is_put_right_where_it_stands_and_the_history_keeps_it(world: World, person: Cadre):
    row = begin(world, person)
    put_right(world, row, starts_on=date(2020, 4, 1), decision_number="21-QĐ/TĐTN")
    row.refresh_from_db()
    assert (row.validity, row.decision_number) == (DateRange(date(2020, 4, 1), None), "21-QĐ/TĐTN")
    assert Appointment.objects.count() == 1
    kept = AppointmentEvent.objects.filter(pgh_obj=row).order_by("pgh_id")
    assert [event.decision_number for event in kept] == ["12-QĐ/TĐTN", "21-QĐ/TĐTN"]
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.changed) == ("cadres.correct", ["decision_number", "validity"])


def test_a_correction_is_refused_when_nothing_changes_or_somebody_was_faster(world: World, person: Cadre):
    row = begin(world, person)
    assert refused(put_right, world, row) == {"": ["Chưa có gì thay đổi so với hiện tại."]}
    put_right(world, row, origin=Origin.DESIGNATED)
    with pytest.raises(Stale):
        put_right(world, row, origin=Origin.APPOINTED)
    assert refused(put_right, world, row, 2, ends_on=date(2021, 1, 1)) == {
        "ending": ["Thôi giữ chức phải có ngày và lý do."]
    }
    with pytest.raises(NotAllowed):
        put_right(world, row, 2, actor=world.neighbour, origin=Origin.APPOINTED)


def test_the_file_follows_the_main_position(world: World, person: Cadre):
    begin(world, person, unit=world.dong_tien, position="SECRETARY")
    person.refresh_from_db()
    assert person.unit == world.dong_tien
    begin(world, person, position="COMMITTEE_MEMBER", is_main=False)
    person.refresh_from_db()
    assert person.unit == world.dong_tien


def test_a_position_ahead_moves_the_file_on_its_day(world: World, person: Cadre):
    old = begin(world, person)
    ahead = date(2021, 12, 1)
    move(
        actor=world.officer, appointment_id=old.pk, post=post(world.phu_cu), starts_on=ahead, today=DAY
    )  # fmt: skip
    person.refresh_from_db()
    assert person.unit == world.khoai_chau
    assert follow_mains(today=date(2021, 11, 30)) == 0
    assert follow_mains(today=ahead) == 1
    person.refresh_from_db()
    assert person.unit == world.phu_cu
