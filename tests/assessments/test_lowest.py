"""Whose last rating is the lowest stands on the board of weak branches, since the day of the decision."""

from datetime import date
from random import Random

import pytest

from apps.assessments.models import Assessment
from apps.branches.queries.ratings import rated_weak
from tests.assessments.desk import branch
from tests.assessments.test_results import draw, opened
from tests.world import World

pytestmark = pytest.mark.django_db


def plain(day: date) -> dict[int, date]:
    latest: dict[int, Assessment] = {}
    for row in Assessment.objects.filter(state="decided", decision_on__lte=day).select_related("round__set"):
        before = latest.get(row.unit_id)
        if row.round.set.purpose == "rating" and (before is None or row.round.year > before.round.year):
            latest[row.unit_id] = row
    return {unit: row.decision_on for unit, row in latest.items() if row.class_code == "failed"}


@pytest.mark.parametrize("seed", range(3))
def test_the_last_rating_decided_by_the_day_counts(world: World, seed: int) -> None:
    rng = Random(f"hạng cuối {seed}")
    units = [branch(world.dong_tien, f"Chi đoàn {number}") for number in range(14)]
    for code, year in (("CD-DBDC", 2020), ("CD-DBDC", 2021), ("CHI-DOAN-MANH", 2021)):
        draw(rng, opened(code, year), units, 0.8)
    days = (date(2020, 11, 30), date(2020, 12, 20), date(2021, 12, 5), date(2021, 12, 31))
    assert rated_weak(days[0]) == {}
    for day in days:
        assert rated_weak(day) == plain(day)
    assert plain(days[-1])


def test_the_board_says_so(client, world: World) -> None:
    weak = branch(world.dong_tien, "Chi đoàn thôn Yếu")
    within = opened("CD-DBDC", 2020)
    draw(Random("bảng"), within, [weak], 1.0)
    row = Assessment.objects.get(unit=weak)
    Assessment.objects.filter(pk=row.pk).update(
        state="submitted", class_code="", decided_points=None, decision_number="", decision_on=None
    )
    Assessment.objects.filter(pk=row.pk).update(
        state="decided",
        class_code="failed",
        decided_points=30,
        decision_number="1",
        decision_on=date(2020, 12, 20),
    )
    client.force_login(world.officer, backend="apps.accounts.backends.SignInBackend")
    page = client.get("/chi-doan/yeu/?vi-sao=xep-loai").content.decode()
    assert "Chi đoàn thôn Yếu" in page
    assert "20/12/2020" in page
