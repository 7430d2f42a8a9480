"""Two clicks, two people, two districts at once, on a database of the test's own where everything commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from apps.core.exceptions import NotAllowed, Stale
from apps.indicators.models import Rollup
from apps.reports import services
from apps.reports.models import Report, ReportVersion, Submission
from apps.reports.services import Typed
from tests.ground.processes import eventually
from tests.reports.desk import NOW, approve, fill, open_quarter, quarter, report_of, row_of, submit
from tests.world import World, build_world

pytestmark = pytest.mark.slow


@pytest.fixture
def scene(fresh_db: str) -> World:
    """Two districts with every box filled, committed."""
    world = build_world()
    open_quarter()
    for unit in (world.khoai_chau, world.phu_cu):
        fill(report_of(unit))
    return world


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave or raised, all started together, each on its own connection."""
    start, results = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            start.wait()
            results[place] = act()
        except Exception as error:  # the test looks at what was raised
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_double_clicks_get_one_receipt(scene):
    report, key = report_of(scene.khoai_chau), uuid4()

    def click():
        return services.submit(
            user=scene.secretary, report_id=report.pk, version=report.version, key=key, seen="x", now=NOW
        )

    receipts = at_once(*[click] * 6)
    assert {getattr(item, "receipt_number", item) for item in receipts} == {
        Submission.objects.get().receipt_number
    }


def test_two_people_who_submit_at_once_one_wins_the_other_is_told(scene):
    report = report_of(scene.khoai_chau)

    def click(user):
        return lambda: services.submit(
            user=user, report_id=report.pk, version=report.version, key=uuid4(), seen="", now=NOW
        )

    results = at_once(click(scene.secretary), click(scene.deputy))
    assert sorted(type(item) for item in results if not isinstance(item, Submission)) == [NotAllowed]
    assert Submission.objects.count() == 1


def test_two_people_in_one_row_one_wins_the_other_keeps_what_was_typed(scene):
    report, unit = report_of(scene.khoai_chau), scene.dong_tien
    version = row_of(report, unit).version

    def type_in(user, text):
        return lambda: services.save_row(
            user=user,
            report_id=report.pk,
            unit_id=unit.pk,
            version=version,
            cells={"KL08-F2": Typed(text=text)},
            now=NOW,
        )

    results = at_once(type_in(scene.secretary, "901"), type_in(scene.commune_secretary, "902"))
    assert sorted(type(item).__name__ for item in results) == ["RowSaved", "Stale"]
    assert row_of(report, unit).version == version + 1


def test_a_row_that_is_taken_over_while_the_communes_save_waits_is_closed_to_it(scene):
    report, unit = report_of(scene.khoai_chau), scene.dong_tien
    save = partial(
        services.save_row,
        user=scene.commune_secretary,
        report_id=report.pk,
        unit_id=unit.pk,
        version=row_of(report, unit).version,
        cells={"KL08-F2": Typed(text="904")},
        now=NOW,
    )
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            services.take_over(
                user=scene.secretary, report_id=report.pk, unit_id=unit.pk, reason="Đang kiện toàn", now=NOW
            )
            waiting = pool.submit(closing, save)
            assert eventually(somebody_waits)
        with pytest.raises(NotAllowed, match="Cấp huyện đang nhập thay"):
            waiting.result()


def closing(act: Callable[[], Any]) -> Any:
    try:
        return act()
    finally:
        connection.close()


def somebody_waits() -> bool:
    """For the end of another transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_a_row_saved_while_the_report_is_submitted_is_in_it_or_refused(scene):
    report, unit = report_of(scene.khoai_chau), scene.dong_tien
    row = row_of(report, unit)
    results = at_once(
        lambda: submit(report, scene.secretary),
        lambda: services.save_row(
            user=scene.commune_secretary,
            report_id=report.pk,
            unit_id=unit.pk,
            version=row.version,
            cells={"KL08-F2": Typed(text="903")},
            now=NOW,
        ),
    )
    allowed = {"Submission", "RowSaved", "NotAllowed", "Stale"}
    assert {type(item).__name__ for item in results} <= allowed
    assert sum(isinstance(item, NotAllowed | Stale) for item in results) <= 1
    saved = not isinstance(results[1], Exception)
    assert Report.objects.get(pk=report.pk).version == report.version + saved + isinstance(
        results[0], Submission
    )


def test_two_approvals_of_one_report_freeze_it_once(scene):
    report = report_of(scene.khoai_chau)
    submit(report, scene.secretary)
    results = at_once(lambda: approve(report, scene.officer), lambda: approve(report, scene.standing))
    assert sorted(type(item).__name__ for item in results) == ["NotAllowed", "ReportVersion"]
    assert ReportVersion.objects.count() == 1


def test_two_districts_approved_at_once_both_stand_in_the_provinces_sums(scene):
    reports = [report_of(unit) for unit in (scene.khoai_chau, scene.phu_cu)]
    for report, user in zip(reports, (scene.secretary, scene.neighbour), strict=True):
        submit(report, user)
    results = at_once(*[lambda report=report: approve(report, scene.officer) for report in reports])
    assert all(isinstance(item, ReportVersion) for item in results)
    rollups = Rollup.objects.filter(period=quarter(), layout__code="BC-QUY")
    top, *parts = (rollups.get(unit=unit) for unit in (scene.province, scene.khoai_chau, scene.phu_cu))
    assert top.counts == [sum(pair) for pair in zip(*(part.counts for part in parts), strict=True)]
