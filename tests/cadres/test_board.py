"""A unit's board: who holds what, what is empty since when, who comes next, and what a viewer does not learn."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from apps.audit.models import Entry
from apps.cadres.models import StaffQuota
from apps.cadres.queries.board import board
from apps.cadres.queries.staffing import posts, seats, seats_below
from apps.units.models import Unit
from tests.cadres.people import appoint, cadre
from tests.cadres.test_forecast import plan, quota
from tests.visits import signed_in, statements, words
from tests.world import DAY, World

pytestmark = pytest.mark.django_db


def url(unit: Unit) -> str:
    return reverse("cadres:board", args=[unit.pk])


def see(user: object, unit: Unit) -> str:
    answer = signed_in(user).get(url(unit))
    assert answer.status_code == 200
    return words(answer)


def test_present_vacant_and_too_many_add_up(world):
    quota(world.khoai_chau, "SECRETARY")
    quota(world.khoai_chau, "DEPUTY_SECRETARY", 2)
    quota(world.khoai_chau, "STANDING_MEMBER")
    appoint(cadre(world.khoai_chau), "DEPUTY_SECRETARY", date(2018, 1, 1))
    appoint(cadre(world.khoai_chau), "DEPUTY_SECRETARY", date(2017, 1, 1), date(2020, 6, 1))
    for _ in range(2):
        appoint(cadre(world.khoai_chau), "STANDING_MEMBER", date(2018, 1, 1))
    appoint(cadre(world.khoai_chau), "COMMITTEE_MEMBER", date(2018, 1, 1))
    found = {row.position_id: row for row in seats(world.khoai_chau.pk, DAY)}
    assert [(row.quota, row.present, row.vacant, row.surplus) for row in found.values()] == [
        (1, 0, 1, 0), (2, 1, 1, 0), (1, 2, 0, 1), (None, 1, None, None),
    ]  # fmt: skip
    assert found["DEPUTY_SECRETARY"].empty_since == (date(2020, 6, 1),)
    (below,) = (
        row for lane, row in seats_below(world.province.pk, DAY).items() if lane == world.khoai_chau.pk
    )
    assert (below.quota, below.present, below.vacant, below.surplus) == (4, 3, 2, 1)
    assert below.oldest_since == date(2019, 1, 1)


def test_posts_count_full_time_people_once(world):
    StaffQuota.objects.create(
        unit=world.khoai_chau, posts=3, validity=DateRange(date(2019, 1, 1), None), source="thử"
    )
    person = cadre(world.khoai_chau)
    appoint(person, "SECRETARY", date(2018, 1, 1))
    appoint(person, "STAFF", date(2018, 1, 1), is_main=False)
    appoint(cadre(world.khoai_chau), "STAFF", date(2018, 1, 1), engagement="part_time")
    found = posts(world.khoai_chau.pk, DAY)
    assert (found.quota, found.present, found.lacking) == (3, 1, 2)
    assert (posts(world.phu_cu.pk, DAY).quota, posts(world.phu_cu.pk, DAY).lacking) == (None, None)


def scene(world: World) -> None:
    person = cadre(world.khoai_chau, date(1984, 3, 12), name="Trần Thị Quá Tuổi")
    appoint(person, "DEPUTY_SECRETARY", date(2014, 7, 1))
    quota(world.khoai_chau, "SECRETARY")
    quota(world.khoai_chau, "DEPUTY_SECRETARY")
    plan(world.khoai_chau, "SECRETARY", cadre(world.dong_tien, name="Lê Văn Kế Nhiệm"))


def test_the_board_names_holders_gaps_and_who_comes_next(world):
    scene(world)
    found = board(world.secretary, Unit.objects.get(pk=world.khoai_chau.pk), DAY)
    rows = [
        row.holder.name if row.holder else (row.gap.count, row.gap.since, row.gap.lasted)
        for row in found.page
    ]
    assert rows == [(1, date(2019, 1, 1), "2 năm 8 tháng"), "Trần Thị Quá Tuổi"]
    assert [one.name for one in found.groups[0].next] == ["Lê Văn Kế Nhiệm"]
    said = see(world.secretary, world.khoai_chau)
    assert "Huyện đoàn Khoái Châu: 1 người giữ chức, khuyết 1" in said
    assert "Lê Văn Kế Nhiệm (sẵn sàng ngay)" in said
    assert "Quá tuổi giữ chức 12/03/2020" in said


def test_a_viewer_sees_the_verdict_and_no_day(world):
    scene(world)
    said = see(world.viewer, world.khoai_chau)
    assert "Quá tuổi giữ chức" in said
    assert "2020" not in said
    assert not Entry.objects.filter(act="read").exists()
    see(world.officer, world.khoai_chau)
    assert Entry.objects.get(act="read").chain == world.khoai_chau.pk


def test_of_a_member_kept_elsewhere_the_day_is_not_told(world):
    appoint(
        cadre(world.phu_cu, date(1986, 3, 12)), "STANDING_MEMBER", date(2014, 7, 1), unit=world.khoai_chau
    )
    assert "12/03/2022" not in see(world.secretary, world.khoai_chau)
    assert "12/03/2022" in see(world.officer, world.khoai_chau)


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("secretary", 200), ("viewer", 200), ("neighbour", 404), ("commune_secretary", 404),
     ("administrator", 403), ("stranger", 404)],
)  # fmt: skip
def test_the_door_of_the_board(world, who, status):
    assert signed_in(getattr(world, who)).get(url(world.khoai_chau)).status_code == status


def test_an_empty_unit_says_so(world):
    said = see(world.secretary, world.dan_tien)
    assert "chưa ghi ai giữ chức" in said
    assert "Chưa nhập định biên" in said


def test_the_board_costs_as_much_for_twelve_holders_as_for_three(world):
    client = signed_in(world.secretary)
    quota(world.khoai_chau, "COMMITTEE_MEMBER", 15)

    def fill(count: int) -> int:
        for _ in range(count):
            appoint(cadre(world.khoai_chau), "COMMITTEE_MEMBER", date(2018, 1, 1))
        return statements(client, url(world.khoai_chau))

    assert fill(3) == fill(9)
