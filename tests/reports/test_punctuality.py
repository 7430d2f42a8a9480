"""On time, late, missing, pending: they add up, and become figures once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.indicators.models import Element, Fact, Rollup, Slot
from apps.reports import services
from apps.reports.enums import Punctuality
from apps.reports.models import Deadline, Report
from apps.reports.queries import period_board, punctuality
from tests.reports.desk import DUE, LATER, NOW, approve, fill, open_quarter, quarter, report_of, submit
from tests.world import World

SECONDS = st.integers(-10, 10)


@given(first=st.none() | SECONDS, due=st.none() | SECONDS, now=SECONDS)
def test_each_report_is_exactly_one_of_four(first, due, now):
    at = lambda seconds: None if seconds is None else DUE + timedelta(seconds=seconds)  # noqa: E731
    judged = punctuality(first_submitted_at=at(first), due_at=at(due), now=at(now))
    expected = {
        Punctuality.ON_TIME: first is not None and (due is None or first <= due),
        Punctuality.LATE: first is not None and due is not None and first > due,
        Punctuality.MISSING: first is None and due is not None and now > due,
        Punctuality.PENDING: first is None and (due is None or now <= due),
    }
    assert [kind for kind, holds in expected.items() if holds] == [judged]


def discipline(unit) -> tuple[Decimal | None, Decimal | None]:
    """(phải nộp, đúng hạn) as recorded for the unit itself; None where nothing is recorded."""
    fact = Fact.objects.filter(unit=unit, period=quarter(), layout__code="BC").first()
    positions = dict(Slot.objects.filter(layout__code="BC").values_list("element__code", "position"))
    return tuple(
        fact.values[positions[code] - 1] if fact else None for code in ("BC-PHAI-NOP", "BC-DUNG-HAN")
    )


@pytest.mark.django_db
def test_the_board_adds_up_to_the_eleven_and_shows_the_province_apart(world: World):
    open_quarter()
    for unit, user, at in (
        (world.khoai_chau, world.secretary, NOW),
        (world.phu_cu, world.neighbour, LATER),
    ):
        fill(report_of(unit))
        submit(report_of(unit), user, at=at)
    board = period_board(quarter(), world.officer, LATER)
    assert board.punctuality_counts == {"on_time": 1, "late": 1, "missing": 9, "pending": 0}
    assert sum(board.punctuality_counts.values()) == len(board.rows) == 11
    assert board.title == "Quý III/2021: 2/11 đơn vị đã nộp, 2 báo cáo chờ duyệt"
    assert board.sum_words == "Đúng hạn 1 + trễ hạn 1 + quá hạn chưa nộp 9 = 11 đơn vị"
    assert [row.unit_id for row in board.apart] == [world.province.pk]
    assert sum(part["count"] for part in board.parts) == 11


@pytest.mark.django_db
def test_a_district_sees_its_own_report_alone(world: World):
    open_quarter()
    board = period_board(quarter(), world.secretary, NOW)
    assert [row.unit_id for row in board.rows] == [world.khoai_chau.pk]
    assert board.apart == ()
    assert board.rows[0].act == "Nhập"


@pytest.mark.django_db
def test_a_passed_deadline_becomes_a_figure_once(world: World):
    open_quarter()
    assert services.record_punctuality(now=NOW) == 0
    assert services.record_punctuality(now=LATER) == 12
    assert services.record_punctuality(now=LATER) == 0
    assert discipline(world.khoai_chau) == (1, 0)
    top = Rollup.objects.get(unit=world.province, period=quarter(), layout__code="BC")
    assert sorted(value for value in top.sums if value is not None) == [0, 12]


@pytest.mark.django_db
def test_an_approval_records_it_too_and_the_deadlines_passing_changes_nothing(world: World):
    open_quarter()
    report = report_of(world.khoai_chau)
    fill(report)
    submit(report, world.secretary)
    approve(report, world.officer)
    assert discipline(world.khoai_chau) == (1, 1)
    assert services.record_punctuality(now=LATER) == 11
    assert discipline(world.khoai_chau) == (1, 1)


@pytest.mark.django_db
def test_more_time_takes_the_figure_back_until_the_new_deadline(world: World):
    open_quarter()
    services.record_punctuality(now=LATER)
    services.grant_extension(
        user=world.officer,
        report_id=report_of(world.khoai_chau).pk,
        due_at=LATER + timedelta(days=2),
        reason="Đang sáp nhập",
        now=LATER,
    )
    assert discipline(world.khoai_chau) == (None, None)
    services.record_punctuality(now=LATER + timedelta(days=3))
    assert discipline(world.khoai_chau) == (1, 0)


@pytest.mark.django_db
def test_a_moved_deadline_is_judged_again(world: World):
    open_quarter()
    services.record_punctuality(now=LATER)
    Deadline.objects.filter(period=quarter()).update(due_at=LATER + timedelta(days=5))
    assert services.record_punctuality(now=LATER) == 12
    assert discipline(world.phu_cu) == (None, None)
    assert set(Report.objects.values_list("recorded_punctuality", flat=True)) == {Punctuality.PENDING}
    assert Element.objects.filter(code="BC-PHAI-NOP").exists()
