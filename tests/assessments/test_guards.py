"""What PostgreSQL itself refuses, whatever the services do."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.assessments.models import CriteriaSet, Criterion, Gate, Grade, RatingClass

pytestmark = pytest.mark.django_db
ROWS = (RatingClass, Criterion, Grade, Gate)


def refused(change):
    with pytest.raises(IntegrityError, match="is published"), transaction.atomic():
        change()


def copy_of(row):
    fresh = type(row).objects.get(pk=row.pk)
    fresh.pk = None
    return fresh


@pytest.mark.parametrize("model", [CriteriaSet, *ROWS])
def test_a_published_set_refuses_every_change(model):
    row = model.objects.first()
    refused(row.save)
    refused(lambda: model.objects.filter(pk=row.pk)._raw_delete("default"))


@pytest.mark.parametrize("model", ROWS)
def test_a_published_set_takes_no_further_row(model):
    refused(copy_of(model.objects.first()).save)


def test_a_draft_is_written_until_it_is_published():
    draft = copy_of(CriteriaSet.objects.get(code="CD-DBDC"))
    draft.version, draft.state = 2, "draft"
    draft.save()
    row = RatingClass.objects.create(set=draft, code="good", name="Khá", min_points=Decimal(65), rank=1)
    draft.state = "published"
    draft.save()
    refused(row.delete)
