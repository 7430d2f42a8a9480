"""After an approval the sums of every ancestor are what plain Python gets from the typed figures."""

import json
from collections import Counter
from decimal import Decimal

import pytest

from apps.indicators.models import Fact, Rollup, Slot
from apps.reports.models import ReportValue, ReportVersion
from tests.reports.desk import approve, fill, open_quarter, quarter, report_of, row_of, send_back, submit
from tests.world import World

pytestmark = pytest.mark.django_db
Typed = dict[int, dict[str, Decimal]]


def sums_of(unit) -> dict[str, tuple[Decimal | None, int]]:
    """code → (sum, how many units gave it) of a unit's roll-up of quý III/2021."""
    rollup = Rollup.objects.get(unit=unit, period=quarter(), layout__code="BC-QUY")
    slots = Slot.objects.filter(layout__code="BC-QUY").values_list("element__code", "position")
    found = {code: (rollup.sums[place - 1], rollup.counts[place - 1]) for code, place in slots}
    return {code: pair for code, pair in found.items() if pair[1]}


def added(*typed: Typed) -> dict[str, tuple[Decimal, int]]:
    """The same in plain Python."""
    totals: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for rows in typed:
        for values in rows.values():
            for code, value in values.items():
                totals[code] += value
                counts[code] += 1
    return {code: (totals[code], counts[code]) for code in counts}


def hand_in(world: World, unit, user, seed: int) -> Typed:
    report = report_of(unit)
    typed = fill(report, seed=seed)
    submit(report, user)
    approve(report, world.standing)
    return typed


def test_every_ancestor_has_the_sum_whatever_the_order_of_approvals(world):
    open_quarter()
    typed = [
        hand_in(world, world.phu_cu, world.neighbour, 1),
        hand_in(world, world.khoai_chau, world.secretary, 2),
        hand_in(world, world.province, world.officer, 3),
        hand_in(world, world.affiliate, world.affiliate_secretary, 4),
    ]
    assert sums_of(world.province) == added(*typed)
    assert sums_of(world.khoai_chau) == added(typed[1])


def test_what_has_no_figure_is_missing_from_the_sum_and_from_its_count(world):
    open_quarter()
    report = report_of(world.khoai_chau)
    typed = fill(report)
    box = ReportValue.objects.filter(row=row_of(report, world.dong_tien), element__code="KL08-B6")
    box.update(value=None, absent_reason="Sổ đang nhập lại")
    submit(report, world.secretary)
    approve(report, world.officer)
    del typed[world.dong_tien.pk]["KL08-B6"]
    assert sums_of(world.province)["KL08-B6"] == added(typed)["KL08-B6"]
    assert sums_of(world.province)["KL08-B6"][1] == 24


def test_a_fact_names_the_version_it_came_from(world):
    open_quarter()
    hand_in(world, world.khoai_chau, world.secretary, 2)
    version = ReportVersion.objects.get()
    facts = Fact.objects.filter(layout__code="BC-QUY", period=quarter())
    assert facts.count() == 26
    assert set(facts.values_list("reporter_id", "version_number", "version_sha256")) == {
        (world.khoai_chau.pk, 1, version.sha256)
    }


def test_the_frozen_rows_hold_every_figure_with_its_reasons(world):
    open_quarter()
    report = report_of(world.khoai_chau)
    typed = fill(report)
    row = row_of(report, world.dong_tien)
    ReportValue.objects.filter(row=row, element__code="KL08-B6").update(value=None, absent_reason="Mất sổ")
    submit(report, world.secretary)
    send_back(report, world.officer, world.dong_tien, "KL08-B6")
    submit(report, world.secretary)
    content = json.loads(approve(report, world.officer).content)
    frozen = {item["unit"]["id"]: item["values"] for item in content["rows"]}
    assert frozen[world.dong_tien.pk]["KL08-B6"] == {"absent": "Mất sổ"}
    for unit_id, values in typed.items():
        for code, value in values.items():
            if (unit_id, code) != (world.dong_tien.pk, "KL08-B6"):
                assert Decimal(frozen[unit_id][code]["v"]) == value
    assert content["submitted"]["by"] == world.secretary.pk
