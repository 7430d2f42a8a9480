"""An assessment walked at random by everybody: only the table's steps happen, and only by those who may take them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from apps.assessments import services
from apps.assessments.enums import ASSESSMENT_STEPS, OPEN_STATES, AssessmentAct, AssessmentState
from apps.assessments.models import Assessment, Decision, Score
from apps.assessments.services import Answer
from apps.core.exceptions import NotAllowed
from apps.units.enums import Role
from apps.units.models import Membership
from tests.assessments.desk import (
    SINCE,
    TODAY,
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
    version_of,
)
from tests.world import World, person

SCORERS = {"own", "both", "commune_secretary"}
EVERYBODY = sorted(SCORERS | {"colleague", "secretary", "officer", "neighbour", "viewer", "standing"})
WHO = st.sampled_from(EVERYBODY + ["own", "commune_secretary", "secretary", "colleague"] * 2)


class Walk(RuleBasedStateMachine):
    """The assessment of one branch beside a model of it."""

    world: World
    people: dict
    paper: Assessment

    @initialize(recorded=st.booleans(), two_roles=st.booleans())
    def start(self, recorded, two_roles):
        """Scored by the branch, by somebody with both roles, or by the commune from its minutes."""
        self.savepoint = transaction.savepoint()
        self.scorer = "commune_secretary" if recorded else "both" if two_roles else "own"
        fill(self.paper, self.people[self.scorer], "0.9")
        if recorded:
            attach_minutes(self.paper, self.people[self.scorer])
        self.state, self.version, self.decided = AssessmentState.DRAFT, 0, []
        self.scorers, self.sender, self.acts = {self.scorer}, self.scorer, []
        self.self_scores = self.column("self_points")

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)

    def column(self, name):
        return dict(Score.objects.filter(assessment=self.paper).values_list("criterion_id", name))

    def found(self):
        return Assessment.objects.get(pk=self.paper.pk)

    @property
    def appraisers(self):
        """By hand, not by the permission table: who stands at the appraiser's unit or above and did not score.

        Whoever sends a branch's paper from the commune has taken it over as whoever scores it there.
        """
        commune = {"commune_secretary", "colleague", "both"}
        district, province = {"secretary"}, {"officer"}
        from_commune = (self.scorers | {self.sender}) & commune
        return (district | province if from_commune else commune | district | province) - self.scorers

    def attempt(self, is_allowed, act, *arguments, **given):
        """Does the act and says whether it happened; it must happen exactly when it is allowed."""
        try:
            with transaction.atomic():
                act(*arguments, **given)
        except NotAllowed:
            assert not is_allowed
            return False
        except ValidationError:
            assert is_allowed
            return False
        assert is_allowed
        return True

    def moved(self, act):
        step = next(step for step in ASSESSMENT_STEPS if (step.state, step.act) == (self.state, act))
        self.state = step.next_state
        self.acts.append(str(act))

    @rule(who=WHO)
    def submit(self, who):
        is_allowed = who in SCORERS | {"colleague"} and self.state in OPEN_STATES
        if who == "colleague" and self.scorer != "commune_secretary":
            return  # would have to bring minutes first
        if self.attempt(is_allowed, submit, self.paper, self.people[who]):
            self.moved(AssessmentAct.SUBMIT)
            self.sender = who
            self.self_scores = self.column("self_points")

    @rule(who=WHO, points=st.sampled_from(["0", "0.35", "0.8", "1"]))
    def score(self, who, points):
        criterion = self.paper.round.set.criteria.get(code="CD2.4")
        row = Score.objects.get(assessment=self.paper, criterion=criterion)
        is_open = self.state == AssessmentState.DRAFT or (
            self.state == AssessmentState.RETURNED and row.is_returned
        )
        is_allowed = who in SCORERS | {"colleague"} and is_open
        answer = Answer(ratio=Decimal(points), note="Thử")
        if who in {"colleague", "commune_secretary"} and self.scorer != "commune_secretary":
            return  # would have to bring minutes first
        done = self.attempt(
            is_allowed, services.score, actor=self.people[who], assessment_id=self.paper.pk, today=TODAY,
            criterion_id=criterion.pk, version=row.version, answer=answer,
        )  # fmt: skip
        if done:
            self.scorers.add(who)
            self.self_scores = self.column("self_points")

    def is_appraised_by(self, who):
        return who in self.appraisers and self.state == AssessmentState.SUBMITTED

    @rule(who=WHO, points=st.sampled_from(["0", "3.5", "10"]))
    def appraise_one(self, who, points):
        criterion = self.paper.round.set.criteria.get(code="CD2.4")
        given = {"criterion_id": criterion.pk, "version": version_of(self.paper, criterion), "today": TODAY}
        self.attempt(
            self.is_appraised_by(who), services.appraise_score, actor=self.people[who],
            assessment_id=self.paper.pk, points=Decimal(points), reason="Kiểm tra", **given,
        )  # fmt: skip

    @rule(who=WHO)
    def return_one(self, who):
        criterion = self.paper.round.set.criteria.get(code="CD2.4")
        given = {"criterion_id": criterion.pk, "version": version_of(self.paper, criterion), "today": TODAY}
        self.attempt(
            self.is_appraised_by(who), services.mark_return, actor=self.people[who],
            assessment_id=self.paper.pk, note="Gửi danh sách", **given,
        )  # fmt: skip

    @rule(who=WHO)
    def send_back(self, who):
        if self.attempt(self.is_appraised_by(who), step, services.send_back, self.paper, self.people[who]):
            self.moved(AssessmentAct.SEND_BACK)

    @rule(who=WHO)
    def appraise(self, who):
        if not self.attempt(
            self.is_appraised_by(who), step, services.accept_rest, self.paper, self.people[who]
        ):
            return
        if self.attempt(True, step, services.appraise, self.paper, self.people[who]):
            self.moved(AssessmentAct.APPRAISE)

    @precondition(lambda self: getattr(self, "state", "") == AssessmentState.APPRAISED)
    @rule(who=WHO)
    def take_back(self, who):
        given = {"reason": "Xem lại"}
        if self.attempt(
            who in self.appraisers, step, services.take_back, self.paper, self.people[who], **given
        ):
            self.moved(AssessmentAct.TAKE_BACK)

    @rule(who=WHO)
    def decide(self, who):
        deciders = {"commune_secretary", "colleague", "both", "secretary", "officer"}
        is_allowed = who in deciders and self.state == AssessmentState.APPRAISED
        if self.attempt(is_allowed, decide, [self.paper], self.people[who]):
            self.moved(AssessmentAct.DECIDE)
            self.decided.append(Decision.objects.filter(assessment=self.paper).latest("ordinal"))

    @rule(who=WHO)
    def appeal(self, who):
        deciders = {"commune_secretary", "colleague", "both", "secretary", "officer"}
        is_allowed = who in deciders and self.state == AssessmentState.DECIDED
        given = {"reason": "Đề nghị"}
        if self.attempt(is_allowed, step, services.appeal, self.paper, self.people[who], **given):
            self.moved(AssessmentAct.APPEAL)

    @invariant()
    def only_the_steps_of_the_table_happened(self):
        if not hasattr(self, "state"):
            return
        found = self.found()
        assert found.state == self.state
        assert [step.act for step in found.steps.all()] == self.acts

    @invariant()
    def no_column_writes_over_another(self):
        if hasattr(self, "state"):
            assert self.column("self_points") == self.self_scores

    @invariant()
    def nobody_appraised_what_they_scored(self):
        rows = Score.objects.filter(assessment=self.paper).exclude(appraised_by=None)
        scored = {self.people[who].pk for who in getattr(self, "scorers", ())}
        assert not scored & set(rows.values_list("appraised_by_id", flat=True))

    @invariant()
    def what_was_decided_stays(self):
        kept = list(Decision.objects.filter(assessment=self.paper).order_by("ordinal"))
        for was, is_now in zip(getattr(self, "decided", []), kept, strict=True):
            assert (was.content, was.sha256, was.points, was.class_code) == (
                is_now.content, is_now.sha256, is_now.points, is_now.class_code,
            )  # fmt: skip

    @invariant()
    def the_version_grows(self):
        if hasattr(self, "state"):
            now = fresh(self.paper)
            assert now >= self.version
            self.version = now


@pytest.mark.slow
@pytest.mark.django_db
def test_only_the_steps_of_the_table_happen_and_only_by_those_who_may(world: World):
    unit = branch(world.dong_tien)
    people = {name: getattr(world, name) for name in EVERYBODY if hasattr(world, name)}
    people["own"] = person("thon-dong", Role.BRANCH_SECRETARY, unit)
    people["colleague"] = person("dong-tien-2", Role.COMMUNE_SECRETARY, world.dong_tien)
    people["both"] = person("hai-vai", Role.BRANCH_SECRETARY, unit)
    Membership.objects.create(
        user=people["both"], unit=world.dong_tien, role=Role.COMMUNE_SECRETARY, validity=SINCE
    )
    short_set()
    open_round(world)
    Walk.world, Walk.people, Walk.paper = world, people, assessment_of(unit)
    run_state_machine_as_test(Walk, settings=settings(max_examples=25, stateful_step_count=14, deadline=None))


def short_set():
    """The set of branches with three criteria and its gates, so that a walk is short."""
    draft = draft_of("CD-DBDC")
    for criterion in draft.criteria.exclude(code__in=["CD1.1", "CD2.1", "CD2.4"]):
        criterion.grades.all().delete()
        criterion.delete()
    draft.state = "published"
    draft.save()
