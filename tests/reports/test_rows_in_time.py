"""How often a commune handed over its row in time, and that its assessment is told so."""

from datetime import timedelta
from decimal import Decimal

import pytest

from apps.assessments.queries.measures import measures
from apps.directives.models import Period
from apps.reports import services
from apps.reports.models import Deadline, Report
from apps.reports.queries.rows_in_time import rows_in_time
from tests.reports.desk import DUE, fill, open_quarter, report_of
from tests.reports.test_handing import hand_over
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(world: World):
    """The deadline for rows of the third quarter; every box of Khoái Châu's report is filled."""
    open_quarter()
    fill(report_of(world.khoai_chau))
    deadline = Deadline.objects.get(period__slug="2021-q3", form=report_of(world.khoai_chau).form)
    assert deadline.rows_due_at is not None
    return deadline.rows_due_at


def told(world: World, now) -> dict[int, tuple[int, int]]:
    return rows_in_time([world.dong_tien.pk, world.dan_tien.pk, world.khoai_chau.pk], 2021, now)


def hand(world: World, at) -> None:
    hand_over(report_of(world.khoai_chau), world.dong_tien, world.commune_secretary, at)


def test_by_the_first_hand_over_and_the_deadline_for_rows(world: World, due):
    report = report_of(world.khoai_chau)
    assert told(world, due + timedelta(days=1)) == {}  # nobody hands over here: nothing is said
    hand(world, due)
    assert told(world, due) == {}  # nothing is due yet
    after = due + timedelta(minutes=1)
    assert told(world, after) == {world.dong_tien.pk: (1, 1)}
    services.give_back(
        user=world.secretary,
        report_id=report.pk,
        unit_id=world.dong_tien.pk,
        reason="Xem lại một ô",
        now=after,
    )
    hand(world, after)
    assert told(world, after) == {world.dong_tien.pk: (1, 1)}


def test_late_is_due_and_not_in_time_unless_the_report_was_extended(world: World, due):
    late = due + timedelta(hours=2)
    hand(world, late)
    assert told(world, late) == {world.dong_tien.pk: (0, 1)}
    services.grant_extension(
        user=world.officer,
        report_id=report_of(world.khoai_chau).pk,
        due_at=DUE + timedelta(days=2),
        reason="Bão",
        now=late,
    )
    assert told(world, late) == {}
    assert told(world, DUE + timedelta(days=3)) == {world.dong_tien.pk: (1, 1)}


def test_a_quarter_left_out_counts_once_another_was_handed_over(world: World, due):
    hand(world, due - timedelta(hours=1))
    earlier = Report.objects.create(
        form=report_of(world.khoai_chau).form,
        unit=world.khoai_chau,
        period=Period.objects.get(slug="2021-q2"),
    )
    earlier.rows.create(unit=world.dong_tien)
    Deadline.objects.update_or_create(
        form=earlier.form,
        period=earlier.period,
        defaults={"due_at": due, "rows_due_at": due - timedelta(days=90)},
    )
    after = due + timedelta(days=1)
    assert told(world, after) == {world.dong_tien.pk: (1, 2)}
    known = measures([world.dong_tien.pk, world.dan_tien.pk], "GRASSROOTS", 2021, after)
    assert known[world.dong_tien.pk]["report_on_time_ratio"] == Decimal("0.5")
    assert known[world.dan_tien.pk]["report_on_time_ratio"] is None
