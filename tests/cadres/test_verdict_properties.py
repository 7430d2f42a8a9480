"""Whoever and whenever: SQL and sentence agree test by test, and the facts judged are those of the raw rows."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.cadres.enums import AgeCounting, FirstAgeBasis, StandardGroup, Verdict
from apps.cadres.models import AgeRule, Appointment, Cadre, Qualification, Standard, StandardSet
from apps.cadres.queries import Judged, findings, judged_cadre, verdict
from tests.cadres.laws import publish, retire_all, rewrite
from tests.cadres.people import appoint, cadre
from tests.world import World

POSITIONS = ["SECRETARY", "DEPUTY_SECRETARY", "COMMITTEE_MEMBER", "STAFF"]
KINDS = ["DISTRICT", "GRASSROOTS"]
EDGES = [date(1984, 2, 29), date(1984, 2, 28), date(1984, 3, 1), date(1985, 12, 31), date(1986, 1, 1)]
born = st.sampled_from(EDGES) | st.dates(date(1975, 1, 1), date(2000, 12, 31))
held_days = st.dates(date(2005, 1, 1), date(2021, 12, 31))
# Every date that matters is drawn near one day in late winter, where leap days, birthdays and new years meet.
near = st.builds(
    lambda year, days: date(year, 2, 28) + timedelta(days),
    st.integers(2014, 2024),
    st.sampled_from([-60, -59, -58, -1, 0, 1, 2, 120]),
)
limit = st.none() | st.integers(28, 38)
limits = st.fixed_dictionaries(
    {
        "first_age_max": limit,
        "first_age_basis": st.sampled_from(FirstAgeBasis.values),
        "age_max": limit,
        "education_min": st.none() | st.integers(1, 4),
        "theory_min": st.none() | st.integers(0, 3),
    }
)
places = st.tuples(
    st.sampled_from(POSITIONS[:3]), st.sampled_from(KINDS), st.sampled_from(StandardGroup.values)
)
GENERAL = [(position, kind, "general") for position in POSITIONS[:3] for kind in KINDS]
standards = st.builds(
    lambda general, special: special | dict(zip(GENERAL, general, strict=True)),
    st.lists(limits, min_size=6, max_size=6),
    st.dictionaries(places, limits, max_size=4),
)
laws = st.fixed_dictionaries(
    {
        "changed_on": near,
        "countings": st.lists(st.sampled_from(AgeCounting.values), max_size=2),
        "sets": st.lists(st.tuples(st.sampled_from([True, True, True, False]), standards), max_size=2),
    }
)
jobs = st.tuples(
    st.sampled_from(POSITIONS),
    st.integers(0, 3),
    held_days | near,
    st.none() | st.integers(1, 3000),
    st.sampled_from(StandardGroup.values),
)
levels = st.sets(
    st.tuples(st.sampled_from(["education", "theory"]), st.integers(1, 3), st.none() | near), max_size=3
)


def enact(law: dict) -> None:
    """One or two spans of rules around the day of change; an unpublished set stands beside and judges nobody."""
    retire_all()
    AgeRule.objects.all().delete()
    spans = [DateRange(None, law["changed_on"]), DateRange(law["changed_on"], None)]
    for counting, validity in zip(law["countings"], spans, strict=False):
        AgeRule.objects.create(counting=counting, validity=validity, source="thử")
    for number, ((is_published, rows), validity) in enumerate(zip(law["sets"], spans, strict=False)):
        regulation = StandardSet.objects.create(
            code=str(number),
            short_name=f"Bộ {number}",
            title="Thử",
            validity=validity,
        )
        Standard.objects.bulk_create(
            Standard(
                set=regulation, position_id=position, unit_kind_id=kind, group=group, source="Điều 1", **row
            )
            for (position, kind, group), row in rows.items()
        )
        if is_published:
            publish(regulation)


def register(world: World, born_on: date | None, held: list, known: set) -> Cadre:
    """A person with what the database lets stand of these positions and levels."""
    person = cadre(world.khoai_chau, born_on, education=None, theory=None)
    units = [world.khoai_chau, world.phu_cu, world.dong_tien, world.dan_tien]
    for position, unit, since, length, group in held:
        until = since + timedelta(length) if length else None
        with unless_refused():
            appoint(person, position, since, until, unit=units[unit], group=group, is_main=False)
    for kind, level, obtained_on in known:
        with unless_refused():
            Qualification.objects.create(cadre=person, kind=kind, level=level, obtained_on=obtained_on)
    return person


@contextmanager
def unless_refused() -> Iterator[None]:
    with suppress(IntegrityError), transaction.atomic():
        yield


def in_force(rows, day: date):
    return next((row for row in rows if day in row.validity), None)


def facts(asked: Appointment, day: date) -> dict:
    """What is to be judged on that day, from the raw rows alone."""
    regulation = in_force(StandardSet.objects.filter(is_published=True), day)
    rule = in_force(AgeRule.objects.all(), day)
    fitting = {
        standard.group: standard
        for standard in Standard.objects.filter(
            set=regulation, position=asked.position, unit_kind=asked.unit.kind
        )
    }
    standard = fitting.get(asked.group) or fitting.get("general")
    held = Qualification.objects.filter(cadre=asked.cadre)
    known = {
        kind: [row.level for row in held if row.kind == kind and (row.obtained_on or date.min) <= day]
        for kind in ("education", "theory")
    }
    return {
        "standard_id": standard and standard.pk,
        "counting": rule.counting if rule else "full_years",
        "education": max(known["education"], default=None),
        "theory": max(known["theory"], default=None),
        "first_on": first_day(asked, standard, day),
    }


def first_day(asked: Appointment, standard: Standard | None, day: date) -> date | None:
    if standard is None or standard.first_age_max is None:
        return None
    by_committee = standard.first_age_basis == FirstAgeBasis.COMMITTEE
    return min(
        row.validity.lower
        for row in Appointment.objects.filter(cadre=asked.cadre).select_related("position", "unit")
        if row.unit.kind_id == asked.unit.kind_id
        and row.validity.lower <= day
        and (row.position_id == asked.position_id or (by_committee and row.position.in_committee))
    )


def agree(row: Judged) -> None:
    found = {finding.test.value: finding.verdict.value for finding in findings(row)}
    assert found == {
        "age": row.age_test, "first_age": row.first_age_test,
        "education": row.education_test, "theory": row.theory_test,
    }  # fmt: skip
    assert verdict(findings(row)) == row.verdict


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    law=laws, born_on=st.none() | born, held=st.lists(jobs, min_size=1, max_size=5), known=levels, day=near
)
def test_sql_and_sentence_agree_on_anybody_on_any_day(world, law, born_on, held, known, day):
    with transaction.atomic():
        enact(law)
        person = register(world, born_on, held, known)
        for asked in (day, law["changed_on"], law["changed_on"] - timedelta(1)):
            rows = judged_cadre(person.pk, asked)
            standing = {
                row.pk: row for row in person.appointments.select_related("unit") if asked in row.validity
            }
            assert {row.appointment_id for row in rows} == set(standing)
            for row in rows:
                agree(row)
                wanted = facts(standing[row.appointment_id], asked)
                assert {name: getattr(row, name) for name in wanted} == wanted
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(born_on=born, age_max=st.integers(20, 60), counting=st.sampled_from(AgeCounting.values))
def test_the_day_before_the_limit_fits_and_the_day_itself_does_not(world, born_on, age_max, counting):
    with transaction.atomic():
        AgeRule.objects.update(counting=counting, validity=DateRange(None, None))
        always = DateRange(None, None)
        rewrite(validity=always, of={"unit_kind": "GRASSROOTS", "group": "general"}, age_max=age_max)
        person = cadre(world.dong_tien, born_on)
        appoint(person, "SECRETARY", date(1990, 1, 1))
        (row,) = judged_cadre(person.pk, date(2021, 9, 30))
        assert row.over_age_on is not None
        (before,) = judged_cadre(person.pk, row.over_age_on - timedelta(1))
        (after,) = judged_cadre(person.pk, row.over_age_on)
        assert (before.age_test, after.age_test) == (Verdict.MET, Verdict.NOT_MET)
        agree(before)
        agree(after)
        transaction.set_rollback(True)
