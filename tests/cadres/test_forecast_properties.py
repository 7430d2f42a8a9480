"""Random registers: the statements of forecast and staffing equal a reading day by day, and no row gets lost."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.cadres.enums import AgeCounting, Readiness
from apps.cadres.models import AgeRule, Quota, Standard, StandardSet, SuccessionCandidate, SuccessionPlan
from apps.cadres.queries.forecast import Forecast, forecast
from apps.cadres.queries.staffing import seats, seats_below
from apps.units.models import Unit
from tests.cadres.day_by_day import BEGIN, Register
from tests.cadres.laws import publish, retire_all
from tests.cadres.people import appoint, cadre
from tests.world import DAY, World

POSITIONS = ["SECRETARY", "DEPUTY_SECRETARY", "COMMITTEE_MEMBER"]
before = st.integers(-1200, 0).map(lambda days: DAY + timedelta(days))
around = st.integers(-500, 900).map(lambda days: DAY + timedelta(days))
ahead = st.integers(1, 900).map(lambda days: DAY + timedelta(days))
lengths = st.none() | st.integers(1, 1500)
place = st.tuples(st.integers(0, 2), st.sampled_from(POSITIONS))
# Who is 30 to 40 years old these years, so that limits between them are passed.
people = st.lists(st.none() | st.dates(date(1982, 1, 1), date(1992, 12, 31)), min_size=1, max_size=6)
who = st.integers(0, 5)
jobs = st.lists(st.tuples(who, place, before | around, lengths), max_size=10)
quotas = st.lists(st.tuples(place, before | around, lengths, st.integers(0, 3)), min_size=1, max_size=5)
plans = st.lists(st.tuples(place, before, lengths), max_size=4)
candidates = st.lists(
    st.tuples(who, st.integers(0, 3), st.sampled_from(Readiness.values), before | around, lengths), max_size=8
)
laws = st.tuples(
    ahead,
    st.lists(st.sampled_from(AgeCounting.values), max_size=2),
    st.lists(st.tuples(st.none() | st.integers(30, 37), st.none() | st.integers(29, 33)), max_size=2),
)
registers = st.fixed_dictionaries(
    {"law": laws, "people": people, "jobs": jobs, "quotas": quotas, "plans": plans, "candidates": candidates}
)
check = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def span(since: date, length: int | None) -> DateRange:
    return DateRange(since, since + timedelta(length) if length else None)


@contextmanager
def unless_refused() -> Iterator[None]:
    with suppress(IntegrityError), transaction.atomic():
        yield


def enact(law: tuple) -> None:
    """Up to two spans of rules, changing on a day ahead; the same limits for every position and level."""
    changed_on, countings, sets = law
    retire_all()
    AgeRule.objects.all().delete()
    spans = [DateRange(None, changed_on), DateRange(changed_on, None)]
    for counting, validity in zip(countings, spans, strict=False):
        AgeRule.objects.create(counting=counting, validity=validity, source="thử")
    for (age_max, first_age_max), validity in zip(sets, spans, strict=False):
        number = StandardSet.objects.count()
        regulation = StandardSet.objects.create(
            code=f"{number}", short_name=f"Bộ {number}", title="Thử", validity=validity
        )
        Standard.objects.bulk_create(
            Standard(
                set=regulation, position_id=position, unit_kind_id=kind, source="Điều 1", age_max=age_max,
                first_age_max=first_age_max, first_age_basis="committee" if kind == "DISTRICT" else "position",
            )
            for position in POSITIONS for kind in ("DISTRICT", "GRASSROOTS")
        )  # fmt: skip
        publish(regulation)


def record(world: World, drawn: dict) -> list[Unit]:
    """What the database lets stand of it; the units concerned."""
    units = [world.khoai_chau, world.dong_tien, world.dan_tien]
    enact(drawn["law"])
    persons = [cadre(world.dong_tien, born_on) for born_on in drawn["people"]]
    for number, (unit, position), since, length in drawn["jobs"]:
        validity = span(since, length)
        with unless_refused():
            appoint(
                persons[number % len(persons)], position, validity.lower, validity.upper,
                unit=units[unit], is_main=False,
            )  # fmt: skip
    for (unit, position), since, length, count in drawn["quotas"]:
        with unless_refused():
            Quota.objects.create(
                unit=units[unit],
                position_id=position,
                seats=count,
                validity=span(since, length),
                source="thử",
            )
    plan(units, persons, drawn)
    return units


def plan(units: list[Unit], persons: list, drawn: dict) -> None:
    made = []
    for (unit, position), since, length in drawn["plans"]:
        with unless_refused():
            made.append(
                SuccessionPlan.objects.create(
                    unit=units[unit], position_id=position, term=span(since, length)
                )
            )
    for number, chosen, readiness, since, length in drawn["candidates"] if made else []:
        with unless_refused():
            SuccessionCandidate.objects.create(
                plan=made[chosen % len(made)], cadre=persons[number % len(persons)],
                readiness=readiness, validity=span(since, length),
            )  # fmt: skip


def look(world: World, horizon: date) -> Forecast:
    return forecast(world.officer, world.khoai_chau.pk, DAY, horizon, DAY)


def spells(found: Forecast) -> dict:
    return {
        ((row.unit_id, row.position_id, row.seat), row.since): row.until
        if row.until and row.until <= found.horizon
        else None
        for row in found.vacancies
    }


@check
@given(drawn=registers, length=st.integers(1, 900))
def test_the_forecast_is_what_a_reading_day_by_day_finds(world, drawn, length):
    with transaction.atomic():
        record(world, drawn)
        horizon = DAY + timedelta(length)
        found, hand = look(world, horizon), Register(DAY, horizon)
        assert {(row.appointment_id, row.passes_on) for row in found.passing} == hand.passing()
        assert spells(found) == hand.coming()
        leaving = {row.pk: hand.leaves_on(row) for row in hand.held if DAY in row.validity}
        assert {row.appointment_id: row.leaves_on for row in found.leavers} == {
            pk: on for pk, on in leaving.items() if on and on <= horizon
        }
        check_successors(found, hand)
        transaction.set_rollback(True)


def check_successors(found: Forecast, hand: Register) -> None:
    """Nobody follows twice in one position, everybody is ready, and nobody who is ready is passed over."""
    taken: set[tuple[int, str, int]] = set()
    for row in found.vacancies:
        needed, seat = max(row.since, DAY), (row.unit_id, row.position_id)
        here = [one for one in hand.candidates if (one.plan.unit_id, one.plan.position_id) == seat]
        ready = {one.cadre_id for one in here if hand.is_ready(one, needed)}
        free = {cadre_id for cadre_id in ready if (*seat, cadre_id) not in taken}
        assert row.planned == len({one.cadre_id for one in here if hand.is_planned(one, needed)})
        assert bool(row.successor) == bool(free)
        if row.successor:
            assert row.successor.cadre_id in free
            taken.add((*seat, row.successor.cadre_id))


@check
@given(drawn=registers, first=st.integers(1, 900), more=st.integers(0, 900))
def test_a_further_horizon_loses_no_row_and_nobody_stands_twice_for_one_position(world, drawn, first, more):
    with transaction.atomic():
        record(world, drawn)
        near = look(world, DAY + timedelta(first))
        far = look(world, DAY + timedelta(first + more))
        assert set(spells(near)) <= set(spells(far))
        people = [[(row.appointment_id, row.passes_on) for row in found.passing] for found in (near, far)]
        assert set(people[0]) <= set(people[1])
        assert len(set(people[1])) == len(people[1])
        held = [(row.cadre_id, row.unit_id, row.position_id) for row in far.leavers]
        assert len(set(held)) == len(held)
        rows = [(row.unit_id, row.position_id, row.seat, row.since) for row in far.vacancies]
        assert len(set(rows)) == len(rows)
        transaction.set_rollback(True)


@check
@given(drawn=registers, day=around)
def test_the_staffing_of_a_day_is_what_a_reading_day_by_day_finds(world, drawn, day):
    with transaction.atomic():
        units = record(world, drawn)
        day = max(day, BEGIN)
        hand = Register(day, day)
        empty = hand.spells(lambda row: row.validity.upper)
        for unit in units:
            wanted = counted_by_hand(hand, unit, day, empty)
            found = {
                row.position_id: (row.quota, row.present, row.surplus, list(row.empty_since))
                for row in seats(unit.pk, day)
            }
            assert found == wanted
        check_sums(world, units, day)
        transaction.set_rollback(True)


def counted_by_hand(hand: Register, unit: Unit, day: date, empty: dict) -> dict:
    found = {}
    for position in POSITIONS:
        asked = [row for row in hand.quotas if (row.unit_id, row.position_id) == (unit.pk, position)]
        quota = next((row.seats for row in asked if day in row.validity), None)
        present = sum(
            (row.unit_id, row.position_id) == (unit.pk, position) and day in row.validity for row in hand.held
        )
        since = sorted(
            since
            for ((at, what, _), since), until in empty.items()
            if (at, what) == (unit.pk, position) and (until is None or until > day)
        )
        surplus = None if quota is None else max(present - quota, 0)
        if quota is not None or present:
            found[position] = (quota, present, surplus, since)
    return found


def check_sums(world: World, units: list[Unit], day: date) -> None:
    """Of each unit directly below, what its positions with a quota add up to."""
    below = seats_below(world.khoai_chau.pk, day)
    for unit in units[1:]:
        asked = [row for row in seats(unit.pk, day) if row.quota is not None]
        if not asked:
            assert unit.pk not in below or below[unit.pk].quota is None
            continue
        sums = below[unit.pk]
        assert (sums.quota, sums.present, sums.vacant, sums.surplus) == (
            sum(row.quota for row in asked), sum(row.present for row in asked),
            sum(row.vacant for row in asked), sum(row.surplus for row in asked),
        )  # fmt: skip
        assert sums.oldest_since == min((since for row in asked for since in row.empty_since), default=None)
