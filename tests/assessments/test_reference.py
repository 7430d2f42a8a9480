"""The start sets: whole, proposed, and the same after a second load."""

from decimal import Decimal

import pytest

from apps.assessments.enums import ClassCode, Method, SetState
from apps.assessments.models import CriteriaSet, Criterion, Gate, Grade, RatingClass
from apps.assessments.services import load_reference

pytestmark = pytest.mark.django_db


def test_the_start_sets_are_published_and_proposed():
    sets = CriteriaSet.objects.order_by("code")
    assert [(each.code, each.purpose, each.unit_kind_id) for each in sets] == [
        ("3-CHU-DONG", "recognition", "GRASSROOTS"),
        ("CD-DBDC", "rating", "BRANCH"),
        ("CHI-DOAN-MANH", "recognition", "BRANCH"),
        ("DCS-XA", "rating", "GRASSROOTS"),
    ]
    assert {each.state for each in sets} == {SetState.PUBLISHED}
    assert all(each.is_proposed for each in sets)


@pytest.mark.parametrize(("code", "count"), [("CD-DBDC", 13), ("DCS-XA", 11)])
def test_a_rating_set_adds_up_to_a_hundred_points(code, count):
    criteria = Criterion.objects.filter(set__code=code)
    assert criteria.count() == count
    assert sum(each.max_points for each in criteria) == Decimal(100)


def test_thresholds_are_those_of_the_facts():
    found = RatingClass.objects.filter(set__code="CD-DBDC").values_list("code", "min_points")
    assert dict(found) == {
        ClassCode.EXCELLENT: Decimal(90),
        ClassCode.GOOD: Decimal(70),
        ClassCode.DONE: Decimal(50),
        ClassCode.FAILED: Decimal(0),
    }


def test_a_graded_criterion_has_grades_from_its_maximum_down_to_nothing():
    for criterion in Criterion.objects.filter(method=Method.GRADED).prefetch_related("grades"):
        points = [grade.points for grade in criterion.grades.all()]
        assert points[0] == criterion.max_points
        assert points == sorted(set(points), reverse=True)
        assert points[-1] == 0
        limits = [grade.at_least for grade in criterion.grades.all()]
        if criterion.measure:
            assert None not in limits
            assert limits == sorted(set(limits), reverse=True)


def test_a_second_load_changes_nothing():
    models = (CriteriaSet, RatingClass, Criterion, Grade, Gate)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    load_reference()
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
