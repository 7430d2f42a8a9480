"""Loading the unit list again, as every start does."""

import pytest

from apps.units.models import UnitKind
from apps.units.services import load_reference

pytestmark = pytest.mark.django_db


def test_a_kind_that_was_renamed_keeps_its_name_at_the_next_start():
    UnitKind.objects.filter(code="AFFILIATE").update(name="Đoàn trực thuộc tỉnh")
    assert load_reference() == 0
    assert UnitKind.objects.get(code="AFFILIATE").name == "Đoàn trực thuộc tỉnh"
