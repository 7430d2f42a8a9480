"""Biểu 1–7 as counts, against the same counted in plain Python from the raw rows."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from apps.cadres.models import Quota, SuccessionCandidate, SuccessionPlan, Training, TrainingParticipant
from apps.cadres.queries.tables import CountTable, count_tables
from apps.units.models import Unit
from tests.cadres.chance import Lot
from tests.cadres.people import appoint, cadre
from tests.cadres.plain_tables import AnnexRegister, Table, sums
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
RANGES = [(date(2021, 7, 1), date(2021, 9, 30)), (date(2020, 1, 1), date(2021, 12, 31))]
# Parts that add up to another column, by their heads in the order of the columns: (table, whole, parts).
PARTS = [
    ("1a", 3, (4, 5, 6)), ("1a", 3, (7, 8, 9)), ("1a", 3, (11, 12, 13, 14, 15)),
    ("1b", 0, range(1, 7)), ("1b", 0, range(7, 12)), ("1b", 0, (12, 13, 14)), ("1b", 0, (15, 16, 17, 18)),
    ("2", 0, (1, 2, 3)), ("2", 0, (4, 5, 6)), ("5", 7, range(7)), ("5", 15, range(8, 15)),
    ("6", 1, (4, 5)), ("7", 0, (1, 2, 3, 4)),
]  # fmt: skip
FAULTS = [
    ("staff", "STAFF", "other.is_main DESC, ", ""),
    ("staff", "STAFF", "sex = ''", "sex = 'male'"),
    ("staff", "STAFF", "lower(btrim(c.ethnic_group))", "c.ethnic_group"),
    ("staff", "STAFF", "party_joined_on <= %(day)s", "party_joined_on IS NOT NULL"),
    ("staff", "STAFF", "age <= 30", "age < 30"),
    ("staff", "STAFF", "age BETWEEN 36 AND 40", "age BETWEEN 36 AND 41"),
    ("staff", "STAFF", "age IS NULL", "age IS NULL AND sex = ''"),
    ("staff", "STAFF", "education >= 5", "education = 6"),
    ("staff", "STAFF", "theory = 0", "coalesce(theory, 0) = 0"),
    ("staff", "STAFF", "verdict = 'met'", "verdict IN ('met', 'no_data')"),
    ("staff", "STAFF", "age_test = 'not_met') AS over_age", "verdict = 'not_met') AS over_age"),
    (
        "staff",
        "STAFF",
        "greatest(asked.seats - coalesce(taken.held, 0), 0)",
        "asked.seats - coalesce(taken.held, 0)",
    ),
    ("staff", "STAFF", "FULL JOIN (\n    SELECT", "RIGHT JOIN (\n    SELECT"),
    ("over_age", "OVER_AGE", "interval '1 year') AS under_1", "interval '2 years') AS under_1"),
    ("over_age", "OVER_AGE", "<= %(day)s::date - interval '3 years') AS from_3", "IS NOT NULL) AS from_3"),
    ("over_age", "OVER_AGE", "coalesce(done_on <= %(day)s, false)", "done_on IS NOT NULL"),
    ("over_age", "OVER_AGE", "done_on BETWEEN %(first)s AND %(day)s", "done_on <= %(day)s"),
    ("over_age", "OVER_AGE", "lower(held.validity) < placed.done_on", "lower(held.validity) <= %(first)s"),
    ("over_age", "OVER_AGE", "'no_data')\n  UNION", "'no_standard')\n  UNION"),
    ("plans", "PLANS", "k.validity * daterange(NULL, upper(plan.term))", "k.validity"),
    ("plans", "PLANS", "WHERE days && daterange(%(first)s::date - 1, %(day)s::date, '[]')", ""),
    ("plans", "PLANS", "upper(days) BETWEEN", "lower(days) BETWEEN"),
    ("plans", "PLANS", "AND p.needs_plan AND seats > 0", ""),
    ("plans", "PLANS", "FILTER (WHERE seats IS NOT NULL))", ")"),
    ("courses", "COURSES", "t.organised_by = ''", "true"),
    ("courses", "COURSES", "OR EXISTS", "AND NOT EXISTS"),
    ("courses", "COURSES", "cost IS NULL", "cost = 0"),
    ("courses", "TURNS", "part.unit_id = ANY(%(units)s)\nJOIN", "true\nJOIN"),
    ("moves", "MOVES", "AND a.is_main", ""),
    ("moves", "MOVES", "upper(a.validity) BETWEEN %(first)s", "upper(a.validity) BETWEEN '2019-01-01'"),
    ("visits", "VISITS", "AND years.last_day\n  ) visited", "AND '2022-12-31'\n  ) visited"),
    ("visits", "VISITS", "rule.year = years.year", "true"),
    ("visits", "VISITS", "done >= owed", "done > owed"),
    ("visits", "VISITS", "a.engagement = 'full_time'", "true"),
    ("ratings", "RATINGS", "coalesce(r.decided_on, make_date(r.year, 12, 31)) <= %(day)s", "true"),
    ("ratings", "RATINGS", "decided.cadre_id = a.cadre_id", "false"),
    ("ratings", "RATINGS", "(p.is_cadre OR a.engagement = 'full_time')", "p.is_cadre"),
    ("ratings", "RATINGS", "CASE WHEN count(rating) > 0 THEN count(rating) END", "count(rating)"),
]


def drawn(world: World, seed: int) -> list[Unit]:
    """A register drawn by lot over districts, communes, an Đoàn trực thuộc and the province."""
    units = [world.province, world.affiliate, world.khoai_chau, world.phu_cu]
    units += list(Unit.objects.children_of(world.khoai_chau.pk, DAY).order_by("pk")[:3])
    Lot(seed, units).draw()
    return units


def rows_of(table: CountTable) -> Table:
    """Without the sums; {(level, row): counts}."""
    found, level = {}, ""
    for line in table.lines:
        level = line.name if line.is_sum else level
        if not line.is_sum:
            found[level, line.name] = list(line.cells)
    return found


def check(units: Collection[int], first: date, day: date) -> None:
    plain = AnnexRegister(units, first, day)
    found = count_tables(units, first, day)
    assert (found.given, found.expected) == (len(plain.units), len(units))
    expected = plain.tables()
    assert [table.number for table in found.tables] == list(expected)
    for table in found.tables:
        got, wanted = rows_of(table), expected[table.number]
        for place in sorted(set(got) | set(wanted)):
            assert got.get(place) == wanted.get(place), (table.number, place)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("days", RANGES)
def test_every_cell_is_what_plain_python_counts(world: World, seed: int, days: tuple[date, date]):
    check([unit.pk for unit in drawn(world, seed)], *days)


@pytest.mark.parametrize("seed", [1, 2])
def test_of_a_part_of_the_units_too(world: World, seed: int):
    check([unit.pk for unit in drawn(world, seed)[2:4]], *RANGES[1])


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[0]}: {fault[2][:40]}")
def test_a_fault_in_a_statement_would_be_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch, fault: tuple[str, str, str, str]
):
    """On one of the registers drawn by lot at the latest."""
    name, constant, right, wrong = fault
    module = import_module(f"apps.cadres.queries.tables.{name}")
    statement = getattr(module, constant)
    assert right in statement
    monkeypatch.setattr(module, constant, statement.replace(right, wrong))
    for seed in range(20):
        try:
            with transaction.atomic():
                units = [unit.pk for unit in drawn(world, seed)]
                for days in RANGES:
                    check(units[: 3 + seed % 5], *days)
                transaction.set_rollback(True)
        except AssertionError:
            return
    pytest.fail("twenty registers did not notice")


@pytest.mark.parametrize("seed", range(4))
def test_parts_add_up_and_every_sum_is_the_sum_of_its_rows(world: World, seed: int):
    found = count_tables([unit.pk for unit in drawn(world, seed)], *RANGES[1])
    by_number = {table.number: table for table in found.tables}
    for number, whole, parts in PARTS:
        for line in by_number[number].lines:
            if line.cells[whole] is not None:
                assert line.cells[whole] == sum(line.cells[part] or 0 for part in parts), (number, line)
    for table in found.tables:
        check_sums(table)


def check_sums(table: CountTable) -> None:
    """Each level is the sum of its rows, the last line of all (years are not added up); a ratio is left out."""
    rows = rows_of(table)
    for line in table.lines:
        if line.is_sum:
            inside = [cells for (level, _), cells in rows.items() if line.name in (level, "Tổng cộng")]
            added, told = sums(inside), list(line.cells)
            if table.number == "3":
                added, told = added[:5], told[:5]
            assert told == added, (table.number, line.name)


def test_who_holds_two_posts_counts_at_the_main_one_and_leaves_no_seat_empty(world: World):
    person = cadre(world.khoai_chau, date(1990, 5, 17), sex="female", party_joined_on=date(2015, 3, 26))
    appoint(person, "DEPUTY_SECRETARY", date(2019, 3, 1))
    appoint(person, "STANDING_MEMBER", date(2019, 3, 1), is_main=False)
    for position in ("DEPUTY_SECRETARY", "STANDING_MEMBER"):
        Quota.objects.create(
            unit=world.khoai_chau, position_id=position, seats=1, validity=DateRange(date(2019, 1, 1), None)
        )
    made = count_tables([world.khoai_chau.pk], date(2021, 7, 1), DAY).tables[0]
    told = {line.name: line.cells[:4] for line in made.lines}
    assert told["Phó Bí thư"] == (1, 1, 0, 1)
    assert told["Ủy viên Ban Thường vụ"] == (1, 1, 0, 0)
    assert told["Tổng cộng"] == (2, 2, 0, 1)


def test_what_nobody_knows_is_no_zero(world: World):
    appoint(cadre(world.khoai_chau, None), "STAFF", date(2019, 3, 1))
    found = count_tables([world.khoai_chau.pk, world.phu_cu.pk], date(2021, 1, 1), date(2021, 12, 31))
    made, _, over, *_, visits, ratings = found.tables
    assert (found.given, found.expected) == (1, 2)
    quota, held, vacant, present, *_, unknown = made.lines[-1].cells
    assert (quota, held, vacant, present, unknown) == (None, 1, None, 1, 1)
    assert over.lines == ()  # staff has no age limit here
    assert visits.lines[-1].cells == (1, 0, None, 0, None, None)
    assert ratings.lines[-1].cells == (None,) * 5 + (1,)


def test_a_register_that_knows_nobody_has_no_tables(world: World):
    found = count_tables([world.khoai_chau.pk], date(2021, 7, 1), DAY)
    assert (found.given, found.expected, found.tables) == (0, 1, ())


def test_a_new_term_is_no_coming_and_going(world: World):
    person = cadre(world.khoai_chau)
    appoint(person, "STAFF", date(2019, 3, 1))
    for first, last in ((date(2017, 1, 1), date(2021, 8, 1)), (date(2021, 8, 1), date(2026, 8, 1))):
        term = DateRange(first, last)
        plan = SuccessionPlan.objects.create(unit=world.khoai_chau, position_id="SECRETARY", term=term)
        SuccessionCandidate.objects.create(plan=plan, cadre=person, readiness="now", validity=term)
    found = count_tables([world.khoai_chau.pk], date(2021, 7, 1), DAY).tables[3]
    assert found.lines[-1].cells[:4] == (1, 0, 0, 1)


def test_the_cost_does_not_grow(world: World):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            count_tables([world.khoai_chau.pk, world.phu_cu.pk], *RANGES[1])
        return len(asked)

    appoint(cadre(world.khoai_chau), "STAFF", date(2019, 3, 1))
    few = cost()
    for place in range(12):
        appoint(cadre(world.phu_cu, date(1980 + place, 5, 1)), "DEPUTY_SECRETARY", date(2019, 3, 1))
    assert cost() == few <= 10


def test_what_courses_cost_and_which_do_not_say(world: World):
    person = cadre(world.khoai_chau)
    appoint(person, "STAFF", date(2019, 3, 1))
    for organised_by, cost in (("", Decimal("12.5")), ("", None), ("Trường Chính trị tỉnh", None)):
        course = Training.objects.create(
            title="Lớp", kind="skills", organiser=world.khoai_chau, organised_by=organised_by, cost=cost,
            starts_on=date(2021, 7, 1), ends_on=date(2021, 7, 2),
        )  # fmt: skip
        TrainingParticipant.objects.create(training=course, cadre=person, unit=world.khoai_chau)
    found = count_tables([world.khoai_chau.pk], date(2021, 7, 1), DAY).tables[4]
    level = "Huyện, thị, thành Đoàn"
    assert [column.head for column in found.columns][1:3] == [level, "Cộng"]
    assert [(line.name, line.cells) for line in found.lines if line.is_sum] == [
        (level, (2, 2, 2, Decimal("12.5"), 1)),
        ("Cơ quan ngoài Đoàn", (1, 1, 1, None, 1)),
        ("Tổng cộng", (3, 3, 3, Decimal("12.5"), 2)),
    ]
