"""What a draft would have made of last year's results, compared with deciding once more by the draft's rules."""

from decimal import Decimal

import pytest

from apps.assessments import services
from apps.assessments.models import Assessment, CriteriaSet
from apps.assessments.queries.preview import UNKNOWN, preview
from apps.units.enums import Role
from tests.assessments.desk import assessment_of, branch, decided, open_round
from tests.world import World, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(world: World) -> CriteriaSet:
    """Of a set by which one branch has all points and one has 73."""
    for name, share in (("Một", "1"), ("Hai", "0.8")):
        unit = branch(world.dong_tien, f"Chi đoàn {name}")
        if name == "Một":
            open_round(world)
        else:
            within = assessment_one().round
            services.add_units(
                actor=world.officer, round_id=within.pk, version=within.version, today=within.opens_on
            )
        secretary = person(f"cd-{share}", Role.BRANCH_SECRETARY, unit)
        decided(assessment_of(unit), secretary, world.commune_secretary, share)
    return services.copy_set(actor=world.officer, set_id=CriteriaSet.objects.get(code="CD-DBDC").pk)


def assessment_one():
    return Assessment.objects.select_related("round").latest("pk")


def moves(draft):
    return {(move.before, move.after): move.count for move in preview(draft, 1).moves}


def heighten(world, draft, code, points):
    row = draft.classes.get(code=code)
    given = {"row_id": row.pk, "name": row.name, "min_points": Decimal(points)}
    services.set_class(actor=world.officer, set_id=draft.pk, version=revision(draft), **given)


def revision(draft):
    return CriteriaSet.objects.get(pk=draft.pk).revision


def test_a_plain_copy_changes_nobody(draft):
    found = preview(draft, 1)
    assert (found.count, found.changed) == (2, 0)
    assert found.title == "không đơn vị nào trong 2 đổi kết quả"


def test_a_higher_threshold_moves_who_is_below_it(world, draft):
    heighten(world, draft, "good", "75")
    found = preview(draft, 1)
    assert [(row.name, row.before, row.after) for row in found.page.object_list] == [
        ("Chi đoàn Hai", "good", "done")
    ]
    assert moves(draft) == {("excellent", "excellent"): 1, ("good", "done"): 1}


def test_a_grade_that_gives_less_is_followed_by_its_text(world, draft):
    criterion = draft.criteria.get(code="CD1.1")
    fields = ("code", "section", "text", "max_points", "method", "measure", "needs_evidence", "evidence")
    grades = [
        {"text": grade.text, "points": Decimal(0) if grade.points == 7 else grade.points, "at_least": None}
        for grade in criterion.grades.all()
    ]
    services.set_criterion(
        actor=world.officer, set_id=draft.pk, version=revision(draft), row_id=criterion.pk, grades=grades,
        row={name: getattr(criterion, name) for name in fields},
    )  # fmt: skip
    assert moves(draft) == {("excellent", "excellent"): 1, ("good", "done"): 1}


def test_a_criterion_that_nobody_answered_is_known_only_where_it_does_not_matter(world, draft):
    row = {
        "code": "CD4.1", "section": "IV", "text": "Mới", "max_points": Decimal(10), "method": "free", "measure": "",
        "needs_evidence": False, "evidence": "",
    }  # fmt: skip
    heighten(world, draft, "good", "75")
    services.set_criterion(actor=world.officer, set_id=draft.pk, version=revision(draft), row=row, grades=[])
    found = preview(draft, 1)
    assert found.unknown == 1
    assert moves(draft) == {("excellent", "excellent"): 1, ("good", UNKNOWN): 1}


def test_a_gate_that_nobody_answered_may_hold(world, draft):
    row = {
        "code": "CD-K9",
        "text": "Mới",
        "measure": "",
        "at_least": None,
        "highest_class": "good",
        "source": "",
    }
    services.set_gate(actor=world.officer, set_id=draft.pk, version=revision(draft), row=row)
    assert moves(draft) == {("excellent", UNKNOWN): 1, ("good", "good"): 1}


def test_a_criterion_left_out_counts_no_more(world, draft):
    criterion = draft.criteria.get(code="CD2.1")
    services.remove_criterion(
        actor=world.officer, set_id=draft.pk, version=revision(draft), row_id=criterion.pk
    )
    assert moves(draft) == {("excellent", "good"): 1, ("good", "done"): 1}


def test_without_results_there_is_nothing_to_compare(world):
    draft = services.copy_set(actor=world.officer, set_id=CriteriaSet.objects.get(code="DCS-XA").pk)
    assert preview(draft, 1).round is None
