"""The demo's cadres: as many as asked, the same on every run, with gaps, over-age cases and every kind of verdict."""

from collections import Counter
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.apps import apps
from django.db import connection

from apps.cadres.enums import Ending, Verdict
from apps.cadres.models import (
    Appointment,
    Cadre,
    FieldVisit,
    Placement,
    Quota,
    SuccessionCandidate,
    TrainingParticipant,
)
from apps.cadres.queries import Judged, judged
from apps.dashboard.services.demo.branches import seed_branches
from apps.dashboard.services.demo.branches.helping import seed_help
from apps.dashboard.services.demo.cadres import seed_cadres
from apps.dashboard.services.demo.people import cast, create_people, places
from apps.dashboard.services.demo.rounds import seed_rounds
from apps.directives.models import Period
from apps.units.models import UnitName
from tests.running import pointed_at

pytestmark = pytest.mark.usefixtures("demo_db")
LAST_DAY = date(2021, 9, 30)
QUARTER_ENDS = [
    date(2020, 3, 31), date(2020, 6, 30), date(2020, 9, 30), date(2020, 12, 31),
    date(2021, 3, 31), date(2021, 6, 30), date(2021, 9, 30),
]  # fmt: skip
LEADERS = {"SECRETARY", "DEPUTY_SECRETARY"}
# Stamped by the database's clock, or by the reader of the history.
STAMPED = {"recorded_at", "made_at", "nominated_at", "at"}


def checksums() -> dict[str, str]:
    """A hash of every table of the register, ids included, without the time of writing."""
    found = {}
    labels = ("cadres", "branches")
    listed = [model for label in labels for model in apps.get_app_config(label).get_models()]
    models = [model for model in listed if "Event" not in model.__name__]
    for model in models:
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT (to_jsonb(t) - %s)::text FROM "{table}" t ORDER BY 1', [list(STAMPED)])
            rows = [row for (row,) in cursor.fetchall()]
        found[table] = f"{len(rows)} {sha256(''.join(rows).encode()).hexdigest()}"
    return found


@pytest.fixture(scope="module")
def quarters(demo_db: str) -> dict[date, list[Judged]]:
    return {day: judged(day, "u.kind_id <> 'BRANCH'") for day in QUARTER_ENDS}


@pytest.mark.slow
def test_two_processes_seed_the_same_cadres(demo_db: str, fresh_db: str) -> None:
    """The demo was seeded by `manage.py seed_demo`, with another seed of hashes; here it is seeded once more."""
    with pointed_at(demo_db):
        first = checksums()
    with pointed_at(fresh_db):
        units = places(LAST_DAY)
        seed_cadres(units, cast(units))
        people = create_people(cast(units))
        branches, _ = seed_branches(units, Period.objects.get(slug="2021-q3"))
        seed_help(branches, people["tochuc"])
        seed_rounds(branches, people["tochuc"])  # pictures of works and models come with it
        assert checksums() == first


def test_about_1500_cadres_serve_in_every_unit() -> None:
    """Beside the secretaries of branches."""
    assert 1_400 <= Cadre.objects.exclude(unit__kind="BRANCH").count() <= 1_600
    served = Appointment.objects.exclude(unit__kind="BRANCH").values("unit_id").distinct()
    assert served.count() == UnitName.objects.exclude(unit__kind="BRANCH").count() == 173


def test_every_verdict_and_every_way_of_leaving_occurs(quarters: dict[date, list[Judged]]) -> None:
    for rows in quarters.values():
        assert {row.verdict for row in rows} == set(Verdict)
    left = Appointment.objects.filter(validity__endswith__gte=date(2017, 1, 1)).exclude(ending="")
    assert set(left.values_list("ending", flat=True)) == set(Ending)


def test_every_quarter_end_differs(quarters: dict[date, list[Judged]]) -> None:
    pictures = {day: _picture(rows) for day, rows in quarters.items()}
    for index in range(len(QUARTER_ENDS) - 1):
        before, after = pictures[QUARTER_ENDS[index]], pictures[QUARTER_ENDS[index + 1]]
        assert {name for name in before if before[name] == after[name]} == set()


def _picture(rows: list[Judged]) -> dict[str, object]:
    """Who holds what, who is over age, what stands vacant."""
    held = Counter((row.unit_id, row.position_id) for row in rows)
    quotas = Quota.objects.values_list("unit_id", "position_id", "seats")
    return {
        "held": {row.appointment_id for row in rows},
        "over age": {row.appointment_id for row in rows if row.age_test == "not_met"},
        "vacant": {(unit, position) for unit, position, seats in quotas if held[unit, position] < seats},
    }


def test_leading_seats_stand_vacant_for_days_and_for_years(quarters: dict[date, list[Judged]]) -> None:
    spans = set()
    for unit_id in Quota.objects.filter(position="SECRETARY").values_list("unit_id", flat=True):
        held = Appointment.objects.filter(unit_id=unit_id, position="SECRETARY").order_by("validity")
        ranges = list(held.values_list("validity", flat=True))
        spans |= {(ranges[index + 1].lower - ranges[index].upper).days for index in range(len(ranges) - 1)}
    assert 0 in spans
    assert any(1 <= span <= 45 for span in spans)
    assert any(span > 300 for span in spans)
    leaders = {row.unit_id for row in quarters[LAST_DAY] if row.position_id == "SECRETARY"}
    assert 3 <= 173 - len(leaders) <= 25


def test_gaps_and_over_age_cases_are_believable(quarters: dict[date, list[Judged]]) -> None:
    leaders = [row for row in quarters[LAST_DAY] if row.position_id in LEADERS and row.kind_id != "AFFILIATE"]
    shares = {verdict: n / len(leaders) for verdict, n in Counter(row.verdict for row in leaders).items()}
    assert 0.5 <= shares["met"] <= 0.85
    assert 0.03 <= shares["no_data"] <= 0.12
    over_age = sum(row.age_test == "not_met" for row in leaders) / len(leaders)
    assert {row.kind_id for row in leaders if row.age_test == "not_met"} >= {"DISTRICT", "GRASSROOTS"}
    assert Placement.objects.filter(state="done").count() >= 5
    assert 0.03 <= over_age <= 0.15
    assert 0.01 <= Cadre.objects.filter(born_on=None).count() / Cadre.objects.count() <= 0.06


def test_nobody_begins_as_a_child_or_serves_after_the_last_day() -> None:
    for appointment in Appointment.objects.select_related("cadre").exclude(cadre__born_on=None):
        since = appointment.validity.lower
        assert since - appointment.cadre.born_on > timedelta(days=18 * 365)
        assert since <= LAST_DAY


def test_candidates_are_held_by_plans_of_units_where_they_serve_and_leave_when_placed() -> None:
    for candidate in SuccessionCandidate.objects.select_related("plan")[:300]:
        units = set(candidate.cadre.appointments.values_list("unit_id", flat=True))
        assert candidate.plan.unit_id in units
    for placement in Placement.objects.filter(state="done"):
        ended = placement.cadre.appointments.filter(ending=Ending.PLACED)
        assert placement.done_on in {row.validity.upper for row in ended}


def test_courses_and_visits_fall_where_the_person_served() -> None:
    visits = [(v.cadre_id, v.unit_id, v.starts_on) for v in FieldVisit.objects.all()]
    courses = TrainingParticipant.objects.select_related("training")
    taken = [(p.cadre_id, p.unit_id, p.training.starts_on) for p in courses]
    served = list(Appointment.objects.values_list("cadre_id", "unit_id", "validity"))
    by_person: dict[tuple[int, int], list[object]] = {}
    for cadre_id, unit_id, validity in served:
        by_person.setdefault((cadre_id, unit_id), []).append(validity)
    assert len(visits) > 500
    assert len(taken) > 300
    for cadre_id, unit_id, day in visits + taken:
        assert any(day in validity or validity.upper == day for validity in by_person[cadre_id, unit_id])
