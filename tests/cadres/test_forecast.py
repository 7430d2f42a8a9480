"""The forecast in named scenes, and its page: who opens it, what it says, how many statements it costs."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.audit.models import Entry
from apps.cadres.enums import AgeCounting, Readiness
from apps.cadres.models import AgeRule, Congress
from apps.cadres.queries.forecast import Forecast, forecast
from apps.cadres.queries.forecast_page import lasted
from apps.units.models import Unit
from tests.cadres.people import appoint, cadre, plan, quota
from tests.visits import signed_in, statements, words
from tests.world import DAY, World

pytestmark = pytest.mark.django_db

LONG_AGO = date(2019, 1, 1)
IN_A_YEAR = date(2022, 9, 30)
URL = reverse("cadres:forecast")


def look(world: World, horizon: date = IN_A_YEAR, **more: object) -> Forecast:
    return forecast(more.get("user", world.officer), world.khoai_chau.pk, DAY, horizon, DAY)


def test_a_seat_falls_empty_on_the_day_its_holder_turns_36(world):
    person = cadre(world.khoai_chau, date(1986, 3, 12))
    held = appoint(person, "DEPUTY_SECRETARY", date(2014, 7, 1))
    quota(world.khoai_chau, "DEPUTY_SECRETARY")
    found = look(world)
    (passes,), (row,) = found.passing, found.vacancies
    assert (passes.appointment_id, passes.passes_on, passes.rule) == (
        held.pk,
        date(2022, 3, 12),
        "Quy chế 289, Điều 10",
    )
    assert (row.since, row.leaver, row.planned, row.successor) == (date(2022, 3, 12), passes, 0, None)
    assert look(world, date(2022, 3, 11)).vacancies == ()
    assert len(look(world, date(2022, 3, 12)).vacancies) == 1


def test_who_is_too_old_already_leaves_at_once_and_is_not_counted_as_passing(world):
    appoint(cadre(world.khoai_chau, date(1984, 3, 12)), "DEPUTY_SECRETARY", date(2014, 7, 1))
    quota(world.khoai_chau, "DEPUTY_SECRETARY")
    found = look(world)
    assert (found.passing, found.over_age_people) == ((), 1)
    (row,) = found.vacancies
    assert (row.since, row.leaver.over_on) == (DAY + timedelta(1), date(2020, 3, 12))


def test_days_ahead_are_judged_by_the_rule_in_force_then(world):
    """By year of birth from 2022 on: born in November 1986, too old on New Year instead of in November."""
    AgeRule.objects.update(validity=DateRange(None, date(2022, 1, 1)))
    AgeRule.objects.create(
        counting=AgeCounting.CALENDAR_YEAR, validity=DateRange(date(2022, 1, 1), None), source="thử"
    )
    appoint(cadre(world.khoai_chau, date(1986, 11, 20)), "DEPUTY_SECRETARY", date(2014, 7, 1))
    assert [row.passes_on for row in look(world).passing] == [date(2022, 1, 1)]


def test_a_recorded_end_empties_the_seat_before_the_limit_does(world):
    person = cadre(world.khoai_chau, date(1986, 3, 12))
    appoint(person, "DEPUTY_SECRETARY", date(2014, 7, 1), date(2022, 1, 1))
    quota(world.khoai_chau, "DEPUTY_SECRETARY")
    found = look(world)
    assert found.passing == ()
    assert [(row.since, row.leaver.cadre_id) for row in found.vacancies] == [(date(2022, 1, 1), person.pk)]


def test_an_old_vacancy_keeps_its_age_and_a_filled_one_is_gone(world):
    appoint(cadre(world.khoai_chau), "SECRETARY", date(2017, 1, 1), date(2020, 2, 1))
    appoint(cadre(world.dong_tien), "SECRETARY", date(2017, 1, 1), date(2020, 2, 1))
    appoint(cadre(world.dong_tien), "SECRETARY", date(2020, 5, 1))
    quota(world.khoai_chau, "SECRETARY")
    quota(world.dong_tien, "SECRETARY")
    assert [(row.unit_id, row.since) for row in look(world).vacancies] == [
        (world.khoai_chau.pk, date(2020, 2, 1))
    ]


def test_of_two_empty_seats_one_ready_person_fills_one(world):
    ready, later = cadre(world.dong_tien, date(1994, 1, 1)), cadre(world.dong_tien, date(1994, 1, 1))
    plan(world.khoai_chau, "DEPUTY_SECRETARY", ready)
    plan(world.khoai_chau, "DEPUTY_SECRETARY", later, readiness=Readiness.SOON)
    quota(world.khoai_chau, "DEPUTY_SECRETARY", 2)
    found = look(world)
    assert [row.successor and row.successor.cadre_id for row in found.vacancies] == [ready.pk, None]
    assert [row.planned for row in found.vacancies] == [2, 2]
    assert found.without_successor == 1


@pytest.mark.parametrize(
    ("born_on", "joined_on", "is_ready"),
    [
        (date(1990, 10, 1), None, True),  # 30 today: may still join the committee
        (date(1990, 9, 30), None, False),  # 31 today
        (date(1986, 10, 1), date(2015, 6, 1), True),  # 34, in the committee since 28
        (date(1985, 9, 30), date(2015, 6, 1), False),  # 36 today
        (None, date(2015, 6, 1), False),  # nobody knows
    ],
)
def test_who_is_ready_is_also_within_both_limits(world, born_on, joined_on, is_ready):
    person = cadre(world.khoai_chau, born_on)
    if joined_on:
        appoint(person, "COMMITTEE_MEMBER", joined_on)
    plan(world.khoai_chau, "DEPUTY_SECRETARY", person)
    quota(world.khoai_chau, "DEPUTY_SECRETARY")
    (row,) = look(world).vacancies
    assert bool(row.successor) == is_ready


def test_the_holder_does_not_follow_themself(world):
    person = cadre(world.khoai_chau, date(1992, 3, 12))
    appoint(person, "SECRETARY", date(2014, 7, 1), date(2022, 1, 1))
    plan(world.khoai_chau, "SECRETARY", person)
    quota(world.khoai_chau, "SECRETARY")
    (row,) = look(world).vacancies
    assert (row.planned, row.successor) == (0, None)


def test_no_limit_passes_of_whom_the_reader_may_not_know_the_birth_date(world):
    """Kept by Phù Cừ, in the committee of Khoái Châu: the province knows, Khoái Châu does not."""
    appoint(
        cadre(world.phu_cu, date(1986, 3, 12)), "STANDING_MEMBER", date(2014, 7, 1), unit=world.khoai_chau
    )
    assert len(look(world).passing) == 1
    assert look(world, user=world.secretary).passing == ()


@pytest.mark.parametrize(
    ("since", "said"),
    [(date(2021, 9, 1), "29 ngày"), (date(2021, 8, 30), "1 tháng"), (date(2020, 2, 1), "1 năm 7 tháng"),
     (date(2019, 9, 30), "2 năm"), (date(2021, 9, 30), "0 ngày")],
)  # fmt: skip
def test_how_long_a_seat_is_empty(since, said):
    assert lasted(since, DAY) == said


def scene(world: World, communes: int = 1, after: int = 0) -> None:
    """In each commune a secretary who passes in March 2022, and a deputy's seat that nobody fills."""
    below = Unit.objects.children_of(world.khoai_chau.pk, DAY).order_by("pk")[after : after + communes]
    for unit in below:
        appoint(cadre(unit, date(1986, 3, 12)), "SECRETARY", date(2016, 1, 1))
        quota(unit, "SECRETARY")
        quota(unit, "DEPUTY_SECRETARY")


def ask(world: World, user: object, **more: str) -> str:
    answer = signed_in(user).get(URL, {"don-vi": world.khoai_chau.pk, "ngay": "30/09/2021", **more})
    assert answer.status_code == 200
    return words(answer)


def test_the_title_tells_the_finding_and_the_table_every_day(world):
    scene(world)
    said = ask(world, world.secretary)
    assert (
        "Đến 30/09/2022: 1 cán bộ quá tuổi, 2 chức danh khuyết, 2 nơi chưa có người kế nhiệm sẵn sàng" in said
    )
    assert "Đang khuyết từ 01/01/2019, 2 năm 8 tháng" in said
    assert "Người giữ quá tuổi ngày 12/03/2022" in said
    said = ask(world, world.secretary, bang="qua-tuoi")
    assert "12/03/2022 mức không quá 35 tuổi; Quy chế 289, phần cấp xã" in said


def test_the_horizon_comes_from_the_address(world):
    scene(world)
    assert "Đến 30/09/2024:" in ask(world, world.secretary, thang="36")
    assert "Đến 11/03/2022: 0 cán bộ quá tuổi, 1 chức danh khuyết" in ask(
        world, world.secretary, **{"den-ngay": "11/03/2022"}
    )
    said = ask(world, world.secretary, **{"den-ngay": "29/09/2021"})
    assert "Ngày phải sau ngày tính" in said
    assert "Đến 30/09/2022:" in said


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("standing", 200), ("secretary", 200), ("neighbour", 404), ("viewer", 403),
     ("commune_secretary", 404), ("administrator", 403), ("stranger", 404)],
)  # fmt: skip
def test_only_who_may_read_birth_dates_sees_the_days(world, who, status):
    answer = signed_in(getattr(world, who)).get(URL, {"don-vi": world.khoai_chau.pk})
    assert answer.status_code == status


def test_reading_ages_is_logged_without_a_value(world):
    scene(world)
    ask(world, world.secretary)
    (entry,) = Entry.objects.filter(act="read")
    assert entry.chain == world.khoai_chau.pk
    assert "1986" not in str(vars(entry))


def test_the_page_costs_as_much_for_twelve_units_as_for_three(world):
    client = signed_in(world.secretary)
    url = f"{URL}?don-vi={world.khoai_chau.pk}&ngay=30/09/2021"
    scene(world, 3)
    few = statements(client, url)
    scene(world, 9, after=3)
    assert statements(client, url) == few
    with CaptureQueriesContext(connection) as asked:
        look(world)
    assert len(asked) <= 4


def test_the_next_congress_is_a_horizon(world):
    Congress.objects.create(unit=world.khoai_chau, meets_on=date(2021, 6, 1), source="thử")
    Congress.objects.create(unit=world.khoai_chau, meets_on=date(2022, 6, 14), source="thử")
    Congress.objects.create(unit=world.phu_cu, meets_on=date(2022, 1, 5), source="thử")
    client = signed_in(world.secretary)
    asked = {"don-vi": world.khoai_chau.pk, "ngay": "30/09/2021", "thang": "24", "chuc-danh": "SECRETARY"}
    page = client.get(URL, asked).content.decode()
    kept = f"don-vi={world.khoai_chau.pk}&amp;ngay=30%2F09%2F2021&amp;chuc-danh=SECRETARY"
    address = f"{kept}&amp;den-ngay=14%2F06%2F2022"
    assert f'<a href="?{address}">Đại hội 14/06/2022</a>' in page
    chosen = client.get(f"{URL}?{unescape(address)}").content.decode()
    assert f'<a href="?{address}" aria-current="true">Đại hội 14/06/2022</a>' in chosen
    assert "Đại hội" not in client.get(URL, asked | {"ngay": "14/06/2022"}).content.decode()
