"""Deciding many by one document: gates lower, caps warn or block per deciding unit, the set is the round's for ever."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from apps.assessments import services
from apps.assessments.models import Assessment, CriteriaSet, Decision
from apps.assessments.queries.deciding import caps
from apps.assessments.queries.scoring import Cap
from apps.assessments.services import Document
from apps.core.exceptions import NotAllowed, Stale
from tests.assessments.desk import (
    NOW,
    TODAY,
    appraise_all,
    assessment_of,
    attach_minutes,
    branch,
    decide,
    draft_of,
    fill,
    fresh,
    open_round,
    step,
    submit,
)
from tests.assessments.test_machine import short_set
from tests.world import World

pytestmark = pytest.mark.django_db


def appraised(world: World, names: list[str], share: str = "1") -> list[Assessment]:
    """Branches of Đồng Tiến, recorded from minutes and appraised by the district."""
    units = [branch(world.dong_tien, name) for name in names]
    open_round(world)
    papers = [assessment_of(unit) for unit in units]
    for paper in papers:
        fill(paper, world.commune_secretary, share)
        attach_minutes(paper, world.commune_secretary)
        submit(paper, world.commune_secretary)
        appraise_all(paper, world.secretary)
    return papers


def capped(mode: str, percent: int = 50) -> None:
    short_set()
    latest = draft_of("CD-DBDC", top_cap_percent=percent, top_cap_mode=mode)
    best = latest.classes.get(code="excellent")
    best.min_points = Decimal(30)
    latest.classes.exclude(pk=best.pk).delete()
    best.save()
    latest.state = "published"
    latest.save()


def test_a_cap_that_warns_lets_everybody_through(world):
    capped("warn")
    papers = appraised(world, ["Một", "Hai"])
    assert [made.class_code for made in decide(papers, world.commune_secretary)] == ["excellent"] * 2


def test_a_cap_that_blocks_refuses_the_whole_decision(world):
    capped("block")
    papers = appraised(world, ["Một", "Hai"])
    with pytest.raises(ValidationError, match="Vượt mức trần 50 %: 2/2 đơn vị được hạng cao nhất, tối đa 1"):
        decide(papers, world.commune_secretary)
    assert not Decision.objects.exists()
    assert {paper.state for paper in Assessment.objects.all()} == {"appraised"}


def test_half_a_unit_is_none(world):
    capped("block", 60)
    papers = appraised(world, ["Một", "Hai", "Ba"])
    with pytest.raises(ValidationError, match=r"1/1 .* tối đa 0"):
        decide(papers[:1], world.commune_secretary)
    with pytest.raises(ValidationError, match=r"3/3 .* tối đa 1"):
        decide(papers, world.commune_secretary)


def test_those_decided_before_count_into_the_cap(world):
    capped("block", 100)
    (first, second) = appraised(world, ["Một", "Hai"])
    decide([first], world.commune_secretary)
    given = [(second.decider_unit_id, "excellent")]
    assert caps(second.round, given) == {second.decider_unit_id: Cap(top=2, decided=2, allowed=2)}


def test_another_deciding_unit_has_a_cap_of_its_own(world):
    capped("block", 100)
    papers = appraised(world, ["Một"])
    assert len(decide(papers, world.commune_secretary)) == 1


@pytest.mark.parametrize(("gate", "code"), [("CD-K2", "good"), ("CD-K1", "done")])
def test_a_gate_that_the_appraiser_finds_lowers_the_class(world, gate, code):
    short_set()
    lower_thresholds()
    unit = branch(world.dong_tien)
    open_round(world)
    paper = assessment_of(unit)
    fill(paper, world.commune_secretary)
    attach_minutes(paper, world.commune_secretary)
    submit(paper, world.commune_secretary)
    answer = paper.gate_answers.get(gate__code=gate)
    given = {"actor": world.secretary, "assessment_id": paper.pk, "gate_id": answer.gate_id, "is_hit": True}
    with pytest.raises(ValidationError):
        services.appraise_gate(version=answer.version, reason="", today=TODAY, **given)
    services.appraise_gate(version=answer.version, reason="Theo biên bản", today=TODAY, **given)
    appraise_all(paper, world.secretary)
    assert assessment_of(unit).proposed_class == code
    assert decide([paper], world.commune_secretary)[0].class_code == code
    assert '"holds":true' in Decision.objects.get().content


def lower_thresholds() -> None:
    latest = draft_of("CD-DBDC")
    for rank, each in enumerate(latest.classes.all(), 1):
        each.min_points = Decimal(40 - 10 * rank)
        each.save()
    latest.state = "published"
    latest.save()


def test_a_new_edition_never_alters_a_decided_result(world):
    papers = appraised(world, ["Một"], "0.9")
    made = decide(papers, world.commune_secretary)[0]
    source = CriteriaSet.objects.get(code="CD-DBDC")
    draft = services.copy_set(actor=world.officer, set_id=source.pk)
    best = draft.classes.get(code="excellent")
    services.set_class(
        actor=world.officer,
        set_id=draft.pk,
        version=draft.revision,
        row_id=best.pk,
        name="A",
        min_points=Decimal(99),
    )
    draft.refresh_from_db()
    services.publish_set(actor=world.officer, set_id=draft.pk, version=draft.revision)
    found = assessment_of(papers[0].unit)
    assert (found.round.set, found.class_code) == (source, made.class_code)
    assert Decision.objects.get().content == made.content


def test_what_changed_since_it_was_seen_is_not_decided(world):
    (paper,) = appraised(world, ["Một"])
    given = {"document": Document("05-QĐ/ĐTN", TODAY), "now": NOW, "today": TODAY}
    with pytest.raises(Stale):
        services.decide(
            actor=world.commune_secretary,
            round_id=paper.round_id,
            versions={paper.pk: fresh(paper) - 1},
            **given,
        )
    assert not Decision.objects.exists()


def test_one_number_decides_many_and_each_is_audited(world):
    papers = appraised(world, ["Một", "Hai", "Ba"], "0.8")
    made = decide(papers, world.commune_secretary)
    assert {each.decision_number for each in made} == {"05-QĐ/ĐTN"}
    assert Assessment.objects.decided().count() == 3


@pytest.mark.parametrize(("number", "field"), [("", "decision_number"), (" ", "decision_number")])
def test_a_decision_has_a_number(world, number, field):
    papers = appraised(world, ["Một"])
    with pytest.raises(ValidationError) as refused:
        decide(papers, world.commune_secretary, number)
    assert field in refused.value.error_dict


def test_who_recorded_a_score_does_not_change_it_at_the_decision(world):
    (paper,) = appraised(world, ["Một"])
    criterion = paper.round.set.criteria.get(code="CD2.1")
    row = paper.scores.get(criterion=criterion)
    with pytest.raises(NotAllowed, match="đã chấm"):
        services.overrule(
            actor=world.commune_secretary, assessment_id=paper.pk, criterion_id=criterion.pk, version=row.version,
            points=Decimal(1), reason="Thử", today=TODAY,
        )  # fmt: skip


def test_a_stranger_and_the_branch_do_not_decide(world):
    papers = appraised(world, ["Một"])
    for actor in (world.neighbour, world.viewer, world.standing):
        with pytest.raises(NotAllowed):
            decide(papers, actor)


def test_nothing_is_taken_back_without_a_reason(world):
    (paper,) = appraised(world, ["Một"])
    with pytest.raises(ValidationError):
        step(services.take_back, paper, world.secretary, reason="")
