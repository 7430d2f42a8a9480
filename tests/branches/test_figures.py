"""What the branches' register knows of Conclusion 08: against plain Python, on registers full of gaps."""

from datetime import date
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.branches.models import BranchQuarter
from apps.branches.queries import branch_figures
from apps.directives.models import Period
from apps.units.models import Unit
from tests.branches.chance import draw_register
from tests.branches.plain import Register
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def communes(world: World) -> list[Unit]:
    return [world.dong_tien, world.dan_tien]


@pytest.mark.parametrize("seed", range(12))
def test_it_answers_what_plain_python_counts(communes, world: World, seed: int) -> None:
    draw_register(Random(f"chi đoàn {seed}"), communes, world.officer)
    for slug in ("2020-q3", "2020-q4", "2021-q1", "2021-q2", "2021-q3"):
        period = Period.objects.get(slug=slug)
        plain = Register(period)
        places = [*communes, world.khoai_chau, world.province]
        expected = {unit.pk: figures for unit in places if (figures := plain.figures(unit.pk))}
        assert branch_figures([unit.pk for unit in places], period) == expected, slug


def test_days_between_two_cut_offs_belong_to_the_later_quarter(communes, world: World) -> None:
    """With the 15th–14th rule, what happens after the cut-off of a quarter counts in the next one."""
    draw_register(Random("15-14"), communes, world.officer)
    for ordinal, cutoff in ((1, date(2021, 3, 14)), (2, date(2021, 6, 14)), (3, date(2021, 9, 14))):
        Period.objects.filter(kind="quarter", year=2021, ordinal=ordinal).update(cutoff_on=cutoff)
    period = Period.objects.get(slug="2021-q2")
    plain = Register(period)
    assert plain.since == date(2021, 3, 15)
    expected = {unit.pk: figures for unit in communes if (figures := plain.figures(unit.pk))}
    assert branch_figures([unit.pk for unit in communes], period) == expected


def test_one_branch_that_has_not_handed_over_silences_what_branches_enter(communes, world: World) -> None:
    draw_register(Random("đủ"), communes[:1], world.officer)
    period = Period.objects.get(slug="2021-q2")
    every = BranchQuarter.objects.filter(period=period)
    handed = list(every.handed_over().values_list("pk", flat=True))
    every.update(state="draft")  # what was handed over stands still in the database
    every.update(members=12, youth=20)
    every.filter(pk__in=handed).update(state="handed")
    open_now = Register(period).branches(communes[0].pk)
    missing = BranchQuarter.objects.filter(period=period, branch_id=open_now[0].id)
    missing.update(state="draft")
    figures = branch_figures([communes[0].pk], period)[communes[0].pk]
    assert "KL08-B1" in figures
    assert figures.keys().isdisjoint({"KL08-B6", "KL08-B3", "KL08-D1a", "KL08-E2", "KL08-F2"})


def test_one_statement_whatever_the_number_of_communes(communes, world: World) -> None:
    draw_register(Random("một câu"), communes, world.officer)
    period = Period.objects.get(slug="2021-q2")
    for units in (communes[:1], communes):
        with CaptureQueriesContext(connection) as asked:
            branch_figures([unit.pk for unit in units], period)
        assert len(asked) == 1
