"""Results, movement and figures of rounds: against plain Python, on rounds drawn by chance."""

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.assessments.models import Assessment, AssessmentRound, CriteriaSet, Score
from apps.assessments.queries.figures import assessment_figures
from apps.assessments.queries.results import results
from apps.directives.models import Period
from apps.units.models import Unit
from tests.assessments import plain_results
from tests.assessments.desk import branch
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
CLASSES = ["excellent", "good", "done", "failed"]


def opened(code: str, year: int) -> AssessmentRound:
    due = timezone.now()
    return AssessmentRound.objects.create(
        set=CriteriaSet.objects.published().get(code=code), year=year, title=f"{code} {year}",
        opens_on=date(year, 11, 1), self_due_at=due, appraise_due_at=due + timedelta(days=1),
        decide_due_at=due + timedelta(days=2),
    )  # fmt: skip


def ended(year: int) -> AssessmentRound:
    """Due on the last day of its year."""
    within = opened("CD-DBDC", year)
    within.self_due_at, within.appraise_due_at, within.decide_due_at = (
        timezone.make_aware(datetime(year, 12, day, 17)) for day in (10, 20, 31)
    )
    within.save()
    return within


def draw(rng: Random, within: AssessmentRound, units: list[Unit], decided: float) -> None:
    criteria = list(within.set.criteria.all())
    for unit in units:
        if rng.random() < 0.08:
            continue
        is_decided = rng.random() < decided
        above = {"appraiser_unit": unit, "decider_unit": unit}
        row = Assessment.objects.create(round=within, unit=unit, state="submitted", **above)
        points = [rng.choice([0, criterion.max_points / 2, criterion.max_points]) for criterion in criteria]
        Score.objects.bulk_create(
            Score(assessment=row, criterion=one, self_points=got, appraised_points=got, decided_points=got)
            for one, got in zip(criteria, points, strict=True)
        )
        if is_decided:
            is_title = within.set.purpose == "recognition"
            Assessment.objects.filter(pk=row.pk).update(
                state="decided", appraised_points=sum(points), decided_points=sum(points), decision_number="1",
                decision_on=date(within.year, 12, rng.choice([5, 20, 31])),
                class_code="" if is_title else rng.choice(CLASSES),
                is_recognised=rng.random() < 0.5 if is_title else None,
            )  # fmt: skip


@pytest.fixture
def branches(world: World) -> list[Unit]:
    sectors = ["RURAL", "RURAL", "URBAN", "SCHOOL"]
    return [
        branch(commune, f"Chi đoàn {number}", sectors[number % 4])
        for commune, count in ((world.dong_tien, 9), (world.dan_tien, 4))
        for number in range(count)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_results_are_those_of_plain_python(world: World, branches, seed: int) -> None:
    rng = Random(f"kết quả {seed}")
    before, after = opened("CD-DBDC", 2020), opened("CD-DBDC", 2021)
    draw(rng, before, branches, 0.9)
    draw(rng, after, branches, 0.8)
    for scope in (world.khoai_chau, world.province, world.dong_tien):
        found = results(Unit.objects.named(DAY).get(pk=scope.pk), after)
        plain = plain_results.lanes(after, scope)
        assert {int(lane.key): (lane.listed, dict(lane.counts)) for lane in found.lanes} == {
            unit: (counts.total(), {code: n for code, n in counts.items() if code})
            for unit, counts in plain.items()
        }
        assert {lane.key: lane.listed for lane in found.sectors} == {
            code: counts.total() for code, counts in plain_results.sectors(after, scope).items()
        }
        assert Counter(
            {(move.before, move.after): move.count for move in found.moves}
        ) == plain_results.moves(before, after, scope)


def test_places_are_those_of_mean_points(world: World, branches) -> None:
    within = opened("CD-DBDC", 2021)
    draw(Random("thứ hạng"), within, branches, 1.0)
    found = results(Unit.objects.named(DAY).get(pk=world.khoai_chau.pk), within)
    means = plain_results.mean_points(within, world.khoai_chau)
    placed = {int(lane.key): lane.standing.place for lane in found.lanes}
    assert placed[world.dan_tien.pk] is None  # four branches at most
    ranked = {unit: mean for unit, mean in means.items() if unit != world.dan_tien.pk}
    for unit, mean in ranked.items():
        assert placed[unit] == 1 + sum(other > mean for other in ranked.values())


@pytest.mark.parametrize("seed", range(6))
def test_figures_are_those_of_plain_python(world: World, branches, seed: int) -> None:
    rng = Random(f"số liệu {seed}")
    for code, units in (
        ("CD-DBDC", [unit for unit in branches if unit.pk % 4 != 3]),
        ("CHI-DOAN-MANH", branches[::2]),
        ("3-CHU-DONG", [world.dong_tien, world.dan_tien]),
    ):
        draw(rng, opened(code, 2020), units, 1.0 if seed < 4 else 0.93)
    places = [world.dong_tien.pk, world.dan_tien.pk, world.khoai_chau.pk, world.phu_cu.pk, world.province.pk]
    for cutoff in (date(2020, 12, 31), date(2020, 12, 14)):
        Period.objects.filter(slug="2020-q4").update(cutoff_on=cutoff)
        period = Period.objects.get(slug="2020-q4")
        rounds = plain_results.Rounds(2020, cutoff)
        expected = {place: known for place in places if (known := rounds.figures(place))}
        assert assessment_figures(places, period) == expected


def test_the_page_asks_as_often_for_three_branches_as_for_twelve(client, world: World, branches) -> None:
    within = opened("CD-DBDC", 2021)
    for year in (2018, 2019, 2020):
        opened("3-CHU-DONG", year)
    client.force_login(world.officer, backend="apps.accounts.backends.SignInBackend")
    address = f"/danh-gia/ket-qua/{within.pk}/?don-vi={world.khoai_chau.pk}"
    client.get(address)  # what is read once a process
    asked = []
    for units in (branches[:3], branches[3:]):
        draw(Random("trang"), within, units, 1.0)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address)
        assert page.status_code == 200
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 15


def test_the_mean_of_the_whole_is_said_in_the_title(client, world: World, branches) -> None:
    within = opened("CD-DBDC", 2021)
    draw(Random("tiêu đề"), within, branches, 1.0)
    rows = Assessment.objects.filter(round=within)
    good = rows.filter(class_code__in=["excellent", "good"]).count()
    share = (Decimal(100 * good) / rows.count()).quantize(Decimal("0.1"), "ROUND_HALF_UP")
    client.force_login(world.officer, backend="apps.accounts.backends.SignInBackend")
    page = client.get(f"/danh-gia/ket-qua/{within.pk}/").content.decode()
    assert f"Năm 2021: {str(share).replace('.', ',')} % hoàn thành tốt trở lên ({good}/{rows.count()}" in page
