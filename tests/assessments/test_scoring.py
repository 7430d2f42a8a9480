"""The arithmetic by table: points, thresholds, gates, caps, ties. Unanswered is never zero."""

from decimal import Decimal

import pytest

from apps.assessments.enums import ClassCode, Measure, Method
from apps.assessments.models import CriteriaSet, Criterion, Gate, RatingClass
from apps.assessments.queries.scoring import (
    final_class,
    is_recognised,
    measured_points,
    points_of_ratio,
    ranks,
    top_cap,
    total,
)

EXCELLENT, GOOD, DONE, FAILED = ClassCode.EXCELLENT, ClassCode.GOOD, ClassCode.DONE, ClassCode.FAILED
CLASSES = [
    RatingClass(code=code, name=code.label, min_points=Decimal(points), rank=rank)
    for rank, (code, points) in enumerate([(EXCELLENT, 90), (GOOD, 70), (DONE, 50), (FAILED, 0)], 1)
]


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ("100", EXCELLENT), ("90", EXCELLENT), ("89.99", GOOD), ("70", GOOD), ("69.99", DONE), ("50", DONE),
        ("49.99", FAILED), ("0", FAILED),
    ],
)  # fmt: skip
def test_a_threshold_counts_from_its_own_points(points, code):
    assert final_class(Decimal(points), CLASSES, []) == code


@pytest.mark.parametrize(
    ("points", "gates", "code"),
    [
        ("95", [GOOD], GOOD),
        ("95", [DONE], DONE),
        ("95", [GOOD, DONE], DONE),
        ("95", [FAILED], FAILED),
        ("75", [GOOD], GOOD),
        ("55", [GOOD], DONE),  # a gate never lifts
        ("30", [DONE], FAILED),
        ("95", [], EXCELLENT),
    ],
)
def test_a_gate_lowers_and_never_lifts(points, gates, code):
    held = [Gate(code="K", text="K", highest_class=each) for each in gates]
    assert final_class(Decimal(points), CLASSES, held) == code


def test_a_gate_to_a_class_that_the_set_has_not_lowers_to_the_next_one_below():
    two = [each for each in CLASSES if each.code in {EXCELLENT, DONE}]
    assert final_class(Decimal(95), two, [Gate(code="K", text="K", highest_class=GOOD)]) == DONE


def test_older_names_and_thresholds_are_another_sets():
    older = [
        RatingClass(code=EXCELLENT, name="Xuất sắc", min_points=Decimal(95), rank=1),
        RatingClass(code=GOOD, name="Khá", min_points=Decimal(65), rank=2),
        RatingClass(code=FAILED, name="Yếu kém", min_points=Decimal(0), rank=3),
    ]
    assert [final_class(Decimal(each), older, []) for each in ("95", "94", "60")] == [EXCELLENT, GOOD, FAILED]


@pytest.mark.parametrize(
    ("percent", "top", "decided", "allowed", "is_over"),
    [
        (20, 1, 5, 1, False),
        (20, 2, 5, 1, True),
        (20, 1, 9, 1, False),
        (20, 2, 9, 1, True),
        (20, 1, 4, 0, True),
        (20, 0, 0, 0, False),
        (100, 5, 5, 5, False),
        (None, 9, 9, None, False),
    ],
)
def test_a_cap_counts_whole_units(percent, top, decided, allowed, is_over):
    cap = top_cap(percent, top, decided)
    assert (cap.allowed, cap.is_over) == (allowed, is_over)


def test_equal_points_share_a_place():
    points = [Decimal(each) for each in ("90", "88", "88", "70")]
    assert ranks(points) == [1, 2, 2, 4]
    assert ranks([Decimal("88.00"), Decimal("88")]) == [1, 1]


@pytest.mark.parametrize(
    ("ratio", "most", "points"),
    [
        ("1", "15", "15"),
        ("1.2", "15", "15"),
        ("0.9167", "15", "13.75"),
        ("0.3333", "10", "3.33"),
        ("0.0005", "1", "0"),
    ],
)
def test_a_ratio_is_rounded_half_up_to_two_places(ratio, most, points):
    assert points_of_ratio(Decimal(ratio), Decimal(most)) == Decimal(points)


def test_half_a_hundredth_goes_up():
    assert points_of_ratio(Decimal("0.0005"), Decimal(10)) == Decimal("0.01")


def test_a_sum_with_something_unanswered_is_unknown():
    assert total([Decimal(1), None]) is None
    assert total([Decimal(1), Decimal("0.5")]) == Decimal("1.5")


def test_a_title_needs_all_criteria_at_once():
    most = [(Decimal(1), Decimal(1))] * 3
    assert is_recognised(most)
    assert not is_recognised([*most[:2], (Decimal(0), Decimal(1))])
    assert not is_recognised(most, [Gate(code="K")])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "measured", "points"),
    [
        ("CD2.1", "0.75", "11.25"),
        ("CD2.3", "2", "10"),
        ("CD2.3", "1", "7"),
        ("CD2.3", "0", "0"),
        ("CD2.1", None, None),
        ("CD1.1", "1", None),  # no measure: scored by hand
    ],
)
def test_a_measure_gives_points_by_the_criterions_own_rule(code, measured, points):
    criterion = CriteriaSet.objects.get(code="CD-DBDC").criteria.get(code=code)
    found = measured_points(criterion, measured and Decimal(measured))
    assert found == (points and Decimal(points))


@pytest.mark.parametrize(("measured", "points"), [("1", "5"), ("0.99", "0")])
def test_yes_or_no_by_a_measure(measured, points):
    criterion = Criterion(method=Method.YES_NO, measure=Measure.SECRETARIES_RATIO, max_points=Decimal(5))
    assert measured_points(criterion, Decimal(measured)) == Decimal(points)
