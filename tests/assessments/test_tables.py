"""Biểu E1–E3 against plain Python: rounds drawn by chance, weak branches of two days read once more from the rows."""

from collections import Counter
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from apps.assessments.models import AssessmentRound
from apps.assessments.queries.tables import branch_tables
from apps.branches.enums import WeakReason
from apps.cadres.queries.tables import CountTable
from apps.units.models import Sector, Unit
from tests.assessments import plain_results
from tests.assessments.test_results import CLASSES, draw, ended
from tests.branches import plain_weak
from tests.branches.chance import draw_register
from tests.branches.ground import branch, secretary
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2020, 12, 31), date(2021, 12, 31)


def below(scope: Unit, day: date) -> list[Unit]:
    tree = plain_results.Tree(day)
    return [
        unit
        for unit in Unit.objects.filter(kind="BRANCH", opened_on__lte=day)
        if (unit.closed_on is None or unit.closed_on > day) and scope.pk in tree.above(unit.pk)
    ]


def weak(scope: Unit, day: date, rated: dict[int, date]) -> dict[int, set[WeakReason]]:
    found = {unit.pk: set(plain_weak.reasons(unit, day, rated)) for unit in below(scope, day)}
    return {unit: kinds for unit, kinds in found.items() if kinds}


def cells(table: CountTable) -> dict[str, tuple[object, ...]]:
    return {line.name: line.cells for line in table.lines}


@pytest.fixture(params=range(5))
def drawn(request: pytest.FixtureRequest, world: World) -> tuple[AssessmentRound, AssessmentRound]:
    """Two rounds over branches of two communes, the later one not whole."""
    rng = Random(f"biểu {request.param}")
    draw_register(rng, [world.dong_tien, world.dan_tien], world.officer)
    branches = list(Unit.objects.filter(kind="BRANCH").order_by("pk"))
    before, after = ended(2020), ended(2021)
    draw(rng, before, branches, 0.9)
    draw(rng, after, branches, 0.8)
    return before, after


def named(scope: Unit) -> Unit:
    return Unit.objects.named(DAY).get(pk=scope.pk)


def test_classes_by_sector_and_moves_are_those_of_plain_python(world: World, drawn):
    before, after = drawn
    for scope in (world.khoai_chau, world.dong_tien):
        e1, e2, _ = branch_tables(named(scope), FIRST, LAST).tables
        told, sectors = cells(e1), plain_results.sectors(after, scope)
        assert [sum(line[:4]) for line in told.values()] == [line[4] for line in told.values()]
        whole = sum(plain_results.lanes(after, scope).values(), Counter())
        for name, counts in zip(told, [*_in_order(sectors), whole], strict=True):
            expected = [counts[code] for code in CLASSES]
            assert list(told[name][:6]) == [*expected, sum(expected), counts[""]]
            share = Decimal(100 * (expected[0] + expected[1])) / sum(expected) if sum(expected) else None
            assert told[name][6] is None if share is None else abs(told[name][6] - share) <= Decimal("0.05")
        moves = plain_results.moves(before, after, scope)
        grid = {line: counts[:4] for line, counts in cells(e2).items() if line != "Tổng cộng"}
        for counts, old in zip(grid.values(), [*CLASSES, None], strict=True):
            assert list(counts) == [moves[old, code] for code in CLASSES]
        assert cells(e2)["Tổng cộng"][4] == moves.total()


def _in_order(sectors: dict[str, Counter[str]]) -> list[Counter[str]]:
    return [sectors[code] for code in Sector.objects.values_list("code", flat=True) if code in sectors]


def test_weak_branches_then_and_now_are_those_of_plain_python(world: World, drawn):
    before, after = drawn
    for scope in (world.khoai_chau, world.dong_tien):
        found = branch_tables(named(scope), FIRST, LAST)
        rated = [_lowest(before, FIRST), _lowest(before, FIRST) | _lowest(after, LAST)]
        better = {
            row.unit_id for row in after.assessments.filter(state="decided").exclude(class_code="failed")
        }
        rated[1] = {unit: on for unit, on in rated[1].items() if unit not in better}
        begin, end = weak(scope, FIRST, rated[0]), weak(scope, LAST, rated[1])
        here = {unit.pk for unit in below(scope, LAST)}
        assert found.branches == len(here)
        told = cells(found.tables[-1])
        assert list(told)[:-1] == [str(reason.label).capitalize() for reason in WeakReason]
        for line, reason in zip(told.values(), [*WeakReason, None], strict=True):
            at_first = {unit for unit, kinds in begin.items() if reason is None or reason in kinds}
            now = [unit for unit, kinds in end.items() if reason is None or reason in kinds]
            assert line[:2] == (len(at_first), len(now))
            unknown = {unit for unit in at_first & here if unit not in end and _is_unclear(unit)}
            gone, still = at_first - here, at_first & set(end)
            better_now = at_first - gone - still - unknown
            assert line[2:] == (len(still), len(better_now), len(unknown), len(gone))


def _lowest(within: AssessmentRound, day: date) -> dict[int, date]:
    rows = within.assessments.filter(state="decided", class_code="failed", decision_on__lte=day)
    return dict(rows.values_list("unit_id", "decision_on"))


def _is_unclear(unit_id: int) -> bool:
    is_size_unknown, unsaid = plain_weak.unclear(Unit.objects.get(pk=unit_id), LAST)
    return is_size_unknown or bool(unsaid)


def test_who_was_weak_and_says_nothing_now_is_neither_weak_nor_well(world: World):
    secretary(branch(world.dong_tien, "Chi đoàn thôn Nam"), since=date(2021, 2, 1))
    told = cells(branch_tables(named(world.khoai_chau), FIRST, LAST).tables[-1])
    assert told["Khuyết bí thư"] == told["Chi đoàn yếu"] == (1, 0, 0, 0, 1, 0)


def test_without_a_round_only_the_weak_are_counted(world: World):
    found = branch_tables(named(world.khoai_chau), FIRST, LAST)
    assert [table.number for table in found.tables] == ["E3"]
    assert {line.cells for line in found.tables[0].lines if line.name == "Chi đoàn yếu"} == {
        (0, 0, 0, 0, 0, 0)
    }


def test_a_round_that_is_not_due_yet_is_left_out(world: World, drawn):
    found = branch_tables(named(world.khoai_chau), FIRST, date(2021, 6, 30))
    assert found.tables[0].title == "Xếp loại chi đoàn năm 2020"
    assert [table.number for table in found.tables] == ["E1", "E3"]
