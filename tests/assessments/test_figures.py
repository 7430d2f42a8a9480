"""What decided rounds answer of Conclusion 08, case by case: which year, whose branches, as at which day, or none."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.assessments.models import Assessment, AssessmentRound
from apps.assessments.queries.figures import assessment_figures
from apps.directives.models import Period
from apps.units.models import Unit, UnitParent, UnitSector
from apps.units.services import rebuild_ancestry
from tests.assessments.desk import SINCE, branch
from tests.assessments.test_results import opened
from tests.world import World

pytestmark = pytest.mark.django_db
DECIDED_ON = date(2020, 12, 20)


@pytest.fixture
def branches(world: World) -> list[Unit]:
    """Three of Đồng Tiến, the last of them in a school, and one of Dân Tiến."""
    kinds = (("Một", "RURAL"), ("Hai", "URBAN"), ("Trường", "SCHOOL"))
    own = [branch(world.dong_tien, f"Chi đoàn {name}", sector) for name, sector in kinds]
    return [*own, branch(world.dan_tien, "Chi đoàn Ba")]


@pytest.fixture
def rated(branches: list[Unit]) -> AssessmentRound:
    """In the year before and in the year after everybody did otherwise."""
    one, two, school, three = branches
    for year in (2019, 2021):
        other = opened("CD-DBDC", year)
        for unit in branches:
            rate(other, unit, "done", date(2020, 1, 5))
    within = opened("CD-DBDC", 2020)
    for unit, code in ((one, "excellent"), (two, "good"), (school, "failed"), (three, "excellent")):
        rate(within, unit, code)
    return within


def rate(within: AssessmentRound, unit: Unit, code: str, on: date = DECIDED_ON) -> None:
    decide(enrolled(within, unit), class_code=code, decision_on=on)


def recognise(within: AssessmentRound, unit: Unit, is_recognised: bool) -> None:
    decide(enrolled(within, unit), is_recognised=is_recognised)


def enrolled(within: AssessmentRound, unit: Unit) -> Assessment:
    above = {"appraiser_unit": unit, "decider_unit": unit}
    return Assessment.objects.create(round=within, unit=unit, state="submitted", **above)


def decide(row: Assessment, **result: object) -> None:
    given = {"appraised_points": 80, "decided_points": 80, "decision_number": "1", "decision_on": DECIDED_ON}
    Assessment.objects.filter(pk=row.pk).update(state="decided", **(given | result))


def appeal(within: AssessmentRound, unit: Unit) -> None:
    Assessment.objects.filter(round=within, unit=unit).update(
        state="submitted", class_code="", decided_points=None, decision_number="", decision_on=None
    )


def classes(*units: Unit) -> list[dict[str, int] | None]:
    """Of each unit in the year's last quarter, the classes by letter; None when the rounds do not say."""
    found = assessment_figures([unit.pk for unit in units], Period.objects.get(slug="2020-q4"))
    return [
        {code[-1]: int(value) for code, value in found[unit.pk].items() if code.startswith("KL08-C1")}
        if unit.pk in found
        else None
        for unit in units
    ]


def counts(excellent: int = 0, good: int = 0, done: int = 0, failed: int = 0) -> dict[str, int]:
    return {"a": excellent, "b": good, "c": done, "d": failed}


def test_residential_branches_of_the_year_are_counted_at_every_unit_above(world: World, rated) -> None:
    places = (world.dong_tien, world.dan_tien, world.khoai_chau, world.province)
    assert classes(*places) == [counts(1, 1), counts(1), counts(2, 1), counts(2, 1)]


def test_nothing_is_said_where_nobody_is_rated_and_of_a_branch_itself(world: World, branches, rated) -> None:
    assert classes(world.phu_cu, branches[0]) == [None, None]


@pytest.mark.parametrize("state", ["registered", "draft", "submitted", "returned", "appraised"])
def test_one_that_is_not_decided_leaves_all_above_it_open(world: World, branches, rated, state: str) -> None:
    late = enrolled(rated, branch(world.dan_tien, "Chi đoàn Bốn"))
    Assessment.objects.filter(pk=late.pk).update(state=state, appraised_points=80)
    assert classes(world.dong_tien, world.dan_tien, world.khoai_chau) == [counts(1, 1), None, None]


def test_an_appeal_takes_the_result_out_until_it_is_decided_again(world: World, branches, rated) -> None:
    appeal(rated, branches[3])
    assert classes(world.dong_tien, world.dan_tien, world.khoai_chau) == [counts(1, 1), None, None]
    decide(Assessment.objects.get(round=rated, unit=branches[3]), class_code="done")
    assert classes(world.dan_tien, world.khoai_chau) == [counts(done=1), counts(1, 1, 1)]


def test_a_decision_counts_from_its_day_on(world: World, rated) -> None:
    for cutoff, known in ((DECIDED_ON, counts(1, 1)), (date(2020, 12, 19), None)):
        Period.objects.filter(slug="2020-q4").update(cutoff_on=cutoff)
        assert classes(world.dong_tien) == [known]


@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2021, 1, 1)])
def test_a_branch_counts_where_it_stands_on_the_cut_off_day(world: World, branches, rated, day: date) -> None:
    UnitParent.objects.filter(unit=branches[1]).update(validity=DateRange(SINCE.lower, day))
    UnitParent.objects.create(unit=branches[1], parent=world.dan_tien, validity=DateRange(day, None))
    rebuild_ancestry(root_id=branches[1].pk)
    moved = day.year == 2020
    expected = [counts(1), counts(1, 1)] if moved else [counts(1, 1), counts(1)]
    assert classes(world.dong_tien, world.dan_tien) == expected


@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2021, 1, 1)])
def test_a_branch_is_residential_by_its_sector_on_that_day(world: World, branches, rated, day: date) -> None:
    UnitSector.objects.filter(unit=branches[2]).update(validity=DateRange(SINCE.lower, day))
    UnitSector.objects.create(unit=branches[2], sector_id="RURAL", validity=DateRange(day, None))
    assert classes(world.dong_tien) == [counts(1, 1, failed=1) if day.year == 2020 else counts(1, 1)]


def test_titles_are_counted_beside_the_classes_each_by_itself(world: World, branches, rated) -> None:
    """Of those who asked for it; nobody recognised is zero, one who waits leaves it open."""
    strong, active = opened("CHI-DOAN-MANH", 2020), opened("3-CHU-DONG", 2020)
    for unit, is_recognised in ((branches[0], True), (branches[1], False), (branches[2], True)):
        recognise(strong, unit, is_recognised)
    recognise(active, world.dong_tien, False)
    assert titles(world.dong_tien, world.khoai_chau) == [{"KL08-C3a": 1}, {"KL08-C3a": 1, "KL08-C4a": 0}]
    enrolled(strong, branches[3])
    assert titles(world.dong_tien, world.khoai_chau) == [{"KL08-C3a": 1}, {"KL08-C4a": 0}]
    assert classes(world.khoai_chau) == [counts(2, 1)]


def titles(*units: Unit) -> list[dict[str, Decimal]]:
    found = assessment_figures([unit.pk for unit in units], Period.objects.get(slug="2020-q4"))
    return [
        {code: value for code, value in found[unit.pk].items() if not code.startswith("KL08-C1")}
        for unit in units
    ]
