"""Whatever writes to the database: a set of standards that was in force keeps its rows and its text."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.cadres.models import Standard, StandardSet
from tests.cadres.laws import another_set, publish, retire_all

pytestmark = pytest.mark.django_db
SINCE = date(2010, 2, 8)


def in_force() -> StandardSet:
    return StandardSet.objects.published().get()


def drafted() -> StandardSet:
    another_set(date(2030, 1, 1), is_published=False, age_max=34)
    return StandardSet.objects.drafts().get()


def added(found: StandardSet) -> Standard:
    return Standard(set=found, position_id="STAFF", unit_kind_id="PROVINCE", source="Điều 1", age_max=40)


REFUSED: dict[str, Callable[[StandardSet], object]] = {
    "a row changed": lambda found: found.standards.update(age_max=40),
    "a row deleted": lambda found: found.standards.filter(position="SECRETARY").delete(),
    "a row added": lambda found: added(found).save(),
    "a row moved out": lambda found: found.standards.update(set=drafted()),
    "a row moved in": lambda found: drafted().standards.update(set=found),
    "another document": lambda found: StandardSet.objects.filter(pk=found.pk).update(code="1-QĐ"),
    "another note": lambda found: StandardSet.objects.filter(pk=found.pk).update(note="khác"),
    "another first day": lambda found: StandardSet.objects.filter(pk=found.pk).update(
        validity=DateRange(date(2011, 1, 1), None)
    ),
    "a draft again": lambda found: StandardSet.objects.filter(pk=found.pk).update(is_published=False),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_set_in_force_refuses_a_change(world, what: str):
    before = list(StandardSet.objects.values()), list(Standard.objects.values())
    with pytest.raises(IntegrityError, match="stay"), transaction.atomic():
        REFUSED[what](in_force())
    assert (list(StandardSet.objects.values()), list(Standard.objects.values())) == before


@pytest.mark.parametrize("what", REFUSED)
def test_so_does_a_set_that_was_corrected(world, what: str):
    found = in_force()
    retire_all()
    with pytest.raises(IntegrityError, match="stay"), transaction.atomic():
        StandardSet.objects.filter(pk=found.pk).update(is_published=True, is_corrected=False)
    if what != "a draft again":
        with pytest.raises(IntegrityError, match="stay"), transaction.atomic():
            REFUSED[what](found)


def test_neither_is_deleted(world):
    empty = drafted()
    empty.standards.all().delete()
    StandardSet.objects.filter(pk=in_force().pk).update(validity=DateRange(SINCE, date(2030, 1, 1)))
    publish(empty)
    for change in ({}, {"is_published": False, "is_corrected": True}):
        StandardSet.objects.filter(pk=empty.pk).update(version=7, **change)
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            StandardSet.objects.filter(pk=empty.pk).delete()


def test_its_last_day_may_come_and_go_and_a_draft_is_free(world):
    ends = {"validity": DateRange(SINCE, date(2030, 1, 1)), "end_reason": "thử", "version": 2}
    assert StandardSet.objects.filter(pk=in_force().pk).update(**ends) == 1
    draft = drafted()
    assert draft.standards.update(age_max=33) == 1
    added(draft).save()
    assert draft.standards.all().delete()[0] == 2
    assert StandardSet.objects.filter(pk=draft.pk).update(title="Khác", validity=DateRange(None, None)) == 1
    assert StandardSet.objects.filter(pk=draft.pk).delete()[0] == 1
