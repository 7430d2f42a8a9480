"""`visit("khoaichau")`: somebody of the demo province, signed in, at a browser of their own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from apps.reports.models import Report, ReportValue
from apps.reports.queries import SheetRow, sheet
from tests.browser.visitor import WIDE, Visitor
from tests.running import Stack, pointed_at

STANDARDS = ("KL07-2.2b", "KL07-2.2a", "KL07-2.7a")
PATIENCE = 30_000  # milliseconds; several processes share two cores


@pytest.fixture
def visit(demo_stack: Stack, new_context: Callable[..., Any]) -> Iterator[Callable[..., Visitor]]:
    """Signed-in visitors, at 1440 px unless told; what their pages did wrong fails the test at its end."""
    expect.set_options(timeout=PATIENCE)
    visitors: list[Visitor] = []

    def arrive(username: str, screen: dict[str, Any] = WIDE) -> Visitor:
        context = new_context(base_url=demo_stack.url, **screen)
        context.set_default_timeout(PATIENCE)
        visitors.append(Visitor(context))
        visitors[-1].sign_in(username)
        return visitors[-1]

    yield arrive
    faults = [fault for visitor in visitors for fault in visitor.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def demo_stack_db(demo_stack: Stack, django_db_blocker: Any) -> Iterator[Stack]:
    """This test's ORM looks at the database that the visitors write to."""
    with django_db_blocker.unblock(), pointed_at(demo_stack.database):
        yield demo_stack


@pytest.fixture
def asked(demo_stack_db: Stack) -> Iterator[SheetRow]:
    """A commune of Khoái Châu of which the register of cadres knows all it asks, none of it confirmed."""
    report = Report.objects.with_lineage().get(
        unit__names__name="Huyện đoàn Khoái Châu", period__slug="2021-q3"
    )
    row = next(row for row in sheet(report).rows if not row.is_own and answers_above_zero(row))
    confirmed = ReportValue.objects.filter(row_id=row.id, element__code__in=STANDARDS)
    kept = list(confirmed)
    confirmed.delete()
    yield row
    confirmed.delete()
    ReportValue.objects.bulk_create(kept)


def answers_above_zero(row: SheetRow) -> bool:
    """Nobody may be over age."""
    known = {box.code: row.register.get(box.element_id) for box in row.boxes}
    return all(known[code] for code in STANDARDS[:2]) and known[STANDARDS[2]] is not None
