"""From the unit's own score to the decision: each act by whom it belongs to, three scores that stay side by side."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.assessments import services
from apps.assessments.models import Assessment, AssessmentStep, Decision, Score
from apps.audit.models import Entry
from apps.core.canonical import sha256
from apps.core.exceptions import NotAllowed, Stale
from apps.units.enums import Role
from apps.units.models import Membership
from tests.assessments.desk import (
    NOW,
    SINCE,
    TODAY,
    appraise_all,
    assessment_of,
    attach_minutes,
    branch,
    decide,
    decided,
    fill,
    fresh,
    open_round,
    step,
    submit,
    version_of,
)
from tests.cadres.people import cadre
from tests.world import World, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(world: World):
    return branch(world.dong_tien)


@pytest.fixture
def own(unit):
    """The branch's secretary."""
    return person("thon-dong", Role.BRANCH_SECRETARY, unit)


@pytest.fixture
def paper(world: World, unit, own) -> Assessment:
    open_round(world)
    return assessment_of(unit)


def appraise_score(paper, actor, code, points, reason=""):
    criterion = paper.round.set.criteria.get(code=code)
    return services.appraise_score(
        actor=actor, assessment_id=paper.pk, criterion_id=criterion.pk, points=Decimal(points),
        version=version_of(paper, criterion), reason=reason, today=TODAY,
    )  # fmt: skip


def mark_return(paper, actor, code, note="Thiếu danh sách"):
    criterion = paper.round.set.criteria.get(code=code)
    return services.mark_return(
        actor=actor, assessment_id=paper.pk, criterion_id=criterion.pk, note=note,
        version=version_of(paper, criterion), today=TODAY,
    )  # fmt: skip


def score(paper, actor, code, answer, version=None):
    criterion = paper.round.set.criteria.get(code=code)
    version = version_of(paper, criterion) if version is None else version
    return services.score(
        actor=actor, assessment_id=paper.pk, criterion_id=criterion.pk, version=version, answer=answer, today=TODAY
    )  # fmt: skip


def test_a_round_has_every_unit_of_its_kind_that_is_open(world, unit, paper):
    branch(world.dong_tien, "Chi đoàn trường học", sector="SCHOOL")
    assert paper.state == "draft"
    assert paper.appraiser_unit == paper.decider_unit == world.dong_tien
    assert Assessment.objects.filter(round=paper.round).count() == 1


def test_a_unit_that_is_founded_later_is_added_by_an_act(world, paper):
    later = branch(world.dong_tien, "Chi đoàn thôn Mới")
    count = services.add_units(
        actor=world.officer, round_id=paper.round_id, version=paper.round.version, today=TODAY
    )
    assert count == 1
    assert assessment_of(later).state == "draft"


def test_the_whole_road(world, paper, own):
    made = decided(paper, own, world.commune_secretary)
    found = assessment_of(paper.unit)
    assert (found.state, found.class_code, found.decided_points) == ("decided", "excellent", Decimal(100))
    assert made.sha256 == sha256(made.content)
    acts = list(AssessmentStep.objects.values_list("act", flat=True))
    assert acts == ["submit", "appraise", "decide"]
    assert Entry.objects.filter(chain=paper.unit_id).latest("pk").act == "assessments.decide"


def test_what_is_missing_is_listed_and_nothing_is_sent(paper, own):
    with pytest.raises(ValidationError) as refused:
        submit(paper, own)
    assert "CD1.1: chưa chấm" in refused.value.messages
    assert "CD-K1: chưa trả lời" in refused.value.messages
    assert assessment_of(paper.unit).state == "draft"


def test_the_branch_does_not_appraise_and_the_neighbour_sees_nothing(world, paper, own):
    fill(paper, own)
    submit(paper, own)
    for actor in (own, world.neighbour, world.viewer, world.standing):
        with pytest.raises(NotAllowed):
            step(services.accept_rest, paper, actor)
    assert not Assessment.objects.visible_to(world.neighbour, TODAY).exists()


def test_a_score_that_the_commune_recorded_is_appraised_by_the_district(world, paper):
    fill(paper, world.commune_secretary)
    with pytest.raises(ValidationError, match="biên bản"):
        submit(paper, world.commune_secretary)
    attach_minutes(paper, world.commune_secretary)
    submit(paper, world.commune_secretary)
    found = assessment_of(paper.unit)
    assert found.recorded_by_above
    assert (found.appraiser_unit, found.decider_unit) == (world.khoai_chau, world.dong_tien)
    colleague = person("dong-tien-2", Role.COMMUNE_SECRETARY, world.dong_tien)
    for actor in (world.commune_secretary, colleague):
        with pytest.raises(NotAllowed):
            step(services.accept_rest, paper, actor)
    appraise_all(paper, world.secretary)
    decide([paper], world.commune_secretary)
    assert assessment_of(paper.unit).state == "decided"


def test_who_scored_as_branch_secretary_does_not_appraise_as_commune_secretary(world, paper, unit):
    both = person("hai-vai", Role.BRANCH_SECRETARY, unit)
    grant(both, Role.COMMUNE_SECRETARY, world.dong_tien)
    fill(paper, both)
    submit(paper, both)
    found = assessment_of(unit)
    assert not found.recorded_by_above
    assert found.appraiser_unit == world.khoai_chau
    with pytest.raises(NotAllowed):
        step(services.accept_rest, paper, both)


def grant(user, role, unit):
    Membership.objects.create(user=user, unit=unit, role=role, validity=SINCE)


def test_another_score_needs_a_reason_and_leaves_the_first_one(world, paper, own):
    fill(paper, own)
    submit(paper, own)
    with pytest.raises(ValidationError) as refused:
        appraise_score(paper, world.commune_secretary, "CD1.1", "7")
    assert "reason" in refused.value.error_dict
    row = appraise_score(paper, world.commune_secretary, "CD1.1", "7", "Danh sách chỉ có 80 %")
    assert (row.self_points, row.appraised_points) == (Decimal(10), Decimal(7))
    appraise_all(paper, world.commune_secretary)
    found = assessment_of(paper.unit)
    assert (found.self_points, found.appraised_points) == (Decimal(100), Decimal(97))


@pytest.mark.parametrize(("code", "points"), [("CD1.1", "8"), ("CD2.1", "15.5"), ("CD2.1", "-1")])
def test_points_that_the_criterion_cannot_give_are_refused(world, paper, own, code, points):
    fill(paper, own)
    submit(paper, own)
    with pytest.raises(ValidationError) as refused:
        appraise_score(paper, world.commune_secretary, code, points, "Thử")
    assert "points" in refused.value.error_dict


def test_a_return_opens_the_returned_criterion_alone(world, paper, own):
    fill(paper, own)
    submit(paper, own)
    step(services.accept_rest, paper, world.commune_secretary)
    mark_return(paper, world.commune_secretary, "CD1.1")
    with pytest.raises(ValidationError, match=r"CD1\.1"):
        step(services.appraise, paper, world.commune_secretary)
    step(services.send_back, paper, world.commune_secretary)
    with pytest.raises(NotAllowed):
        score(paper, own, "CD1.2", services.Answer(grade_id=1))
    grade = paper.round.set.criteria.get(code="CD1.1").grades.get(points=4)
    score(paper, own, "CD1.1", services.Answer(grade_id=grade.pk))
    submit(paper, own)
    kept = Score.objects.get(assessment=paper, criterion__code="CD1.2")
    assert kept.appraised_points == Decimal(5)
    changed = Score.objects.get(assessment=paper, criterion__code="CD1.1")
    assert (changed.self_points, changed.appraised_points, changed.is_returned) == (Decimal(4), None, False)
    assert changed.return_note == "Thiếu danh sách"


def test_nothing_is_sent_back_without_a_marked_criterion(world, paper, own):
    fill(paper, own)
    submit(paper, own)
    with pytest.raises(ValidationError, match="ít nhất một mục"):
        step(services.send_back, paper, world.commune_secretary)


def test_a_stale_score_is_refused(paper, own):
    score(paper, own, "CD2.4", services.Answer(ratio=Decimal("0.5")), version=0)
    with pytest.raises(Stale):
        score(paper, own, "CD2.4", services.Answer(ratio=Decimal("0.7")), version=0)
    assert Score.objects.get(assessment=paper).self_points == Decimal(5)


def test_an_appeal_reopens_and_the_first_decision_stays(world, paper, own):
    first = decided(paper, own, world.commune_secretary)
    with pytest.raises(ValidationError):
        step(services.appeal, paper, world.commune_secretary, reason=" ")
    step(services.appeal, paper, world.commune_secretary, reason="Đề nghị của chi đoàn")
    found = assessment_of(paper.unit)
    assert (found.state, found.class_code, found.decided_points) == ("submitted", "", None)
    appraise_score(paper, world.commune_secretary, "CD2.1", "5", "Có 4/12 biên bản")
    appraise_all(paper, world.commune_secretary)
    second = decide([paper], world.commune_secretary, "06-QĐ/ĐTN")[0]
    assert (first.ordinal, second.ordinal) == (1, 2)
    assert Decision.objects.get(pk=first.pk).points == Decimal(100)
    assert (second.points, second.class_code) == (Decimal(90), "excellent")


def test_a_closed_round_lets_an_appeal_alone_go_on(world, paper, own):
    other = branch(world.dong_tien, "Chi đoàn thôn Tây")
    services.add_units(actor=world.officer, round_id=paper.round_id, version=1, today=TODAY)
    decided(paper, own, world.commune_secretary)
    services.close_round(actor=world.officer, round_id=paper.round_id, version=2)
    with pytest.raises(NotAllowed, match="đã đóng"):
        fill(assessment_of(other), world.commune_secretary)
    step(services.appeal, paper, world.commune_secretary, reason="Đề nghị")
    appraise_all(paper, world.commune_secretary)
    decide([paper], world.commune_secretary)
    assert assessment_of(paper.unit).state == "decided"


def test_the_decider_overrules_with_a_reason_and_taking_back_takes_it_off(world, paper, own):
    fill(paper, own)
    submit(paper, own)
    appraise_all(paper, world.commune_secretary)
    criterion = paper.round.set.criteria.get(code="CD2.1")
    given = {"assessment_id": paper.pk, "criterion_id": criterion.pk, "today": TODAY, "points": Decimal(3)}
    given["version"] = version_of(paper, criterion)
    with pytest.raises(ValidationError):
        services.overrule(actor=world.commune_secretary, reason="", **given)
    row = services.overrule(actor=world.commune_secretary, reason="Kiểm tra thực tế", **given)
    assert (row.self_points, row.appraised_points, row.decided_points) == (15, 15, 3)
    step(services.take_back, paper, world.commune_secretary, reason="Xem lại")
    assert Score.objects.get(pk=row.pk).decided_points is None
    assert Score.objects.get(pk=row.pk).appraised_points == 15


@pytest.mark.parametrize(
    "change",
    [
        lambda paper: Score.objects.filter(assessment=paper).update(self_points=1),
        lambda paper: Score.objects.filter(assessment=paper).update(decided_points=1, decided_reason="x"),
        lambda paper: Score.objects.filter(assessment=paper)._raw_delete("default"),
        lambda paper: Assessment.objects.filter(pk=paper.pk).update(class_code="failed"),
        lambda paper: Decision.objects.filter(assessment=paper).update(points=1),
        lambda paper: AssessmentStep.objects.filter(assessment=paper)._raw_delete("default"),
        lambda paper: paper.evidence.update(title="Khác"),
        lambda paper: paper.gate_answers.update(is_hit=True),
    ],
)
def test_what_is_decided_refuses_every_change_in_the_database(world, paper, own, change):
    decided(paper, own, world.commune_secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        change(paper)


@pytest.mark.parametrize(
    ("column", "state"),
    [("self_points", "submitted"), ("appraised_points", "draft"), ("decided_points", "submitted")],
)
def test_a_column_changes_only_while_it_is_its_turn(world, paper, own, column, state):
    fill(paper, own)
    if state != "draft":
        submit(paper, own)
    rows = Score.objects.filter(assessment=paper)
    with pytest.raises(IntegrityError, match="not to be changed now"), transaction.atomic():
        rows.update(**{column: Decimal(1), "appraised_reason": "x", "decided_reason": "x"})


def test_a_title_is_asked_for_followed_and_recognised_with_all_criteria_at_once(world, unit, own):
    within = open_round(world, "CHI-DOAN-MANH")
    assert not Assessment.objects.filter(round=within).exists()
    made = services.register(actor=own, round_id=within.pk, unit_id=unit.pk, today=TODAY)
    paper = Assessment.objects.with_lineage(TODAY).get(pk=made.pk)
    with pytest.raises(NotAllowed, match="phân công"):
        fill(paper, own)
    follower = cadre(world.dong_tien)
    step(services.assign, paper, world.commune_secretary, follower_id=follower.pk)
    paper = Assessment.objects.with_lineage(TODAY).get(pk=made.pk)
    decision = decided(paper, own, world.commune_secretary)
    assert (decision.is_recognised, decision.class_code) == (True, "")


def test_the_version_of_what_was_seen_is_asked_for(world, paper, own):
    fill(paper, own)
    seen = fresh(paper) - 1
    with pytest.raises(Stale):
        services.submit(actor=own, assessment_id=paper.pk, version=seen, now=NOW, today=TODAY)
