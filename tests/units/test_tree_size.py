"""The tree with 5.000 units: pages stay in a fixed number of statements; their time is printed, not asserted."""

import sys
from datetime import date
from statistics import quantiles
from time import perf_counter

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.core.vietnamese import sort_key
from apps.units.models import Unit, UnitCode, UnitName, UnitParent
from apps.units.queries import check_tree
from apps.units.services import tree
from apps.units.services.ancestry import rebuild_ancestry

SIZE, TIMES = 5_000, 10
SINCE = DateRange(date(2021, 1, 1), None)
SYLLABLES = ["An", "Bình", "Châu", "Dương", "Đông", "Hòa", "Hưng", "Khê", "Lạc", "Minh"]
SYLLABLES += ["Nghĩa", "Phú", "Quang", "Tân", "Thịnh", "Tiến", "Vĩnh", "Xuân", "Yên", "Đa"]


def grow(to: int) -> None:
    """Branches below the communes, in turn, until there are `to` units."""
    communes = list(Unit.objects.filter(kind_id="GRASSROOTS").order_by("pk"))
    count = to - Unit.objects.count()
    units = Unit.objects.bulk_create(Unit(kind_id="BRANCH", opened_on=SINCE.lower) for _ in range(count))
    names = [
        f"{SYLLABLES[place % 20]} {SYLLABLES[place // 20 % 20]} {place // 400 + 1}" for place in range(count)
    ]
    UnitName.objects.bulk_create(
        UnitName(unit=unit, name=f"Chi đoàn {name}", short_name=name, sort_key=sort_key(name), validity=SINCE)
        for unit, name in zip(units, names, strict=True)
    )
    UnitCode.objects.bulk_create(
        UnitCode(unit=unit, code=f"CD{place}", validity=SINCE) for place, unit in enumerate(units)
    )
    UnitParent.objects.bulk_create(
        UnitParent(unit=unit, parent=communes[place % len(communes)], validity=SINCE)
        for place, unit in enumerate(units)
    )
    rebuild_ancestry()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("ANALYZE")


def measured(work) -> str:
    """Median and 95th percentile in milliseconds."""
    times = []
    for _ in range(TIMES):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    cuts = quantiles(times, n=20)
    return f"giữa {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms"


@pytest.mark.slow
@pytest.mark.django_db
def test_5000_units_take_no_more_statements_than_173(client, world, capsys):
    client.force_login(world.officer, backend="apps.accounts.backends.SignInBackend")
    pages = {
        "cây": reverse("units:tree"),
        "cây ngày 30/09/2021": reverse("units:tree") + "?ngay=2021-09-30",
        "một nhánh": reverse("units:branch", args=[world.khoai_chau.pk]),
        "tìm tien": reverse("units:tree") + "?q=tien",
        "chọn đơn vị": reverse("units:pick") + "?q=hoa",
        "trang đơn vị": reverse("units:unit", args=[world.khoai_chau.pk]),
    }
    client.get(pages["cây"])

    def statements() -> list[int]:
        counts = []
        for address in pages.values():
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            counts.append(len(caught))
        return counts

    few = statements()
    grow(SIZE)
    assert statements() == few
    order = {"actor": world.officer, "decision_number": "1-QĐ", "decision_on": None}
    move = {"unit_id": world.khoai_chau.pk, "parent_id": world.phu_cu.pk, "today": date(2021, 12, 1)}
    lines = [
        f"{name}: {measured(lambda address=address: client.get(address))}" for name, address in pages.items()
    ]
    lines.append(
        "chuyển một huyện: "
        + measured(lambda: tree.preview(tree.move, **move, **order, effective_on=date(2021, 11, 1)))
    )
    start = perf_counter()
    assert check_tree().faults == []
    lines.append(f"check_tree: {(perf_counter() - start) * 1000:.0f} ms")
    with capsys.disabled():
        sys.stdout.write(f"\n{Unit.objects.count()} đơn vị: " + "; ".join(lines) + "\n")
