"""Every score of every round of the demo again, in plain Python: measures, points, sums, gates, classes, caps."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from hashlib import sha256
from types import SimpleNamespace as Row
from typing import Any

import pytest

from apps.assessments.models import Assessment, AssessmentRound
from apps.assessments.queries.deciding import caps
from apps.assessments.queries.paper import paper
from apps.assessments.queries.results import results
from apps.core.clock import db_now
from apps.units.models import Unit
from tests.assessments.plain_scores import BEST_FIRST, Measures, Tables, Year, can_give, points, rating

pytestmark = pytest.mark.usefixtures("demo_db")
SENT = ("submitted", "appraised", "decided")
APPRAISED = ("appraised", "decided")


class Again:
    """The demo's assessments with their scores and gates, and what plain Python makes of them."""

    def __init__(self) -> None:
        self.tables = Tables()
        self.years = {row.id: Year(self.tables, row) for row in self.tables.rows["round"]}
        self.known: dict[int, Measures] = {}

    @property
    def papers(self) -> list[Row]:
        return self.tables.rows["assessment"]

    def set_of(self, row: Row) -> Row:
        return self.tables.one("set", self.tables.one("round", row.round_id).set_id)

    def measured(self, row: Row, measure: str) -> Fraction | None:
        if row.id not in self.known:
            self.known[row.id] = self.years[row.round_id].measures(row.unit_id)
        return self.known[row.id].get(measure)

    def scores(self, states: tuple[str, ...]) -> Iterator[tuple[Row, Row, Row, list[Row]]]:
        """(assessment, score, criterion, its grades)"""
        for row in self.papers:
            if row.state in states:
                for score in self.tables.of("score", "assessment_id", row.id):
                    yield row, score, self.tables.one("criterion", score.criterion_id), self.grades(score)

    def grades(self, score: Row) -> list[Row]:
        return self.tables.of("grade", "criterion_id", score.criterion_id)

    def barred(self, row: Row) -> list[str]:
        """The highest class that each gate allows which holds."""
        return [
            self.tables.one("gate", answer.gate_id).highest_class
            for answer in self.tables.of("answer", "assessment_id", row.id)
            if (answer.is_hit if answer.appraised_hit is None else answer.appraised_hit)
        ]

    def total(self, row: Row, column: str) -> Fraction | None:
        """Section by section; None when a criterion of the set is not answered."""
        own = {
            score.criterion_id: getattr(score, column)
            for score in self.tables.of("score", "assessment_id", row.id)
        }
        sections: dict[str, list[Any]] = {}
        for criterion in self.tables.of("criterion", "set_id", self.set_of(row).id):
            sections.setdefault(criterion.section, []).append(own.get(criterion.id))
        if any(None in given for given in sections.values()):
            return None
        return sum((Fraction(sum(given)) for given in sections.values()), Fraction(0))

    def outcome(self, row: Row) -> tuple[str, bool | None]:
        """(class, recognised) of an appraised or decided one."""
        column = "decided_points" if row.state == "decided" else "appraised_points"
        total = self.total(row, column)
        assert total is not None
        chosen = self.set_of(row)
        if chosen.purpose == "rating":
            return rating(self.tables.of("class", "set_id", chosen.id), total, self.barred(row)), None
        most = sum(Fraction(one.max_points) for one in self.tables.of("criterion", "set_id", chosen.id))
        return "", total == most and not self.barred(row)


@pytest.fixture(scope="module")
def again(demo_db: str) -> Again:
    return Again()


def test_the_demo_has_what_is_recomputed(again: Again) -> None:
    """So that none of the tests below passes over nothing."""
    assert len(again.tables.rows["round"]) >= 8
    assert {row.state for row in again.papers} >= {"draft", *SENT}
    assert {row.class_code for row in again.papers} == {"", *BEST_FIRST}
    assert {row.is_recognised for row in again.papers} == {None, False, True}
    known = Counter(
        criterion.measure for _, score, criterion, _ in again.scores(SENT) if score.measured is not None
    )
    assert known.keys() >= {
        "meetings_ratio",
        "attendance_ratio",
        "works_level",
        "on_time_ratio",
        "weak_branches",
    }
    assert known.keys() >= {
        "quarters_recorded",
        "regular_branches_ratio",
        "secretaries_ratio",
        "good_branches_ratio",
    }
    assert min(known.values()) > 100


def test_every_measure_is_what_the_registers_say(again: Again) -> None:
    wrong = [
        (row.id, criterion.code, score.measured, expected)
        for row, score, criterion, _ in again.scores(SENT)
        if score.measured != (expected := again.measured(row, criterion.measure))
    ]
    assert wrong == []


def test_every_measure_gives_the_points_of_its_level(again: Again) -> None:
    wrong = [
        (row.id, criterion.code, score.measured_points, expected)
        for row, score, criterion, grades in again.scores(SENT)
        if score.measured_points
        != (expected := points(criterion, grades, again.measured(row, criterion.measure)))
    ]
    assert wrong == []


def test_every_score_is_one_that_its_criterion_gives_and_a_difference_has_its_reason(again: Again) -> None:
    columns = (
        ("self_points", "measured_points", "self_note", SENT),
        ("appraised_points", "self_points", "appraised_reason", APPRAISED),
        ("decided_points", "appraised_points", "decided_reason", ("decided",)),
    )
    wrong = [
        (row.id, criterion.code, column)
        for column, before, reason, states in columns
        for row, score, criterion, grades in again.scores(states)
        if not is_given(score, criterion, grades, column) or not is_explained(score, column, before, reason)
    ]
    assert wrong == []


def is_given(score: Row, criterion: Row, grades: list[Row], column: str) -> bool:
    """By what the criterion can give; where the registers measure, people may type other points."""
    given = Fraction(getattr(score, column))
    own_words = column == "self_points" and criterion.measure and given != score.measured_points
    return 0 <= given <= criterion.max_points if own_words else can_give(criterion, grades, given)


def is_explained(score: Row, column: str, before: str, reason: str) -> bool:
    other = getattr(score, before)
    return other is None or other == getattr(score, column) or bool(getattr(score, reason))


def test_every_sum_is_that_of_its_criteria(again: Again) -> None:
    columns = (("self_points", SENT), ("appraised_points", APPRAISED), ("decided_points", ("decided",)))
    wrong = [
        (row.id, column, getattr(row, column), expected)
        for column, states in columns
        for row in again.papers
        if getattr(row, column) != (expected := again.total(row, column) if row.state in states else None)
    ]
    assert wrong == []


def test_every_difference_from_the_registers_is_counted(again: Again) -> None:
    counted = Counter(
        row.id
        for row, score, *_ in again.scores(SENT)
        if score.measured_points not in (None, score.self_points)
    )
    assert [row.id for row in again.papers if row.difference_count != counted[row.id]] == []


def test_every_gate_answers_what_is_measured(again: Again) -> None:
    answers = [
        (row, answer)
        for row in again.papers
        if row.state in SENT
        for answer in again.tables.of("answer", "assessment_id", row.id)
    ]
    wrong = []
    for row, answer in answers:
        gate = again.tables.one("gate", answer.gate_id)
        expected = again.measured(row, gate.measure)
        if answer.measured != expected or (
            expected is not None and answer.is_hit != (expected >= gate.at_least)
        ):
            wrong.append((row.id, gate.code, answer.measured, expected))
    assert wrong == []
    assert sum(answer.measured is not None and answer.is_hit for _, answer in answers) > 10
    for row in again.papers:
        if row.state in SENT:
            asked = {gate.id for gate in again.tables.of("gate", "set_id", again.set_of(row).id)}
            assert {answer.gate_id for answer in again.tables.of("answer", "assessment_id", row.id)} == asked


def test_every_class_and_title_follows_from_points_and_gates(again: Again) -> None:
    wrong = []
    for row in again.papers:
        expected = again.outcome(row) if row.state in APPRAISED else ("", None)
        decided = expected if row.state == "decided" else ("", None)
        if row.proposed_class != expected[0] or (row.class_code, row.is_recognised) != decided:
            wrong.append((row.id, row.proposed_class, row.class_code, row.is_recognised, expected))
    assert wrong == []


def test_every_decision_froze_what_was_decided(again: Again) -> None:
    for row in again.papers:
        made = again.tables.of("decision", "assessment_id", row.id)
        if row.state != "decided":
            continue
        last = max(made, key=lambda one: one.ordinal)
        assert (last.points, last.class_code, last.is_recognised) == (
            row.decided_points,
            row.class_code,
            row.is_recognised,
        )
        assert (last.decision_number, last.decision_on) == (row.decision_number, row.decision_on)
        assert sha256(last.content.encode()).hexdigest() == last.sha256
        assert frozen_scores(last.content) == kept_scores(again, row)


def frozen_scores(content: str) -> dict[str, tuple[Fraction, Fraction]]:
    said = json.loads(content)
    return {
        one["criterion"]: (Fraction(one["self_points"]), Fraction(one["decided_points"]))
        for one in said["scores"]
    }


def kept_scores(again: Again, row: Row) -> dict[str, tuple[Fraction, Fraction]]:
    return {
        again.tables.one("criterion", score.criterion_id).code: (
            Fraction(score.self_points),
            Fraction(score.decided_points),
        )
        for score in again.tables.of("score", "assessment_id", row.id)
    }


def test_the_cap_on_the_top_class_counts_each_deciding_unit(again: Again) -> None:
    for within in AssessmentRound.objects.select_related("set"):
        rows = again.tables.of("assessment", "round_id", within.pk)
        waiting = [(row.decider_unit_id, again.outcome(row)[0]) for row in rows if row.state == "appraised"]
        classes = [
            (row.decider_unit_id, again.outcome(row)[0]) for row in rows if row.state == "decided"
        ] + waiting
        percent = within.set.top_cap_percent
        expected = {}
        for unit in {unit for unit, _ in waiting}:
            own = [code for decider, code in classes if decider == unit]
            allowed = None if percent is None else percent * len(own) // 100
            expected[unit] = (own.count("excellent"), len(own), allowed)
        assert {
            unit: (cap.top, cap.decided, cap.allowed) for unit, cap in caps(within, waiting).items()
        } == expected


def test_the_results_page_counts_these_classes(again: Again) -> None:
    for within in AssessmentRound.objects.select_related("set"):
        rows = [row for row in again.tables.of("assessment", "round_id", within.pk) if row.state == "decided"]
        words = {True: "yes", False: "no"}
        expected = Counter(code or words[recognised] for code, recognised in map(again.outcome, rows))
        province = Unit.objects.named(date(within.year, 12, 31)).get(kind="PROVINCE")
        assert dict(results(province, within).whole.counts) == expected


def test_pages_show_these_scores(again: Again) -> None:
    """One assessment of each round and state."""
    shown = {(row.round_id, row.state): row for row in again.papers if row.state != "draft"}
    assert len(shown) >= 12
    for row in shown.values():
        page = paper(Assessment.objects.with_lineage(date(2021, 12, 31)).get(pk=row.id), db_now())
        sections = {name: sum(mark.points or 0 for mark in marks) for name, marks in page.sections}
        assert sections == sums_of_sections(again, row)
        assert page.points == again.total(row, "self_points")
        assert sorted(gate.highest_class for gate in page.holding) == sorted(again.barred(row))


def sums_of_sections(again: Again, row: Row) -> Counter[str]:
    found: Counter[str] = Counter()
    for score in again.tables.of("score", "assessment_id", row.id):
        found[again.tables.one("criterion", score.criterion_id).section] += score.self_points
    return found
