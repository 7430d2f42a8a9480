"""What the register answers for a report, against the same figures counted in plain Python from the raw rows."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from apps.cadres.models import Quota, SuccessionCandidate, SuccessionPlan, Training, TrainingParticipant
from apps.cadres.queries import figures
from apps.cadres.queries.figures import register_figures
from apps.directives.models import Period
from apps.units.models import Unit
from tests.cadres.chance import Lot
from tests.cadres.people import appoint, cadre
from tests.cadres.plain import Register
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
FAULTS = [
    ("(p.is_cadre OR", "(p.in_committee OR"),
    ("j.is_main AND", "true AND"),
    ("a.is_main AND", "true AND"),
    ("age_max, education_min, theory_min)", "age_max)"),
    ("verdict = 'met'", "verdict IN ('met', 'no_data')"),
    ("education_test = 'met'", "education_test <> 'not_met'"),
    ("theory_test = 'met'", "theory_test <> 'not_met'"),
    ("bool_and(born_on IS NOT NULL OR is_ruled IS NOT true)", "true"),
    ("is_ruled AND age_test = 'not_met'", "age_test = 'not_met'"),
    ("age_test = 'met' AND over_age_on", "over_age_on"),
    ("<= %(day)s::date + interval '12 months'", "<= %(day)s::date + interval '11 months'"),
    ("education >= 4", "education >= 3"),
    ("theory >= 2", "theory >= 1"),
    ("education IS NOT NULL OR cadre_id IS NULL", "true"),
    ("theory IS NOT NULL OR cadre_id IS NULL", "true"),
    ("t.starts_on BETWEEN %(new_year)s", "t.starts_on BETWEEN %(start)s"),
    ("t.starts_on BETWEEN %(start)s", "t.starts_on BETWEEN %(new_year)s"),
    ("engagement = 'part_time'", "engagement = 'full_time'"),
    ("engagement = 'voluntary'", "engagement = 'full_time'"),
    ("c.engagement = 'full_time'", "true"),
    ("coalesce(visited.days, 0) >= r.days", "visited.days > r.days"),
    ("coalesce(sum(visited.days), 0)", "count(visited.days)"),
    ("r.unit_kind_id = u.kind_id AND r.year = %(year)s", "r.year = %(year)s"),
    ("WHERE p.in_committee GROUP", "GROUP"),
    ("in_standing AND sex = 'female'", "sex = 'female'"),
    ("bool_and(sex <> '' OR m.cadre_id IS NULL)", "true"),
    ("bool_and(sex <> '' OR in_standing IS NOT true)", "true"),
    ("bool_and(ethnic_group <> '' OR m.cadre_id IS NULL)", "true"),
    ("bool_and(ethnic_group <> '' OR in_standing IS NOT true)", "true"),
    ("lower(btrim(c.ethnic_group))", "c.ethnic_group"),
    ("c.party_joined_on <= %(day)s", "c.party_joined_on IS NOT NULL"),
    ("count(m.cadre_id) = count(born_on)", "true"),
    ("> %(day)s)::int)", "> %(start)s)::int)"),
    ("count(DISTINCT cadre_id) FROM judged", "0 * count(*) FROM judged"),
    (", 0) AS vacant", ", -9) AS vacant"),
    ("NOT is_own AND position_id = 'SECRETARY') = unit_count - 1", "true) > 0"),
    ("NOT is_own AND position_id = 'DEPUTY_SECRETARY') = unit_count - 1", "true) > 0"),
    ("FILTER (WHERE is_own AND position_id = 'SECRETARY')", "FILTER (WHERE position_id = 'SECRETARY')"),
    ("count(*) FILTER (WHERE needs_plan AND seats > 0)", "count(*) FILTER (WHERE needs_plan)"),
    ("c.unit_id = post.unit_id AND c.position_id", "c.position_id"),
    ("c.validity @> %(day)s::date", "true"),
    ("coalesce(upper(plan.term) > %(day)s, true)", "true"),
    ("count(DISTINCT cadre_id) FILTER (WHERE position_id = 'SECRETARY')", "count(*)"),
    ("count(DISTINCT r.unit_id) FILTER (WHERE NOT is_own)", "count(DISTINCT r.unit_id)"),
    ("r.reviewed_on BETWEEN %(new_year)s", "r.reviewed_on BETWEEN %(start)s"),
    ("count(DISTINCT (a.unit_id, a.cadre_id, lower(a.validity)))", "count(*)"),
    ("a.origin IN ('consolidated', 'by_election')", "a.origin IN ('consolidated', 'elected')"),
    ("a.origin IN ('transferred', 'rotated')", "a.origin IN ('transferred')"),
    ("lower(a.validity) BETWEEN %(start)s", "lower(a.validity) BETWEEN %(new_year)s"),
    ("state = 'done' AND done_on BETWEEN %(start)s", "done_on BETWEEN %(new_year)s"),
    ("UNION SELECT unit_id, cadre_id, false FROM placed", ""),
    ("OR over_age_on < until", ""),
    ("bool_and(is_unknown IS NOT true)", "true"),
    ("count(DISTINCT d.cadre_id)", "count(d.id)"),
    ("d.decided_on BETWEEN %(start)s", "d.decided_on BETWEEN %(new_year)s"),
    ("AND t.organised_by = ''", ""),
    ("count(part.cadre_id) AS", "count(DISTINCT part.cadre_id) AS"),
    ("count(DISTINCT part.cadre_id) FILTER (WHERE part.kind = 'theory_elementary')", "count(part.cadre_id)"),
    ("part.kind = 'theory_intermediate'", "part.kind = 'theory_advanced'"),
    ("part.kind = 'theory_advanced'", "part.kind = 'theory_intermediate'"),
    ("AND r.year = %(year)s\nGROUP", "\nGROUP"),
    ("WHEN count(r.id) > 0 THEN", "WHEN true THEN"),
    ("rating = 'excellent'", "rating = 'good'"),
    ("rating = 'done'", "rating = 'failed'"),
    ("seat.kind = 'elected_body'", "true"),
    ("seat.kind = 'party_committee'", "true"),
    ("AND seat.validity @> %(day)s::date", ""),
    ("lower(a.validity) <= %(day)s\n    ) AS is_kept", "true) AS is_kept"),
]
Scopes = dict[int, Sequence[int]]


def scopes_of(world: World, districts: Iterable[Unit]) -> Scopes:
    """Districts with four communes each, a Đoàn trực thuộc and the province."""
    found: Scopes = {world.affiliate.pk: [world.affiliate.pk], world.province.pk: [world.province.pk]}
    for district in districts:
        children = Unit.objects.children_of(district.pk, DAY).order_by("pk")
        communes = list(children.values_list("pk", flat=True)[:4])
        found |= {commune: [commune] for commune in communes} | {district.pk: [district.pk, *communes]}
    return found


def units_of(scopes: Scopes) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=set(chain.from_iterable(scopes.values()))).order_by("pk"))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("slug", ["2021-q2", "2021-q4"])
def test_every_row_and_element_is_what_plain_python_counts(world: World, seed: int, slug: str) -> None:
    scopes = scopes_of(world, [world.khoai_chau, world.phu_cu])
    Lot(seed, units_of(scopes)).draw()
    period = Period.objects.get(slug=slug)
    plain = Register(period)
    expected = {row: plain.figures(row, units) for row, units in scopes.items()}
    assert register_figures(scopes, period) == expected


@pytest.mark.slow
def test_every_element_is_answered_and_a_fault_in_any_of_them_is_seen(world: World) -> None:
    """The comparison above proves itself: each element has answers above zero, each fault differs in some register."""
    scopes, period = scopes_of(world, [world.khoai_chau, world.phu_cu]), Period.objects.get(slug="2021-q4")
    answered, unseen = set(), set(FAULTS)
    assert all(true in figures.FIGURES for true, _ in FAULTS)
    for seed in range(10):
        with transaction.atomic():
            Lot(seed, units_of(scopes)).draw(count=120)
            right = register_figures(scopes, period)
            answered |= {code for row in right.values() for code, value in row.items() if value}
            unseen = {fault for fault in unseen if answers(scopes, period, *fault) == right}
            transaction.set_rollback(True)
        if not unseen:
            break
    assert answered == figures.LEVEL | figures.OWN | figures.ALL | figures.OTHERS
    assert unseen == set()


def answers(scopes: Scopes, period: Period, true: str, false: str) -> dict[int, dict[str, Decimal]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "FIGURES", figures.FIGURES.replace(true, false))
        return register_figures(scopes, period)


# By hand


def known(period: Period, *units: Unit) -> dict[str, Decimal]:
    """The answer for a report's first row, whose scope is all of the units."""
    return register_figures({units[0].pk: [unit.pk for unit in units]}, period)[units[0].pk]


@pytest.fixture
def quarter(world: World) -> Period:
    return Period.objects.get(slug="2021-q4")


def test_a_unit_without_anybody_in_the_register_is_answered_nothing(world: World, quarter: Period) -> None:
    units = (world.khoai_chau, world.dong_tien)
    assert known(quarter, *units) == {}
    appoint(cadre(world.khoai_chau), "SECRETARY", date(2020, 1, 1))
    assert known(quarter, *units)["KL07-2.1a"] == 1
    assert "KL07-2.28a" not in known(quarter, *units)
    appoint(cadre(world.dong_tien), "SECRETARY", date(2022, 1, 1))
    assert "KL07-2.28a" not in known(quarter, *units)
    appoint(cadre(world.dong_tien), "STAFF", date(2021, 12, 31))
    assert known(quarter, *units)["KL07-2.28a"] == 2


def test_a_vacancy_needs_a_quota_of_every_unit(world: World, quarter: Period) -> None:
    units = (world.khoai_chau, world.dong_tien, world.dan_tien)
    for unit in units:
        appoint(cadre(unit), "STAFF", date(2020, 1, 1))
    for unit, seats in ((world.khoai_chau, 1), (world.dong_tien, 2)):
        quota(unit, "SECRETARY", seats)
    assert known(quarter, *units)["KL07-2.11a"] == 1
    assert "KL07-2.11b" not in known(quarter, *units)
    quota(world.dan_tien, "SECRETARY", 1)
    assert known(quarter, *units)["KL07-2.11b"] == 3


def quota(unit: Unit, position: str, seats: int) -> None:
    Quota.objects.create(
        unit=unit, position_id=position, seats=seats, validity=DateRange(date(2019, 1, 1), None)
    )


def test_too_many_in_one_unit_fill_no_vacancy_of_another(world: World, quarter: Period) -> None:
    units = (world.khoai_chau, world.dong_tien, world.dan_tien)
    for unit in (world.khoai_chau, world.dong_tien, world.dong_tien):
        appoint(cadre(unit), "DEPUTY_SECRETARY", date(2020, 1, 1))
    appoint(cadre(world.dan_tien), "STAFF", date(2020, 1, 1))
    for unit in units:
        quota(unit, "DEPUTY_SECRETARY", 1)
    assert known(quarter, *units)["KL07-2.12b"] == 1


def test_a_missing_birth_date_is_no_age(world: World, quarter: Period) -> None:
    appoint(cadre(world.dong_tien, date(1980, 1, 1)), "SECRETARY", date(2020, 1, 1))
    assert known(quarter, world.dong_tien)["KL07-2.7a"] == 1
    appoint(cadre(world.dong_tien, None), "DEPUTY_SECRETARY", date(2020, 1, 1))
    found = known(quarter, world.dong_tien)
    assert found == {"KL07-2.2b": 2, "KL07-2.2a": 0, "KL07-2.3a": 2, "KL07-2.4a": 2}


def test_an_affiliate_alone_stands_for_more_than_the_register_keeps(world: World, quarter: Period) -> None:
    """Its cơ sở are not units of the tree: only what is of its own level is known."""
    appoint(cadre(world.affiliate), "SECRETARY", date(2020, 1, 1))
    assert set(known(quarter, world.affiliate)) <= figures.LEVEL
    assert known(quarter, world.affiliate)["KL07-2.10h"] == 1


@pytest.mark.parametrize(
    ("until", "count"),
    [(date(2021, 12, 20), 0), (date(2021, 12, 21), 1), (None, 1)],
    ids=["before", "on", "after"],
)
def test_who_left_before_being_too_old_need_not_be_placed(
    world: World, quarter: Period, until: date | None, count: int
) -> None:
    """36 on 20/12/2021: the post of a commune may be held until the day before."""
    units = (world.khoai_chau, world.dong_tien)
    appoint(cadre(world.khoai_chau), "SECRETARY", date(2020, 1, 1))
    appoint(cadre(world.dong_tien, date(1985, 12, 20)), "SECRETARY", date(2020, 1, 1), until)
    assert known(quarter, *units)["KL07-2.25b"] == count


def test_nobody_is_counted_twice_in_one_element(world: World, quarter: Period) -> None:
    """A person in two posts, two plans, two courses and two committees is one person."""
    units = (world.khoai_chau, world.dong_tien)
    person = cadre(world.khoai_chau)
    appoint(person, "DEPUTY_SECRETARY", date(2021, 10, 5), origin="by_election")
    for position in ("STANDING_MEMBER", "COMMITTEE_MEMBER"):
        appoint(person, position, date(2021, 10, 5), origin="by_election", is_main=False)
    appoint(person, "SECRETARY", date(2021, 10, 6), unit=world.dong_tien, is_main=False, is_concurrent=True)
    for unit in units:
        plan = SuccessionPlan.objects.create(
            unit=unit, position_id="SECRETARY", term=DateRange(date(2017, 1, 1), None)
        )
        SuccessionCandidate.objects.create(plan=plan, cadre=person, readiness="now", validity=plan.term)
    for kind in ("theory_intermediate", "theory_intermediate"):
        course = Training.objects.create(
            title="Lớp",
            kind=kind,
            organiser=world.khoai_chau,
            starts_on=date(2021, 11, 1),
            ends_on=date(2021, 11, 2),
        )
        TrainingParticipant.objects.create(training=course, cadre=person, unit=world.khoai_chau)
    found = known(quarter, *units)
    once = ("2.1a", "2.14", "2.18a", "2.22a", "2.23b", "2.28a", "2.10g", "2.10h")
    assert {code: found[f"KL07-{code}"] for code in once} == dict.fromkeys(once, 1)
    assert found["KL07-2.21"] == 2


def test_all_rows_of_a_province_cost_one_statement(world: World, quarter: Period) -> None:
    scopes = scopes_of(world, Unit.objects.filter(kind="DISTRICT"))
    with CaptureQueriesContext(connection) as captured:
        assert register_figures(scopes, quarter) == {row: {} for row in scopes}
    assert len(captured) == 1
