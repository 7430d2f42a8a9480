"""A report walked at random by everybody: only the table's steps happen, and only by those who may take them."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from apps.core.exceptions import NotAllowed
from apps.reports import services
from apps.reports.enums import OPEN_STATES, REPORT_STEPS, ReportAct, ReportState
from apps.reports.models import Report
from apps.reports.services import Typed
from apps.units.enums import Role
from apps.units.models import Membership
from tests.reports.desk import NOW, approve, fill, open_quarter, report_of, row_of, send_back, submit
from tests.world import World, person

REPORTERS, APPROVERS = {"secretary", "deputy", "both"}, {"officer", "standing", "both"}
EVERYBODY = sorted(REPORTERS | APPROVERS | {"commune_secretary", "neighbour", "viewer", "administrator"})
WHO = st.sampled_from(EVERYBODY + sorted(REPORTERS) * 2 + sorted(APPROVERS) * 2)


class Walk(RuleBasedStateMachine):
    """The report of Khoái Châu beside a model of it in four attributes."""

    world: World
    people: dict

    @initialize()
    def start(self):
        self.savepoint = transaction.savepoint()
        self.report = report_of(self.world.khoai_chau)
        self.state, self.submitters, self.steps, self.first = ReportState.DRAFT, set(), [], None
        self.now = NOW

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)

    def attempt(self, is_allowed, act, *arguments):
        """Does the act and says whether it happened; it must happen exactly when it is allowed."""
        try:
            with transaction.atomic():
                act(*arguments)
        except NotAllowed:
            assert not is_allowed
            return False
        assert is_allowed
        return True

    def step(self, act):
        step = next(step for step in REPORT_STEPS if (step.state, step.act) == (self.state, act))
        self.state = step.next_state
        self.steps.append(str(act))

    @rule(who=WHO)
    def submit(self, who):
        self.now += timedelta(days=1)
        is_allowed = who in REPORTERS and self.state in OPEN_STATES
        if self.attempt(is_allowed, submit, self.report, self.people[who], self.now):
            self.step(ReportAct.SUBMIT)
            self.submitters.add(who)
            self.first = self.first or self.now

    @rule(who=WHO)
    def send_back(self, who):
        is_allowed = who in APPROVERS and self.state == ReportState.SUBMITTED
        to = (self.report, self.people[who], self.world.dong_tien, "KL08-B1")
        if self.attempt(is_allowed, send_back, *to):
            self.step(ReportAct.SEND_BACK)

    @rule(who=WHO)
    def approve(self, who):
        is_free = who in APPROVERS and who not in self.submitters
        if self.attempt(
            is_free and self.state == ReportState.SUBMITTED, approve, self.report, self.people[who]
        ):
            self.step(ReportAct.APPROVE)

    @rule(who=WHO)
    def type(self, who):
        row = row_of(self.report, self.world.dong_tien)
        is_allowed = who in REPORTERS | {"commune_secretary"} and self.state in OPEN_STATES
        cells = {"KL08-F2": Typed(text=str(row.version))}

        def save():
            services.save_row(
                user=self.people[who],
                report_id=self.report.pk,
                unit_id=row.unit_id,
                version=row.version,
                cells=cells,
                now=self.now,
            )

        self.attempt(is_allowed, save)

    @invariant()
    def the_report_is_where_the_model_is(self):
        if not hasattr(self, "report"):
            return
        found = Report.objects.get(pk=self.report.pk)
        assert found.state == self.state
        assert [step.act for step in found.steps.all()] == self.steps
        assert found.first_submitted_at == self.first
        assert found.submissions.count() == self.steps.count("submit")
        assert found.versions.count() == self.steps.count("approve") == (self.state == ReportState.APPROVED)
        assert found.approved_by_id is None or found.approved_by_id not in {
            self.people[who].pk for who in self.submitters
        }


@pytest.mark.slow
@pytest.mark.django_db
def test_only_the_steps_of_the_table_happen_and_only_by_those_who_may(world: World):
    both = person("hai-vai", Role.DISTRICT_SECRETARY, world.khoai_chau)
    held = Membership.objects.get(user=both)
    Membership.objects.create(user=both, unit=world.province, role=Role.ORGANISATION, validity=held.validity)
    open_quarter()
    fill(report_of(world.khoai_chau))
    Walk.world = world
    Walk.people = {name: both if name == "both" else getattr(world, name) for name in EVERYBODY}
    run_state_machine_as_test(Walk, settings=settings(max_examples=20, stateful_step_count=10, deadline=None))
