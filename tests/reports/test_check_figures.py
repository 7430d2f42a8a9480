"""`check_figures` on the demo province: nothing differs, and every planted fault is named."""

from contextlib import suppress
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from apps.indicators.models import Fact, Rollup, Slot
from apps.units.models import Unit
from tests import services
from tests.world import DAY

pytestmark = pytest.mark.slow

KHOAI_CHAU = "Huyện đoàn Khoái Châu"


@pytest.fixture(autouse=True)
def _demo(demo_db: str) -> None:
    """Each test undoes its fault by rolling back."""


def said() -> str:
    out = StringIO()
    with suppress(CommandError):
        call_command("check_figures", stdout=out)
    return out.getvalue()


def district() -> Unit:
    return Unit.objects.named(DAY).get(name=KHOAI_CHAU)


def faulty(statement: str, *parameters: object) -> str:
    """What the check says while the fault is there."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            assert cursor.rowcount > 0
        found = said()
        with pytest.raises(CommandError, match="không khớp") as refused:
            call_command("check_figures", stdout=StringIO())
        transaction.set_rollback(True)
    assert refused.value.returncode == 1
    return found


def test_the_demo_agrees_with_its_frozen_reports() -> None:
    found = said()
    assert "Mọi số liệu khớp." in found
    assert "0 dòng, 0 sai" in found.splitlines()[-2]  # no fact outside the tree


def test_a_changed_cell_is_named() -> None:
    fact = Fact.objects.filter(unit=district(), period__slug="2021-q2", layout__code="BC-QUY").get()
    found = faulty("UPDATE indicators_fact SET values[1] = values[1] + 1 WHERE id = %s", fact.pk)
    assert f"đơn vị {fact.unit_id}, 2021-q2, KL07-2.2b" in found


def test_a_missing_value_kept_as_zero_is_named() -> None:
    place = Slot.objects.get(layout__code="BC-QUY", element__code="KL08-F5").position
    facts = Fact.objects.filter(layout__code="BC-QUY", unit__kind="GRASSROOTS")
    missing = next(fact for fact in facts if fact.values[place - 1] is None)
    found = faulty("UPDATE indicators_fact SET values[%s] = 0 WHERE id = %s", place, missing.pk)
    assert f"đơn vị {missing.unit_id}, {missing.period.slug}, KL08-F5" in found


def test_a_drifted_sum_is_named() -> None:
    rollup = Rollup.objects.filter(unit=district(), period__slug="2021-q2", layout__code="BC-QUY").get()
    found = faulty("UPDATE indicators_rollup SET sums[1] = sums[1] + 1 WHERE id = %s", rollup.pk)
    assert f"đơn vị {rollup.unit_id}, 2021-q2" in found


def test_a_lost_sum_is_named() -> None:
    rollup = Rollup.objects.filter(unit=district(), period__slug="2020-q4", layout__code="BC-QUY").get()
    found = faulty("DELETE FROM indicators_rollup WHERE id = %s", rollup.pk)
    assert f"đơn vị {rollup.unit_id}, 2020-q4" in found


def test_a_fact_that_names_another_version_is_named() -> None:
    fact = Fact.objects.filter(unit=district(), period__slug="2021-q2", layout__code="BC-QUY").get()
    found = faulty("UPDATE indicators_fact SET version_sha256 = repeat('0', 64) WHERE id = %s", fact.pk)
    assert f"đơn vị {fact.unit_id}, 2021-q2" in found


def test_wrong_punctuality_is_named() -> None:
    fact = Fact.objects.filter(unit=district(), period__slug="2021-q2", layout__code="BC").get()
    found = faulty("UPDATE indicators_fact SET values[2] = 1 - values[2] WHERE id = %s", fact.pk)
    assert f"đơn vị {fact.unit_id}, 2021-q2" in found


def test_a_forged_version_is_named(demo_db: str) -> None:
    """Only the owner, with the trigger off, can forge one."""
    forge("UPDATE reports_reportversion SET content = content || ' ' WHERE id = 1", demo_db)
    found = said()
    forge("UPDATE reports_reportversion SET content = rtrim(content) WHERE id = 1", demo_db)
    assert "bản 1" in found
    assert "Mọi số liệu khớp." in said()


def forge(statement: str, database: str) -> None:
    address = services.servers_for(database, number=0)["DATABASE_URL"]
    with psycopg2.connect(address) as owner, owner.cursor() as cursor:
        cursor.execute("ALTER TABLE reports_reportversion DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE reports_reportversion ENABLE TRIGGER USER")
