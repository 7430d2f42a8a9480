"""`check_tree` sees each kind of fault, planted where the database would refuse it from the product."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.units.models import Unit
from apps.units.queries import check_tree
from tests.world import unit_named

pytestmark = pytest.mark.django_db
DAY = date(2021, 9, 30)


def plant(statement: str, *values: object) -> None:
    """As the owner of the tables, past every constraint of the product."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute(statement, values)


def red() -> str:
    """All faults in one text; the command exits 1 and writes them."""
    errors = StringIO()
    with pytest.raises(CommandError, match="chỗ sai"):
        call_command("check_tree", stdout=StringIO(), stderr=errors)
    return errors.getvalue()


def commune() -> Unit:
    return unit_named("Đoàn xã Dân Tiến")


def district() -> Unit:
    return unit_named("Huyện đoàn Khoái Châu")


def test_the_loaded_tree_is_right():
    out = StringIO()
    call_command("check_tree", stdout=out)
    assert "173 đơn vị, 173 tên, 173 mã, 172 quan hệ cấp trên, 506 dòng trên – dưới" in out.getvalue()


def test_a_missing_line_of_ancestry():
    plant("DELETE FROM units_unitancestry WHERE descendant_id = %s AND depth = 2", commune().pk)
    assert (
        f"Thiếu dòng trên – dưới: {commune().pk} dưới {unit_named('Tỉnh đoàn Hưng Yên').pk}, cách 2 cấp"
        in red()
    )


def test_a_line_of_ancestry_too_many():
    other = unit_named("Huyện đoàn Phù Cừ")
    plant(
        "INSERT INTO units_unitancestry (ancestor_id, descendant_id, depth, validity)"
        " VALUES (%s, %s, 1, '[2019-01-01,)')",
        other.pk,
        commune().pk,
    )
    assert f"Thừa dòng trên – dưới: {commune().pk} dưới {other.pk}" in red()


def test_a_line_of_ancestry_twice():
    plant(
        "INSERT INTO units_unitancestry (ancestor_id, descendant_id, depth, validity)"
        " SELECT ancestor_id, descendant_id, depth, validity FROM units_unitancestry WHERE descendant_id = %s",
        commune().pk,
    )
    assert "lặp lại" in red()


def test_an_orphan():
    plant("DELETE FROM units_unitparent WHERE unit_id = %s", commune().pk)
    assert f"Không có cấp trên: đơn vị {commune().pk}" in red()


def test_a_cycle():
    plant("UPDATE units_unitparent SET parent_id = %s WHERE unit_id = %s", commune().pk, district().pk)
    assert f"Vòng tròn: đơn vị {district().pk}" in red()


def test_two_parents_at_once():
    plant("ALTER TABLE units_unitparent DROP CONSTRAINT units_unitparent_one_at_once")
    plant(
        "INSERT INTO units_unitparent (unit_id, parent_id, validity) VALUES (%s, %s, '[2021-01-01,)')",
        commune().pk,
        unit_named("Huyện đoàn Phù Cừ").pk,
    )
    assert f"Hai cấp trên cùng lúc: đơn vị {commune().pk}" in red()


def test_two_names_at_once():
    plant("ALTER TABLE units_unitname DROP CONSTRAINT units_unitname_one_at_once")
    plant(
        "INSERT INTO units_unitname (unit_id, name, short_name, sort_key, validity)"
        " VALUES (%s, 'A', 'A', 'A', '[2021-01-01,2021-02-01)')",
        commune().pk,
    )
    assert f"Hai tên cùng lúc: đơn vị {commune().pk}" in red()


def test_a_name_outside_the_units_life():
    plant("UPDATE units_unit SET closed_on = '2021-07-01' WHERE id = %s", commune().pk)
    assert f"Tên ngoài thời gian hoạt động: đơn vị {commune().pk}" in red()


def test_a_parent_that_is_not_open():
    plant("UPDATE units_unit SET closed_on = '2021-07-01' WHERE id = %s", district().pk)
    assert f"Cấp trên không hoạt động: đơn vị {commune().pk} dưới {district().pk}" in red()


def test_days_without_a_name():
    plant("UPDATE units_unitname SET validity = '[2019-02-01,)' WHERE unit_id = %s", commune().pk)
    assert f"Không có tên: đơn vị {commune().pk} từ ngày 01/01/2019" in red()


def test_a_row_that_holds_on_no_day():
    plant("UPDATE units_unitcode SET validity = 'empty' WHERE unit_id = %s", commune().pk)
    assert f"Mã không có ngày nào: đơn vị {commune().pk}" in red()


def test_the_check_counts_what_it_compared():
    assert check_tree().counts["đơn vị"] == Unit.objects.count()
