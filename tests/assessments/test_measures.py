"""What the registers measure: by hand for each measure; a quarter that is missing leaves it unknown, never zero."""

from datetime import date
from decimal import Decimal

import pytest

from apps.assessments.enums import Measure
from apps.assessments.models import Assessment, Score
from apps.assessments.queries.measures import measures
from apps.branches.models import BranchMeeting, BranchQuarter, YouthWork
from apps.branches.queries.measures import branch_measures, commune_measures
from apps.directives.models import Period
from apps.units.enums import Role
from tests.assessments.desk import assessment_of, branch, decided, fill, moment, open_round, submit
from tests.cadres.people import appoint, cadre
from tests.world import World, person

pytestmark = pytest.mark.django_db
NOW = moment(12, 1)  # the entries of three quarters are due


def quarter(unit, slug, meetings=3, handed_on=3, **more):
    """Handed over on that day of the month after the quarter, with so many meetings of 8 out of 10."""
    period = Period.objects.get(slug=slug)
    due = moment(period.end_on.month % 12 + 1, handed_on)
    row = BranchQuarter.objects.create(
        branch=unit, period=period, first_handed_over_at=due, no_meeting=not meetings, **more
    )
    BranchMeeting.objects.bulk_create(
        BranchMeeting(
            quarter=row, held_on=date(2021, period.start_on.month + number % 3, 10), mode="online", topic="Sinh hoạt",
            expected=10, present=8,
        )
        for number in range(meetings)
    )  # fmt: skip
    change(row)
    return row


def change(row, works=(), **more):
    """Sent back, changed, handed over again."""
    BranchQuarter.objects.filter(pk=row.pk).update(state="draft")
    YouthWork.objects.bulk_create(YouthWork(quarter=row, **work) for work in works)
    BranchQuarter.objects.filter(pk=row.pk).update(**more)
    BranchQuarter.objects.filter(pk=row.pk).update(state="handed")


def year(unit, counts=(3, 3, 3), **more):
    return [quarter(unit, f"2021-q{number}", count, **more) for number, count in enumerate(counts, 1)]


def of(unit):
    return branch_measures([unit.pk], 2021, NOW)[unit.pk]


@pytest.fixture
def unit(world: World):
    return branch(world.dong_tien)


def test_a_full_year(unit):
    year(unit, new_members=1, introduced=0)
    known = of(unit)
    assert known["meetings_ratio"] == 1
    assert known["attendance_ratio"] == Decimal("0.8")
    assert known["on_time_ratio"] == 1
    assert known["silent_months"] == 0
    assert (known["new_members"], known["introduced"]) == (3, 0)
    assert known["works_level"] == 0


def test_meetings_beyond_what_one_quarter_owes_do_not_fill_another(unit):
    year(unit, (5, 1, 3))
    assert of(unit)["meetings_ratio"] == Decimal("0.7778")


def test_a_quarter_that_was_not_handed_over_leaves_what_rests_on_it_unknown(unit):
    year(unit, (3, 3))
    known = of(unit)
    unknown = (
        "meetings_ratio",
        "attendance_ratio",
        "silent_months",
        "new_members",
        "works_project",
        "works_level",
    )
    assert {known[name] for name in unknown} == {None}
    assert known["on_time_ratio"] == Decimal("0.6667")


def test_a_quarter_sent_back_is_open_again_and_was_still_in_time(unit):
    rows = year(unit)
    BranchQuarter.objects.filter(pk=rows[0].pk).update(state="draft")
    known = of(unit)
    assert known["meetings_ratio"] is None
    assert known["on_time_ratio"] == 1


def test_a_hand_over_after_the_day_is_late(unit):
    year(unit, handed_on=6)
    assert of(unit)["on_time_ratio"] == 0


def test_no_word_about_meetings_is_not_no_meeting(unit):
    year(unit, (3, 3))
    row = quarter(unit, "2021-q3", 0)
    assert of(unit)["silent_months"] == 3
    change(row, no_meeting=False)
    assert of(unit)["silent_months"] is None


def test_silence_runs_over_the_end_of_a_quarter(unit):
    year(unit, (1, 0, 0))
    assert of(unit)["silent_months"] == 8


def test_works_count_once_completed_and_a_project_counts_whatever_is_missing(unit):
    row = quarter(unit, "2021-q1")
    begun = {"kind": "project", "title": "Đường hoa, chưa xong"}
    change(row, [begun, {"kind": "task", "title": "Cổng làng", "completed_on": date(2021, 2, 1)}])
    assert of(unit)["works_level"] is None
    for slug in ("2021-q2", "2021-q3"):
        quarter(unit, slug)
    assert (of(unit)["works_level"], of(unit)["works_task"]) == (1, 1)
    BranchQuarter.objects.filter(branch=unit, period__slug="2021-q3").update(state="draft")
    change(row, [{"kind": "project", "title": "Sân chơi", "completed_on": date(2021, 3, 1)}])
    assert (of(unit)["works_level"], of(unit)["works_project"]) == (2, None)


def test_a_branch_owes_nothing_for_quarters_in_which_it_was_founded(unit):
    unit.opened_on = date(2021, 5, 3)
    unit.save()
    quarter(unit, "2021-q3")
    known = of(unit)
    assert (known["meetings_ratio"], known["on_time_ratio"]) == (1, 1)


def test_before_anything_is_due_nothing_is_known(unit):
    known = branch_measures([unit.pk], 2021, moment(3, 1))[unit.pk]
    assert set(known.values()) == {None, Decimal(1)}  # the secretary alone: vacant


def test_a_secretary_fills_the_post(world, unit):
    assert of(unit)["secretary_vacant"] == 1
    assert world.branch  # another one, without a secretary
    appoint(cadre(unit), "SECRETARY", date(2020, 1, 1), unit=unit)
    assert of(unit)["secretary_vacant"] == 0
    known = commune_measures([world.dong_tien.pk], 2021, NOW)[world.dong_tien.pk]
    assert known["secretaries_ratio"] == Decimal("0.5")


def test_a_commune_out_of_its_branches(world, unit):
    others = [branch(world.dong_tien, f"Chi đoàn {name}") for name in ("Một", "Hai")]
    for each in (world.branch, unit, others[0]):
        year(each)
    year(others[1], (3, 2, 3))
    known = commune_measures([world.dong_tien.pk], 2021, NOW)[world.dong_tien.pk]
    assert known["regular_branches_ratio"] == Decimal("0.75")
    assert known["quarters_recorded"] == 4
    BranchQuarter.objects.filter(branch=unit, period__slug="2021-q2").update(state="draft")
    known = commune_measures([world.dong_tien.pk], 2021, NOW)[world.dong_tien.pk]
    assert (known["quarters_recorded"], known["regular_branches_ratio"]) == (3, None)


def test_a_commune_without_branches_knows_nothing(world):
    known = commune_measures([world.dan_tien.pk], 2021, NOW)[world.dan_tien.pk]
    assert set(known.values()) == {None}


def test_any_number_of_branches_costs_the_same(world, unit, django_assert_num_queries):
    ids = [branch(world.dong_tien, f"Chi đoàn {number}").pk for number in range(12)]
    for each in ([unit.pk], ids):
        with django_assert_num_queries(4):
            branch_measures(each, 2021, NOW)


def test_good_and_weak_branches_come_from_decided_assessments(world, unit):
    open_round(world)
    commune = [world.dong_tien.pk]
    assert measures(commune, "GRASSROOTS", 2021, NOW)[commune[0]][Measure.GOOD_BRANCHES_RATIO] is None
    paper = assessment_of(unit)
    decided(paper, own_of(unit), world.commune_secretary)
    Assessment.objects.exclude(pk=paper.pk).delete()
    known = measures(commune, "GRASSROOTS", 2021, NOW)[commune[0]]
    assert (known[Measure.GOOD_BRANCHES_RATIO], known[Measure.WEAK_BRANCHES]) == (1, 2)


def own_of(unit):
    return person("thon-dong", Role.BRANCH_SECRETARY, unit)


def test_what_is_measured_is_frozen_at_submission(world, unit):
    year(unit, (3, 2, 3))
    open_round(world)
    paper, own = assessment_of(unit), own_of(unit)
    fill(paper, own, "1")
    Score.objects.filter(assessment=paper, criterion__code__in=["CD2.1", "CD3.5"]).delete()
    submit(paper, own)
    row = Score.objects.get(assessment=paper, criterion__code="CD2.1")
    assert (row.measured, row.measured_points, row.self_points) == (
        Decimal("0.8889"),
        Decimal("13.33"),
        Decimal("13.33"),
    )
    assert assessment_of(unit).difference_count == 2  # attendance and works were scored by hand
    BranchQuarter.objects.all().update(state="draft")
    BranchMeeting.objects.all().delete()
    assert Score.objects.get(pk=row.pk).measured_points == Decimal("13.33")
    gate = paper.gate_answers.get(gate__code="CD-K1")
    assert (gate.measured, gate.is_hit) == (1, False)


def test_six_silent_months_hit_the_gate_by_themselves(world, unit):
    year(unit, (3, 0, 0))
    open_round(world)
    paper, own = assessment_of(unit), own_of(unit)
    fill(paper, own, "1")
    submit(paper, own)
    gate = paper.gate_answers.get(gate__code="CD-K1")
    assert (gate.measured, gate.is_hit) == (6, True)
