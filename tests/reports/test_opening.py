"""A new quarter opens by itself, once."""

from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from apps.core.clock import today
from apps.directives.models import Period
from apps.reports import services
from apps.reports.models import Deadline, Report
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_running_quarter_opens_with_its_year_and_deadlines(world: World) -> None:
    now = timezone.make_aware(datetime(2030, 5, 20, 9))
    assert not Period.objects.filter(year=2030).exists()
    assert services.open_running_quarter(now=now) == 12
    assert set(Report.objects.values_list("period__slug", flat=True)) == {"2030-q2"}
    due_on = {
        row.period.slug: timezone.localtime(row.due_at).date()
        for row in Deadline.objects.filter(period__year=2030)
    }
    assert due_on["2030-q2"] == date(2030, 7, 10)
    assert due_on["2030-q4"] == date(2031, 1, 10)


def test_running_again_opens_nothing(world: World) -> None:
    now = timezone.make_aware(datetime(2030, 5, 20, 9))
    services.open_running_quarter(now=now)
    assert services.open_running_quarter(now=now) == 0


def test_midnight_is_that_of_ha_noi(world: World) -> None:
    """1 July 00:30 here is still June in UTC."""
    services.open_running_quarter(now=timezone.make_aware(datetime(2030, 7, 1, 0, 30)))
    assert set(Report.objects.values_list("period__slug", flat=True)) == {"2030-q3"}


def test_the_command_opens_today_s_quarter(world: World) -> None:
    out = StringIO()
    call_command("open_quarter", stdout=out)
    assert out.getvalue() == "Đã mở 12 báo cáo.\n"
    period = Report.objects.select_related("period").first().period
    assert period.start_on <= today() <= period.end_on
