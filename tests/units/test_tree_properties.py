"""Whatever acts follow each other, the tree of every day equals its recomputation, and nobody has two parents."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.units.models import Unit, UnitKind, UnitParent
from apps.units.queries import check_tree
from apps.units.services import tree
from tests.world import World

FIRST = date(2021, 1, 1)
TODAY = date(2021, 12, 31)

places = st.integers(min_value=0, max_value=11)
acts = st.tuples(
    st.sampled_from(["found", "rename", "move", "close", "correct"]),
    places,
    places,
    st.integers(min_value=0, max_value=360),
)


def do(world: World, units: list[Unit], step: tuple[str, int, int, int], number: int) -> bool:
    """Carries out one act on units picked by number; False when the house refuses it."""
    act, first, second, days = step
    unit, other = units[first % len(units)], units[second % len(units)]
    order = {
        "actor": world.officer,
        "decision_number": f"{number}-QĐ",
        "decision_on": None,
        "effective_on": FIRST + timedelta(days=days),
        "today": TODAY,
    }
    texts = {"name": f"Đoàn xã Thử {second % 4}", "short_name": f"Thử {second % 4}"}
    try:
        with transaction.atomic():
            if act == "found":
                kind = UnitKind.objects.get(code="GRASSROOTS")
                units.append(tree.found(kind=kind, parent_id=unit.pk, **texts, **order).unit)
            elif act == "rename":
                tree.rename(unit_id=unit.pk, code=str(90000 + second), **texts, **order)
            elif act == "move":
                tree.move(unit_id=unit.pk, parent_id=other.pk, **order)
            elif act == "close":
                tree.close(unit_id=unit.pk, **order)
            else:
                tree.correct(unit_id=unit.pk, **texts, actor=world.officer, today=TODAY)
    except ValidationError:
        return False
    return True


def starting_units(world: World) -> list[Unit]:
    """A few units on three levels; those with people cannot be closed, the others can."""
    return [
        world.khoai_chau,
        world.dan_tien,
        world.phu_cu,
        *Unit.objects.children_of(world.phu_cu.pk, FIRST).order_by("pk")[:3],
    ]


@pytest.mark.slow
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(steps=st.lists(acts, min_size=1, max_size=12))
def test_any_row_of_acts_leaves_a_right_tree(world, steps):
    with transaction.atomic():
        units = starting_units(world)
        for number, step in enumerate(steps, start=1):
            do(world, units, step, number)
        assert check_tree().faults == []
        edges = UnitParent.objects.values_list("unit_id", "validity")
        for day in {FIRST + timedelta(days=step[3]) for step in steps}:
            holding = [unit_id for unit_id, validity in edges if day in validity]
            assert len(holding) == len(set(holding))
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_random_acts_reach_every_kind_of_act(world):
    """The property above would prove nothing if everything were refused."""
    units = starting_units(world)
    steps = [
        ("found", 2, 1, 10),
        ("rename", 6, 2, 30),
        ("move", 6, 0, 60),
        ("correct", 1, 3, 0),
        ("close", 6, 0, 90),
    ]
    assert [do(world, units, step, number) for number, step in enumerate(steps)] == [True] * 5
    assert check_tree().faults == []
