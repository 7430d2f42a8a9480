"""The list: who is in it, what each filter chooses, and what it costs."""

from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from apps.cadres.models import Cadre, SuccessionCandidate, SuccessionPlan
from apps.cadres.queries.lists import AgeBand, Filters, Listed, Shown, cadre_list
from apps.units.enums import Role
from apps.units.models import Membership
from tests.cadres.people import appoint, cadre
from tests.visits import signed_in, words
from tests.world import DAY, World, person

pytestmark = pytest.mark.django_db
SINCE = date(2019, 3, 1)


@pytest.fixture
def cast(world: World) -> dict[str, Cadre]:
    """Seven people: a secretary who is too old, deputies of every verdict, a commune, a neighbour, one without post."""

    def serving(name: str, unit, position: str, born_on: date | None, **more) -> Cadre:
        person = cadre(unit, born_on, name=name, **more)
        appoint(person, position, SINCE)
        return person

    return {
        "old": serving("Lê Văn Ất", world.khoai_chau, "SECRETARY", date(1980, 1, 1)),
        "good": serving("Trần Thị Bình", world.khoai_chau, "DEPUTY_SECRETARY", date(1991, 9, 30)),
        "poor": serving("Vũ Văn Cường", world.khoai_chau, "DEPUTY_SECRETARY", date(1990, 1, 1), education=2),
        "blank": serving("Đỗ Thị Dung", world.khoai_chau, "DEPUTY_SECRETARY", None),
        "commune": serving("Bùi Văn Én", world.dong_tien, "SECRETARY", date(1991, 10, 1)),
        "neighbour": serving("Hà Văn Giang", world.phu_cu, "STAFF", date(1985, 9, 30)),
        "idle": cadre(world.khoai_chau, date(1984, 1, 1), name="Phan Thị Hà"),
    }


def listed(user, *, page=1, day: date = DAY, **filters) -> Listed:
    return cadre_list(user, Filters(day=day, **filters), DAY, page)


def names(found: Listed) -> list[str]:
    return [row.name.split()[-1] for row in found.rows]


def test_everybody_who_serves_in_the_order_of_given_names(world: World, cast):
    found = listed(world.officer)
    assert names(found) == ["Ất", "Bình", "Cường", "Dung", "Én", "Giang"]
    assert (found.total, found.over_age) == (6, 1)


def test_each_sees_the_own_branch(world: World, cast):
    assert names(listed(world.secretary)) == ["Ất", "Bình", "Cường", "Dung", "Én"]
    assert names(listed(world.neighbour)) == ["Giang"]
    assert names(listed(world.commune_secretary)) == ["Én"]
    assert names(listed(world.viewer)) == names(listed(world.officer))
    assert names(listed(world.administrator)) == names(listed(world.stranger)) == []


def test_a_merged_file_is_out(world: World, cast):
    Cadre.objects.filter(pk=cast["old"].pk).update(merged_into=cast["good"])
    assert names(listed(world.neighbour)) == ["Giang"]
    assert "Ất" not in names(listed(world.officer))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"position": "DEPUTY_SECRETARY"}, ["Bình", "Cường", "Dung"]),
        ({"shown": Shown.OVER_AGE}, ["Ất"]),
        ({"shown": Shown.NOT_MET}, ["Ất", "Cường"]),
        ({"shown": Shown.NO_DATA}, ["Dung"]),
        ({"shown": Shown.NO_STANDARD}, ["Giang"]),
        ({"shown": Shown.MET}, ["Bình", "Én"]),
        ({"shown": Shown.WITHOUT}, ["Hà"]),
        ({"age": AgeBand.TO_30}, ["Bình", "Én"]),
        ({"age": AgeBand.TO_35}, ["Cường"]),
        ({"age": AgeBand.TO_40}, ["Giang"]),
        ({"age": AgeBand.OVER_40}, ["Ất"]),
        ({"age": AgeBand.UNKNOWN}, ["Dung"]),
        ({"text": "tran binh"}, ["Bình"]),
        ({"text": "Bình  TRẦN"}, ["Bình"]),
        ({"text": "inh"}, []),
        ({"text": "%"}, []),
        ({"shown": Shown.NOT_MET, "text": "cuong"}, ["Cường"]),
        ({"shown": Shown.WITHOUT, "text": "phan", "age": AgeBand.TO_40}, ["Hà"]),
    ],
)
def test_filters(world: World, cast, filters, expected):
    assert names(listed(world.officer, **filters)) == expected


def test_a_band_turns_on_the_birthday(world: World, cast):
    """Bình is 30 on 30/09/2021; a year later 31 on the day, Én a day later."""
    assert names(listed(world.officer, day=date(2022, 9, 29), age=AgeBand.TO_30)) == ["Bình", "Én"]
    assert names(listed(world.officer, day=date(2022, 9, 30), age=AgeBand.TO_30)) == ["Én"]
    assert names(listed(world.officer, day=date(2022, 10, 1), age=AgeBand.TO_30)) == []


def test_a_unit_shows_who_serves_at_or_below_it(world: World, cast):
    appoint(cast["neighbour"], "COMMITTEE_MEMBER", SINCE, unit=world.khoai_chau, is_main=False)
    found = listed(world.officer, unit_id=world.khoai_chau.pk)
    assert names(found) == ["Ất", "Bình", "Cường", "Dung", "Én", "Giang"]
    assert found.rows[-1].position == "Ủy viên Ban Chấp hành"
    assert names(listed(world.officer, unit_id=world.dong_tien.pk)) == ["Én"]
    assert names(listed(world.secretary, unit_id=world.phu_cu.pk)) == []
    assert names(listed(world.officer, unit_id=world.dong_tien.pk, shown=Shown.WITHOUT)) == []


def test_one_line_a_person_with_the_main_position(world: World, cast):
    appoint(cast["good"], "STANDING_MEMBER", SINCE, is_main=False)
    row = next(row for row in listed(world.officer).rows if row.name == "Trần Thị Bình")
    assert row.position == "Phó Bí thư"
    assert listed(world.officer).total == 6
    (row,) = listed(world.officer, position="STANDING_MEMBER").rows
    assert row.position == "Ủy viên Ban Thường vụ"


def test_the_plan_of_the_day(world: World, cast):
    plan = SuccessionPlan.objects.create(
        unit=world.khoai_chau, position_id="SECRETARY", term=DateRange(SINCE, None)
    )
    SuccessionCandidate.objects.create(
        plan=plan, cadre=cast["good"], readiness="now", validity=DateRange(date(2021, 9, 30), None)
    )
    assert names(listed(world.officer, plan="co")) == ["Bình"]
    assert names(listed(world.officer, plan="co", day=date(2021, 9, 29))) == []
    assert "Bình" not in names(listed(world.officer, plan="khong"))


def test_ages_only_for_those_whose_role_needs_them(world: World, cast):
    for user in (world.officer, world.standing, world.secretary):
        first = listed(user).rows[0]
        assert (first.age, first.over_age_on) == (41, date(2016, 1, 1))
    for user in (world.viewer, world.commune_secretary):
        assert {(row.age, row.over_age_on, row.is_private) for row in listed(user).rows} == {
            (None, None, False)
        }


def test_nobody_learns_a_birth_date_by_asking_for_bands_and_days(world: World, cast):
    everybody = names(listed(world.viewer))
    assert names(listed(world.viewer, age=AgeBand.OVER_40)) == everybody
    assert names(listed(world.viewer, day=date(2012, 1, 1))) == everybody
    assert listed(world.viewer, day=date(2050, 1, 1)).over_age == 1


def test_pages_of_fifty_and_the_last_page_for_a_number_beyond(world: World):
    for number in range(52):
        appoint(cadre(world.khoai_chau, name=f"Lê Văn A{number:02}"), "COMMITTEE_MEMBER", SINCE)
    first, last = listed(world.officer), listed(world.officer, page="9")
    assert (len(first.rows), len(last.rows), last.page.number) == (50, 2, 2)
    assert (last.page.start_index(), last.page.end_index(), last.total) == (51, 52, 52)
    assert listed(world.officer, page="0").page.number == listed(world.officer, page="x").page.number == 1


def cost(user) -> int:
    vars(user).pop("_acting", None)
    with CaptureQueriesContext(connection) as asked:
        listed(user, text="le van", position="DEPUTY_SECRETARY", unit_id=1, plan="khong")
        listed(user)
    return len(asked)


def test_the_list_costs_the_same_for_3_and_12_rows(world: World):
    for number in range(3):
        appoint(cadre(world.khoai_chau, name=f"Lê Văn A{number}"), "DEPUTY_SECRETARY", SINCE)
    few = cost(world.officer)
    for number in range(9):
        appoint(cadre(world.dong_tien, name=f"Lê Văn B{number}"), "DEPUTY_SECRETARY", SINCE)
    assert cost(world.officer) == few == 3  # the roles once, each list once


def test_the_demo_stands_still_on_its_day_for_those_who_were_there(world, cast, settings):
    settings.DEMO_DAY = date(2020, 9, 30)
    assert "ngày 30/09/2020" in words(signed_in(world.secretary).get("/can-bo/"))
    newcomer = person("den-sau")
    Membership.objects.create(
        user=newcomer, unit=world.khoai_chau, role=Role.VIEWER, validity=DateRange(date(2021, 1, 1), None)
    )
    assert f"ngày {date.today():%d/%m/%Y}" in words(signed_in(newcomer).get("/can-bo/"))
